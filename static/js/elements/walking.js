// Arrow keys between pictures: one stop for Tab, and from there to any of them.
//
//   new Walking(root, { items: ".card", scope: "Results", all, bring })
//
// An item is led to by its first link or button; only the links and buttons of the
// current one are stops for Tab. `all()` lists the items where some are out of the page,
// and `bring(item)` puts one of them back.
import { register } from "../keys.js";

const STOPS = "a[href], button";

const MOVES = [
  ["ArrowLeft", "Picture before", (items, at) => items[at - 1]],
  ["ArrowRight", "Picture after", (items, at) => items[at + 1]],
  ["ArrowUp", "Picture above", (items, at) => nearest(items, at, -1)],
  ["ArrowDown", "Picture below", (items, at) => nearest(items, at, 1)],
  ["Home", "First picture", (items) => items[0]],
  ["End", "Last picture", (items) => items.at(-1)],
];

/** The next item above or below: the closest of those that it stands over or under. */
function nearest(items, at, direction) {
  const from = items[at].getBoundingClientRect();
  const middle = from.left + from.width / 2;
  let best = null;
  let least = null;
  for (const item of items) {
    const box = item.getBoundingClientRect();
    const away = direction > 0 ? box.top - from.bottom : from.top - box.bottom;
    if (!box.height || away < -1) continue;
    const off = Math.max(0, box.left - middle, middle - box.right);
    // Beside the column only where there is none in it.
    const rank = [off > 0 ? 1 : 0, Math.round(away), off];
    const place = least ? rank.findIndex((value, index) => value !== least[index]) : 0;
    if (place < 0 || (least && rank[place] > least[place])) continue;
    best = item;
    least = rank;
  }
  return best;
}

function lead(item) {
  return [...(item?.querySelectorAll(STOPS) ?? [])].find((stop) => stop.checkVisibility());
}

export class Walking {
  #root;
  #items;
  #all;
  #bring;
  #off;
  #current = null;

  constructor(root, { items, scope, all = null, bring = null }) {
    this.#root = root;
    this.#items = items;
    this.#all = all ?? (() => this.#here);
    this.#bring = bring;
    root.addEventListener("focusin", this.#follow);
    this.#off = MOVES.map(([key, label, move]) =>
      register({ key, label, scope, within: root, repeats: true, run: (event) => this.#move(event, move) }),
    );
    // Nothing has the focus yet: the walk begins at the picture under the pointer, or
    // else at the first one in view.
    for (const key of ["ArrowLeft", "ArrowRight"]) {
      this.#off.push(register({ key, label: "", scope, run: (event) => this.#begin(event) }));
    }
  }

  stop() {
    this.#root.removeEventListener("focusin", this.#follow);
    for (const off of this.#off) off();
  }

  get #here() {
    return [...this.#root.querySelectorAll(this.#items)];
  }

  /** After items have come or gone: one of them is the stop. */
  settle() {
    const here = this.#here;
    const focused = here.find((item) => item.contains(document.activeElement));
    const current = focused ?? (here.includes(this.#current) ? this.#current : here[0]) ?? null;
    if (this.#current && this.#current !== current) this.#stops(this.#current, false);
    for (const item of here) this.#stops(item, item === current);
    this.#current = current;
  }

  /** After some have been taken out of the page: Tab still leads to one. */
  keep() {
    if (!this.#current?.isConnected) this.settle();
  }

  #stops(item, isCurrent) {
    const wanted = isCurrent ? 0 : -1;
    for (const stop of item.querySelectorAll(STOPS)) {
      if (stop.getAttribute("tabindex") !== String(wanted)) stop.tabIndex = wanted;
    }
  }

  #follow = (event) => {
    const item = event.target.closest(this.#items);
    if (!item || item === this.#current) return;
    if (this.#current) this.#stops(this.#current, false);
    this.#stops(item, true);
    this.#current = item;
  };

  #begin(event) {
    if (event.target !== document.body) return false;
    const here = this.#here;
    const first =
      here.find((item) => item.matches(":hover")) ??
      here.find((item) => {
        const box = item.getBoundingClientRect();
        return box.top >= 0 && box.top < innerHeight;
      });
    if (!first) return false;
    lead(first)?.focus();
    return undefined;
  }

  #move(event, move) {
    const all = this.#all();
    const at = all.findIndex((item) => item.contains(event.target));
    // An open menu is walked through by Tab, and what takes text needs its arrows.
    if (at < 0 || event.target.closest("[popover]")) return false;
    const next = move(all, at);
    if (!next) return undefined;
    this.#bring?.(next);
    lead(next)?.focus();
    return undefined;
  }
}
