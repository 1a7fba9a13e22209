// <tile-grid> around the gallery's sections: one stop for Tab, arrows between tiles.
// It also joins what htmx appends with the day that it continues, and keeps in the page
// only the tiles that are near to what is seen.
import { onSettle } from "../htmx.js";
import { TileWindow } from "./tile-window.js";

const MOVES = {
  ArrowLeft: (links, at) => links[at - 1],
  ArrowRight: (links, at) => links[at + 1],
  ArrowUp: (links, at) => nearest(links, at, -1),
  ArrowDown: (links, at) => nearest(links, at, 1),
  Home: (links) => links[0],
  End: (links) => links.at(-1),
};

/** The tile in the next row above or below whose middle is closest. */
function nearest(links, at, direction) {
  const from = links[at].getBoundingClientRect();
  const middle = from.left + from.width / 2;
  let row = null;
  let best = null;
  let distance = Infinity;
  for (let i = at + direction; i >= 0 && i < links.length; i += direction) {
    const box = links[i].getBoundingClientRect();
    const beyond = direction > 0 ? box.top >= from.bottom : box.bottom <= from.top;
    if (!beyond) continue;
    row ??= box.top;
    if (Math.abs(box.top - row) > 2) break;
    const off = Math.abs(box.left + box.width / 2 - middle);
    if (off >= distance) continue;
    distance = off;
    best = links[i];
  }
  return best;
}

customElements.define(
  "tile-grid",
  class extends HTMLElement {
    connectedCallback() {
      this.addEventListener("keydown", this.#move);
      this.addEventListener("focusin", this.#follow);
      this.#window = new TileWindow(this);
      this.#settle();
      onSettle(() => this.isConnected && this.#settle());
    }

    disconnectedCallback() {
      this.removeEventListener("keydown", this.#move);
      this.removeEventListener("focusin", this.#follow);
      this.#window.stop();
    }

    #window = null;

    get #links() {
      return [...this.querySelectorAll(".tile > a:first-of-type")];
    }

    /** Only the current tile and its tick are stops for Tab. */
    #current(link) {
      for (const tile of this.querySelectorAll(".tile")) {
        const isCurrent = tile.contains(link);
        for (const stop of tile.querySelectorAll("a, button")) stop.tabIndex = isCurrent ? 0 : -1;
      }
    }

    #settle() {
      for (const section of this.querySelectorAll("section")) {
        const before = section.previousElementSibling;
        const isSame = before?.dataset.day && before.dataset.day === section.dataset.day;
        if (!before?.matches("section") || !(isSame || "continues" in section.dataset)) continue;
        before.querySelector(".tiles").append(...section.querySelector(".tiles").children);
        section.remove();
      }
      this.#window.update();
      const links = this.#links;
      this.#current(links.find((link) => link.contains(document.activeElement)) ?? this.querySelector(".tile > a:first-of-type[tabindex='0']") ?? links[0]);
    }

    #follow = (event) => {
      const tile = event.target.closest(".tile");
      if (tile) this.#current(tile);
    };

    #move = (event) => {
      const move = MOVES[event.key];
      if (!move || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      const links = this.#links;
      const at = links.findIndex((link) => link.parentElement.contains(event.target));
      if (at < 0) return;
      event.preventDefault();
      move(links, at)?.focus();
    };
  },
);
