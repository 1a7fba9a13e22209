// <tile-grid> around the gallery's sections: one stop for Tab, arrows between tiles.
// It also joins what htmx appends with the day that it continues, and keeps in the page
// only the tiles that are near to what is seen.
import { onSettle } from "../htmx.js";
import { TileWindow } from "./tile-window.js";
import { Walking } from "./walking.js";

// What follows is asked for so many screens before it is seen.
const AHEAD = "380% 0px";
// Rows that join above break all rows of the day anew, for which these are put back.
const BREAK_ANEW = 60;

const topOf = (tile) => tile.getBoundingClientRect().top;

/** How far it is from the middle of what is seen. */
function off(tile) {
  const { top, bottom } = tile.getBoundingClientRect();
  return bottom > top ? Math.max(top - innerHeight / 2, innerHeight / 2 - bottom) : Infinity;
}

/** Rows that join break all rows below anew: what is looked at stays where it was. */
function hold(grid, tile, top) {
  const { style } = document.documentElement;
  // The browser would hold on to another tile, which may have changed its row, and at the
  // top of the page to none.
  style.overflowAnchor = "none";
  grid.stand(tile, top);
  requestAnimationFrame(() => requestAnimationFrame(() => (style.overflowAnchor = "")));
}

customElements.define(
  "tile-grid",
  class extends HTMLElement {
    #window = null;
    #walking = null;
    // The #more that could not be loaded: nothing grows there any more.
    #failed = null;
    #ends = new IntersectionObserver((seen) => this.#goOn(seen), { rootMargin: AHEAD });

    connectedCallback() {
      this.#window = new TileWindow(this, () => this.#walking.keep());
      this.#walking = new Walking(this, {
        items: ".tile",
        scope: "Gallery",
        all: () => this.tiles,
        bring: (tile) => this.bring(tile),
      });
      this.#settle();
      addEventListener("beforeprint", this.#whole);
      onSettle(() => this.#settleOnce());
      this.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
        const tile = target.id === "newer" && this.lookedAt;
        if (tile) this.#held = { tile, top: topOf(tile) };
      });
      this.addEventListener("htmx:afterRequest", ({ detail: { successful, target } }) => {
        if (successful) return;
        if (target?.id === "more") this.#failed = target;
        target?.classList.add("failed");
        this.#finish();
      });
      // The pictures that are seen at once come first.
      if (document.readyState !== "complete") addEventListener("load", () => this.#watch(), { once: true });
    }

    // Paper cannot be scrolled.
    #whole = () => this.#window.restoreAll();

    disconnectedCallback() {
      removeEventListener("beforeprint", this.#whole);
      this.#walking.stop();
      this.#window.stop();
      this.#ends.disconnect();
    }

    /** All tiles, also those that are out of the page now. */
    get tiles() {
      return this.#window.tiles;
    }

    /** Put a tile back that is out of the page or not shown yet. */
    bring(tile) {
      if ("unfinished" in tile.dataset) this.#finish();
      this.#window.bring(tile);
    }

    /** The tile that the page was put at, or with the focus, or nearest to the middle; or null. */
    get lookedAt() {
      if (scrollY === this.stoodAt && this.#stands?.checkVisibility()) return this.#stands;
      const focused = document.activeElement.closest("tile-grid .tile");
      if (focused && off(focused) < innerHeight / 2) return focused;
      let nearest = null;
      for (const tile of this.querySelectorAll(".tile")) if (!nearest || off(tile) < off(nearest)) nearest = tile;
      return nearest;
    }

    #stands = null;
    // Nobody has scrolled while the page is there.
    stoodAt = -1;

    /** Scroll so far that a tile is so far down. */
    stand(tile, top) {
      scrollBy({ top: topOf(tile) - top, behavior: "instant" });
      [this.#stands, this.stoodAt] = [tile, scrollY];
    }

    #isSettling = false;

    // htmx tells of each piece that has come; a list is settled once for all of them.
    #settleOnce() {
      if (this.#isSettling || !this.isConnected) return;
      this.#isSettling = true;
      queueMicrotask(() => {
        this.#isSettling = false;
        this.#settle();
      });
    }

    #settle() {
      const looked = this.#held;
      this.#held = null;
      for (const section of this.querySelectorAll("section")) {
        const before = section.previousElementSibling;
        const isSame = before?.dataset.day && before.dataset.day === section.dataset.day;
        if (!before?.matches("section") || !(isSame || "continues" in section.dataset)) continue;
        if ("apart" in section.dataset) continue;
        this.#join(before, section);
      }
      for (const section of this.querySelectorAll("section")) this.#known.add(section);
      // No frame has been painted since they came.
      if (looked?.tile.isConnected) hold(this, looked.tile, looked.top);
      this.#finish();
      // Before the next frame is painted, but not in this task, which is long enough.
      requestAnimationFrame(() => this.#hideLastRow());
      this.#window.update();
      this.#walking.settle();
      this.#number();
      if (document.readyState === "complete") this.#watch();
    }

    // The tile one looks at, while rows join above it.
    #held = null;
    // The sections of earlier pages: their tiles may hold the focus, and what one looks at.
    #known = new WeakSet();

    /** Make one of two sections that are one day: what has come moves to what was there. */
    #join(before, section) {
      const stays = this.#known.has(section) && !this.#known.has(before) ? section : before;
      const [upper, lower] = [before, section].map((it) => it.querySelector(".tiles"));
      // htmx settles a moment after it has put them in: some may be out of the page again.
      if (stays === before) {
        this.#window.release(lower);
        upper.append(...lower.children);
        section.remove();
        return;
      }
      if (this.#window.count(lower) > BREAK_ANEW) {
        this.#part(before, section);
        return;
      }
      this.#window.release(upper);
      // New rows above would not be cut into blocks between others that are out.
      this.#window.release(lower);
      lower.prepend(...upper.children);
      const heading = before.querySelector(":scope > .day");
      if (heading) {
        section.querySelector(":scope > .day")?.remove();
        section.prepend(heading);
        section.setAttribute("aria-labelledby", heading.id);
      }
      section.toggleAttribute("data-continues", "continues" in before.dataset);
      if (before.dataset.day) section.dataset.day = before.dataset.day;
      before.remove();
    }

    /** Of a long day what has come above stays a part of its own, under the heading of both. */
    #part(before, section) {
      section.dataset.apart = "";
      if (!before.querySelector(":scope > .day")) return;
      section.querySelector(":scope > .day")?.remove();
    }

    /** The last row may still grow and break anew: it is not seen before it is whole. */
    #hideLastRow() {
      const more = this.querySelector("#more");
      if (!more || more === this.#failed) return;
      const last = [...this.querySelectorAll(".tiles")].at(-1)?.lastElementChild;
      const top = last?.offsetTop;
      const row = [];
      for (let tile = last; tile && tile.offsetTop === top; tile = tile.previousElementSibling) row.push(tile);
      // What is hidden loses the focus.
      if (row.some((tile) => tile.contains(document.activeElement))) return;
      for (const tile of row) tile.dataset.unfinished = "";
    }

    #finish() {
      for (const tile of this.querySelectorAll("[data-unfinished]")) delete tile.dataset.unfinished;
    }

    #watch() {
      this.#ends.disconnect();
      for (const end of this.querySelectorAll("#more, #newer")) this.#ends.observe(end);
    }

    #goOn(seen) {
      for (const { isIntersecting, target } of seen) if (isIntersecting) window.htmx.trigger(target, "near");
    }

    /** Let `put` change the order of the tiles, all of which are in the page then. */
    arrange(put) {
      this.#window.restoreAll();
      put();
      this.#settle();
    }

    #numbered = [];

    /** After some have been hidden or shown again. */
    renumber() {
      this.#window.changed();
      this.#numbered = [];
      this.#number();
    }

    /** A screen reader hears which of them it is, and of how many where that is known. */
    #number() {
      const all = this.tiles.filter((it) => !it.hidden);
      const isAll = !this.querySelector("#more, #newer");
      const total = isAll ? all.length : this.querySelector("#newer") ? -1 : (this.dataset.total ?? -1);
      const known = this.#numbered.length;
      const grows = known && all[0] === this.#numbered[0] && all[known - 1] === this.#numbered[known - 1];
      for (let at = grows && !isAll ? known : 0; at < all.length; at += 1) {
        all[at].setAttribute("aria-posinset", String(at + 1));
        all[at].setAttribute("aria-setsize", String(total));
      }
      this.#numbered = all;
    }
  },
);
