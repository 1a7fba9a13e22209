// Cards of runs, wherever they arrive: in the Studio, or in the panel of Vary.
import { toast } from "./toast.js";

// A new card is seen beside its parent, wherever the panel has been scrolled to.
document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (!event.detail.target?.matches(".vary-results")) return;
  event.detail.target.parentElement.scrollIntoView({ block: "nearest" });
});

/** What was varied stays on a page that shows runs when the panel closes. */
export function takeOver(closed) {
  const made = closed.querySelectorAll?.(".vary-results > *") ?? [];
  if (!made.length) return;
  const results = document.getElementById("results");
  if (results) results.prepend(...made);
  else toast({ message: "What you started is in the Studio, and in the gallery as soon as it is done." });
}

document.addEventListener("close", (event) => takeOver(event.target), { capture: true });

// Each value takes one run until its card shows what came of it: a second click of a
// double click, or an impatient one, buys nothing.
const started = new Map();

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target.closest?.("form[data-runs]");
    if (!form) return;
    const button = event.submitter ?? form.querySelector("button");
    if (button.ariaDisabled === "true") {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    button.ariaDisabled = "true";
    form.pressed = button;
  },
  { capture: true },
);

function release(button) {
  button.ariaDisabled = null;
}

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt;
  const button = form.matches?.("form[data-runs]") && form.pressed;
  if (!button) return;
  const run = event.detail.successful && (form.closest(".vary") ?? document).querySelector(".vary-results > .run");
  if (run) started.set(button, run.id);
  else release(button);
});

function settle() {
  for (const [button, id] of started) {
    if (document.getElementById(id)?.querySelector("input[name='run']:not([data-bare])")) continue;
    started.delete(button);
    release(button);
  }
}

document.addEventListener("htmx:oobAfterSwap", () => setTimeout(settle));

// A finished card that only gets its small copies is not taken from under the hand.
document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  if (detail.target?.matches?.(".run:has([data-bare]):is(:active, :has(:popover-open))")) detail.shouldSwap = false;
});
