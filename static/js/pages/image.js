// What only the page of a picture needs.
import "../elements/comment-spot.js";
import "../elements/picture-stage.js";
import "../lightbox.js";
import { hasUnsaved } from "../unsaved.js";

// An arrow leads to the next picture; words that have not been sent are asked about first.
let isSent = false;
addEventListener("submit", (event) => (isSent = !event.defaultPrevented));
addEventListener("pageshow", () => (isSent = false));
addEventListener("beforeunload", (event) => {
  if (!isSent && hasUnsaved(document.getElementById("main"))) event.preventDefault();
});

// A step to a neighbour is no page to come back to: Back leads to where one came from.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('.viewer nav a[rel]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  location.replace(link.href);
});
