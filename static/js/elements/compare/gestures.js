// Wheel, drag, pinch and double click on the panes, as zooming and moving.
// Points are measured from the middle of the pane they fall into.

import { pinched, wheelFactor } from "../../zoom.js";

const DRAG_STARTS = 3;

export class Gestures {
  #panes;
  #on;
  #pointers = new Map();
  #start = null;
  #abort = new AbortController();

  /** `on` has zoom(factor, at), move(dx, dy), toggle(at) and isFit(). */
  constructor(panes, on) {
    this.#panes = panes;
    this.#on = on;
    const options = { signal: this.#abort.signal };
    panes.addEventListener("wheel", this.#wheel, { ...options, passive: false });
    panes.addEventListener("pointerdown", this.#down, options);
    panes.addEventListener("pointermove", this.#move, options);
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
      panes.addEventListener(end, this.#up, options);
    }
    panes.addEventListener("dblclick", this.#double, options);
  }

  stop() {
    this.#abort.abort();
  }

  #at(target, x, y) {
    const pane = target.closest?.(".pane") ?? this.#panes.querySelector(".pane");
    const box = pane.querySelector(".window").getBoundingClientRect();
    return { x: x - box.left - box.width / 2, y: y - box.top - box.height / 2 };
  }

  #isControl(event) {
    return Boolean(event.target.closest("a, button, input, label"));
  }

  #wheel = (event) => {
    if (event.target.closest("input")) return;
    // A fitting picture lets the page scroll down to the table, and back up.
    const scrolls = this.#on.isFit() && (event.deltaY > 0 || window.scrollY > 0);
    if (!event.ctrlKey && scrolls) return;
    event.preventDefault();
    this.#on.zoom(wheelFactor(event), this.#at(event.target, event.clientX, event.clientY));
  };

  #down = (event) => {
    if (this.#isControl(event) || (event.pointerType === "mouse" && event.button !== 0)) return;
    this.#pointers.set(event.pointerId, { x: event.clientX, y: event.clientY, on: event.target });
    this.#start = { x: event.clientX, y: event.clientY, dragging: this.#pointers.size > 1 };
  };

  #move = (event) => {
    const before = this.#pointers.get(event.pointerId);
    if (!before) return;
    if (!this.#start.dragging) {
      const far = Math.hypot(event.clientX - this.#start.x, event.clientY - this.#start.y);
      if (far < DRAG_STARTS || this.#on.isFit()) return;
      this.#start.dragging = true;
      this.#panes.setPointerCapture(event.pointerId);
    }
    const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1];
    const now = { ...before, x: event.clientX, y: event.clientY };
    this.#pointers.set(event.pointerId, now);
    if (!other) {
      this.#on.move(now.x - before.x, now.y - before.y);
      return;
    }
    const { dx, dy, factor, middle } = pinched(before, now, other);
    this.#on.move(dx, dy);
    this.#on.zoom(factor, this.#at(now.on, middle.x, middle.y));
  };

  #up = (event) => {
    this.#pointers.delete(event.pointerId);
  };

  #double = (event) => {
    if (this.#isControl(event)) return;
    event.preventDefault();
    this.#on.toggle(this.#at(event.target, event.clientX, event.clientY));
  };
}
