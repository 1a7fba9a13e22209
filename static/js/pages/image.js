// What only the page of a picture needs.
import "../elements/comment-spot.js";
import "../elements/picture-stage.js";
import "../lightbox.js";
import { hasUnsaved } from "../unsaved.js";

// An arrow leads to the next picture; words that have not been sent are asked about first.
// Those of a form that is being sent are on their way; after a while it was stopped.
const LEAVING_MS = 5000;
let leaving = null;
let timer = 0;
function leaves(form) {
  clearTimeout(timer);
  leaving = form;
  timer = setTimeout(() => (leaving = null), LEAVING_MS);
}
addEventListener("submit", (event) => leaves(event.defaultPrevented ? null : event.target));
addEventListener("pageshow", () => leaves(null));
addEventListener("beforeunload", (event) => {
  if (hasUnsaved(document.getElementById("main"), leaving)) event.preventDefault();
});

// A step to a neighbour is no page to come back to: Back leads to where one came from.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('.viewer nav a[rel]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  location.replace(link.href);
});

// The large view opens later.
void import("../lightbox-ground.js");
