// What several entries need. When files are collected, all that is shared is bundled
// here; pages ask for it early, by a modulepreload.
import "./keys.js";
import "./toast.js";
import "./htmx.js";
