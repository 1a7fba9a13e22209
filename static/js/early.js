// Runs before the first paint, so it is a small classic script in <head>.
// Everything else is a module and comes later.
"use strict";

(() => {
  const root = document.documentElement;
  root.dataset.script = "";
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch {
    // Storage may be forbidden; then the system decides.
  }

  // What is pressed before the modules are there: keys.js does it then.
  const pressed = (window.pressedEarly = []);
  const note = (event) => pressed.push(event);
  addEventListener("keydown", note, { capture: true });
  document.addEventListener("DOMContentLoaded", () => removeEventListener("keydown", note, { capture: true }));

  // A frame that knows its ratio before its picture has arrived. Defined here,
  // because a later definition would move what has already been painted.
  customElements.define(
    "ratio-box",
    class extends HTMLElement {
      connectedCallback() {
        // One that was out of the page for a while.
        if (this.style.length) return;
        const { width, height, colour } = this.dataset;
        const ratio = Number(width) / Number(height);
        if (ratio > 0 && Number.isFinite(ratio)) {
          this.style.setProperty("--ar", ratio.toFixed(4));
        }
        if (colour) this.style.setProperty("--fill", colour);
      }
    },
  );
})();
