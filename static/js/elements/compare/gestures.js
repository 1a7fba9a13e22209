// Wheel, drag, pinch and double click on the panes, as zooming and moving.
// Points are measured from the middle of the pane they fall into.

const WHEEL = 0.0016;
const PINCH_WHEEL = 0.01;
const LINE = 16;
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
    const box = pane.getBoundingClientRect();
    return { x: x - box.left - box.width / 2, y: y - box.top - box.height / 2 };
  }

  #isControl(event) {
    return Boolean(event.target.closest("a, button, input, label"));
  }

  #wheel = (event) => {
    if (event.target.closest("input")) return;
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1;
    const delta = event.deltaY * lines;
    // A fitting picture lets the page scroll down to the table, and back up.
    const scrolls = this.#on.isFit() && (delta > 0 || window.scrollY > 0);
    if (!event.ctrlKey && scrolls) return;
    event.preventDefault();
    const factor = Math.exp(-delta * (event.ctrlKey ? PINCH_WHEEL : WHEEL));
    this.#on.zoom(factor, this.#at(event.target, event.clientX, event.clientY));
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
    const apart = (one) => Math.hypot(one.x - other.x, one.y - other.y);
    const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
    this.#on.move((now.x - before.x) / 2, (now.y - before.y) / 2);
    if (apart(before) > 0) {
      this.#on.zoom(apart(now) / apart(before), this.#at(now.on, middle.x, middle.y));
    }
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
