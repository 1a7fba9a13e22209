// <picture-stage> around the picture of its page. Without script a click shows it at
// actual size; this keeps the clicked point in place, and drags.
import { register } from "../keys.js";
import { Hand } from "../zoom/hand.js";

const SLOP_PX = 4;

customElements.define(
  "picture-stage",
  class extends HTMLElement {
    #canvas = null;
    #box = null;
    #point = { x: 0.5, y: 0.5 };
    #dragged = false;
    #off = [];

    connectedCallback() {
      this.#canvas = this.querySelector(".canvas");
      this.#box = document.getElementById("actual");
      const off = new AbortController();
      const { signal } = off;
      const hand = new Hand(
        this,
        {
          begins: (event) => {
            this.#dragged = false;
            // A finger scrolls by itself.
            return event.button === 0 && event.pointerType !== "touch" ? "move" : "";
          },
          holds: () => Boolean(this.#box?.checked),
          move: (dx, dy) => {
            this.#dragged = true;
            this.#canvas.classList.add("panning");
            this.#canvas.scrollBy({ left: -dx, top: -dy, behavior: "instant" });
          },
          ended: () => this.#canvas.classList.remove("panning"),
        },
        { slop: SLOP_PX },
      );
      this.addEventListener("click", this.#click, { signal, capture: true });
      this.addEventListener("dragstart", (event) => this.#box?.checked && event.preventDefault(), { signal });
      this.#box?.addEventListener("change", this.#center, { signal });
      this.#off = [
        () => off.abort(),
        () => hand.stop(),
        ...[
          ["ArrowLeft", "prev"],
          ["ArrowRight", "next"],
        ].map(([key, rel]) => {
          // What it is called depends on the order of the search.
          const label = document.querySelector(`.viewer a[rel="${rel}"]`)?.ariaLabel ?? "";
          return register({ key, label, scope: "A picture", run: () => this.#go(rel) });
        }),
      ];
    }

    disconnectedCallback() {
      for (const off of this.#off) off();
    }

    /** At actual size the arrows scroll while the picture has the focus. */
    #go(rel) {
      if (this.#box?.checked && this.contains(document.activeElement)) return false;
      const link = document.querySelector(`.viewer a[rel="${rel}"]`);
      if (!link) return false;
      // A step from one picture to the next is no page to come back to.
      location.replace(link.href);
      return true;
    }

    #center = () => {
      const canvas = this.#canvas;
      if (this.#box.checked) {
        const left = canvas.scrollWidth * this.#point.x - canvas.clientWidth / 2;
        canvas.scrollTo({ left, top: canvas.scrollHeight * this.#point.y - canvas.clientHeight / 2 });
      }
      this.#point = { x: 0.5, y: 0.5 };
    };

    /** The end of a drag is no click; a real one says which point to look at. */
    #click = (event) => {
      if (this.#dragged) {
        this.#dragged = false;
        event.preventDefault();
        return;
      }
      const picture = event.target.closest("img");
      if (!picture || this.#box?.checked) return;
      const box = picture.getBoundingClientRect();
      this.#point = {
        x: (event.clientX - box.left) / box.width,
        y: (event.clientY - box.top) / box.height,
      };
    };
  },
);
