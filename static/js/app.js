// The one module that pages load. It wires the frame; a page that needs more
// loads its own module in its head block.
import "./common.js";
import "./dialogs.js";
import "./theme.js";
import "./toast.js";
import "./keys-dialog.js";
import "./pictures.js";
import "./selection.js";
import "./judging.js";
import "./drag.js";
import "./keep.js";
import "./poll.js";
import "./runs.js";
import "./vary.js";
import "./once.js";
import "./busy.js";
import "./elements/copy-button.js";
import "./elements/copy-picture.js";
import "./elements/local-time.js";
import "./elements/lazy.js";

// Where the bar is wider than a phone, the page one is on is in sight.
document.querySelector(".bar nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
