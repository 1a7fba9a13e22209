// The Studio's own behaviour: nothing here is needed to submit and see a result.
import "./elements/composer-form.js";
import "./elements/file-drop.js";
import { Walking } from "./elements/walking.js";
import { onLoad } from "./htmx.js";
import "./new-cards.js";
import "./prompts.js";

// The feed is one stop for Tab; arrows walk from card to card. Cards come and are
// replaced one by one, so they are looked at once a frame.
const walking = new Walking(document.getElementById("results"), { items: ".card", scope: "Results" });
let asked = 0;

function settle() {
  asked ||= requestAnimationFrame(() => {
    asked = 0;
    walking.settle();
  });
}

onLoad((root) => (root.id === "results" || root.closest?.("#results")) && settle());
settle();
