// <tile-grid> around the gallery's sections: one stop for Tab, arrows between tiles.
// It also joins what htmx appends with the day that it continues, and keeps in the page
// only the tiles that are near to what is seen.
import { onSettle } from "../htmx.js";
import { TileWindow } from "./tile-window.js";
import { Walking } from "./walking.js";

customElements.define(
  "tile-grid",
  class extends HTMLElement {
    #window = null;
    #walking = null;

    connectedCallback() {
      this.#window = new TileWindow(this, () => this.#walking.keep());
      this.#walking = new Walking(this, {
        items: ".tile",
        scope: "Gallery",
        all: () => this.tiles,
        bring: (tile) => this.#window.bring(tile),
      });
      this.#settle();
      onSettle(() => this.isConnected && this.#settle());
    }

    disconnectedCallback() {
      this.#walking.stop();
      this.#window.stop();
    }

    /** All tiles, also those that are out of the page now. */
    get tiles() {
      return this.#window.tiles;
    }

    #settle() {
      for (const section of this.querySelectorAll("section")) {
        const before = section.previousElementSibling;
        const isSame = before?.dataset.day && before.dataset.day === section.dataset.day;
        if (!before?.matches("section") || !(isSame || "continues" in section.dataset)) continue;
        const tiles = section.querySelector(".tiles");
        // htmx settles a moment after it has put them in: some may be out of the page again.
        this.#window.release(tiles);
        before.querySelector(".tiles").append(...tiles.children);
        section.remove();
      }
      this.#window.update();
      this.#walking.settle();
      this.#number();
    }

    /** Let `put` change the order of the tiles, all of which are in the page then. */
    arrange(put) {
      this.#window.restoreAll();
      put();
      this.#settle();
    }

    #numbered = [];

    /** A screen reader hears which of them it is; how many there are is known at the end. */
    #number() {
      const all = this.tiles;
      const isAll = !this.querySelector("#more, #newer");
      const known = this.#numbered.length;
      const grows = known && all[0] === this.#numbered[0] && all[known - 1] === this.#numbered[known - 1];
      for (let at = grows && !isAll ? known : 0; at < all.length; at += 1) {
        all[at].setAttribute("aria-posinset", String(at + 1));
        all[at].setAttribute("aria-setsize", String(isAll ? all.length : -1));
      }
      this.#numbered = all;
    }
  },
);
