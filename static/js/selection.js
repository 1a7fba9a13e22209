// Picking pictures anywhere. The bar comes from the server after each change and
// says what is picked; the ticks on the page follow it.
import { register } from "./keys.js";
import { onLoad } from "./htmx.js";
import { announce, toast } from "./toast.js";

const UNDO_MS = 10000;
let hovered = null;

function bar() {
  return document.getElementById("selection");
}

function picked() {
  return new Set((bar()?.dataset.codes ?? "").split(" ").filter(Boolean));
}

function show(root, codes) {
  for (const holder of root.querySelectorAll("[data-code]")) {
    holder.toggleAttribute("data-selected", codes.has(holder.dataset.code));
  }
  for (const tick of root.querySelectorAll('.pick[name="code"]')) {
    tick.setAttribute("aria-pressed", String(codes.has(tick.value)));
  }
}

// Pictures that arrive later, in a next page or a finished card.
onLoad((root) => show(root.parentElement ?? root, picked()));

document.addEventListener(
  "pointerover",
  (event) => {
    hovered = event.target.closest?.("[data-code]") ?? null;
  },
  { passive: true },
);

function pickable() {
  const focused = document.activeElement?.closest("[data-code]");
  if (focused) return focused;
  return hovered?.isConnected ? hovered : document.querySelector("[data-code][data-only]");
}

function toggle() {
  const code = pickable()?.dataset.code;
  if (!code) return false;
  const form = document.getElementById("pick-form");
  window.htmx.ajax("POST", form.getAttribute("action"), {
    source: form,
    target: "#selection",
    swap: "outerHTML",
    values: { code },
  });
  return true;
}

// With nothing picked, the picture at hand is what Compare starts from.
function compare() {
  const link = bar()?.querySelector("a.btn.primary");
  const code = pickable()?.dataset.code;
  if (link) link.click();
  else if (code) location.assign(`${bar().dataset.compare}?image=${code}`);
  else toast({ message: "Pick two to six pictures first: point at one and press X.", id: "selection" });
}

register({ key: "c", label: "Compare what is picked, or this picture", scope: "Selection", run: compare });
register({ key: "x", label: "Pick a picture, or let it go", scope: "Selection", run: toggle });

// Letting a picture go takes its button away; the focus stays in the bar.
let inBar = false;
document.addEventListener("focusin", (event) => {
  inBar = Boolean(event.target.closest("selection-bar"));
});

function keepFocus(element) {
  if (!inBar || document.activeElement !== document.body) return;
  const next = element.hidden ? document.getElementById("main") : element.querySelector("button, a");
  next?.focus({ preventScroll: true });
}

let before = null;

function say(codes, problem) {
  if (problem) toast({ message: problem, level: "warning", id: "selection" });
  else if (before !== null && codes.size !== before) announce(`${codes.size} picked`);
  before = codes.size;
}

customElements.define(
  "selection-bar",
  class extends HTMLElement {
    #timer = 0;

    connectedCallback() {
      const codes = picked();
      show(document, codes);
      say(codes, this.dataset.problem);
      // htmx puts the new bar in before it takes the old one away.
      queueMicrotask(() => keepFocus(this));
      // What was let go can be brought back for a while; then the bar goes too.
      if (codes.size === 0 && !this.hidden) {
        this.#timer = setTimeout(() => (this.hidden = true), UNDO_MS);
      }
    }

    disconnectedCallback() {
      clearTimeout(this.#timer);
    }
  },
);
