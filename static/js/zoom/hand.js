// What a hand does on an element that shows something to look at closely: wheel, drag
// and two fingers, told as moving and zooming. Where one then looks, `view.js` knows.

const WHEEL = 0.0016;
// A pinch on a trackpad arrives as a wheel with Ctrl, in much smaller steps.
const PINCH_WHEEL = 0.01;
const LINE_PX = 16;

/** By which factor a turn of the wheel zooms. */
function wheelFactor(event) {
  const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1;
  return Math.exp(-event.deltaY * unit * (event.ctrlKey ? PINCH_WHEEL : WHEEL));
}

/**
 * `on` may have, all but `move` left out where there is no such thing:
 *
 * begins(event)       what the first pointer does: "move", "own", or "" for nothing
 * move(dx, dy)        in pixels of the screen
 * zoom(factor, x, y, target)  around a point of the window
 * wheels(event)       whether a turn of the wheel zooms, or is left to the page
 * holds()             whether there is anything to move at present
 * ended(moved)        the last pointer has gone; `moved` tells a drag from a click
 * own                 { begin(event), go(event), end(), abandon() }: another use of one
 *                     pointer, which a second finger ends
 *
 * A drag begins after `slop` pixels, so that a click stays a click.
 */
export class Hand {
  #pointers = new Map();
  #doing = "";
  #start = null;
  #off = new AbortController();

  constructor(element, on, { slop = 0 } = {}) {
    this.element = element;
    this.on = on;
    this.slop = slop;
    const options = { signal: this.#off.signal };
    element.addEventListener("pointerdown", this.#down, options);
    element.addEventListener("pointermove", this.#move, options);
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
      element.addEventListener(end, this.#up, options);
    }
    if (on.zoom) element.addEventListener("wheel", this.#wheel, { ...options, passive: false });
  }

  stop() {
    this.#off.abort();
  }

  #down = (event) => {
    const { clientX: x, clientY: y, target } = event;
    const first = !this.#pointers.size;
    const does = this.on.begins?.(event) ?? (event.button === 0 ? "move" : "");
    if (!does) return;
    this.#pointers.set(event.pointerId, { x, y, target });
    if (!first) {
      // The first finger was not meant to do what it did.
      if (this.#doing === "own") this.on.own.abandon();
      this.#doing = "move";
    } else {
      this.#doing = does;
      this.#start = { x, y };
      if (does === "own") this.on.own.begin(event);
    }
    if (!first || !this.slop) this.#take(event);
  };

  #take(event) {
    this.#start = null;
    this.element.setPointerCapture(event.pointerId);
  }

  #move = (event) => {
    const before = this.#pointers.get(event.pointerId);
    if (!before) return;
    if (this.#doing === "own") {
      this.on.own.go(event);
      return;
    }
    const { clientX: x, clientY: y } = event;
    if (this.#start) {
      const far = Math.hypot(x - this.#start.x, y - this.#start.y);
      if (far < this.slop || this.on.holds?.() === false) return;
      this.#take(event);
    }
    const now = { ...before, x, y };
    this.#pointers.set(event.pointerId, now);
    const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) this.#pinch(before, now, other);
    else this.on.move(x - before.x, y - before.y);
  };

  /** One of two fingers has moved: a shift, and a zoom around the middle. */
  #pinch(before, now, other) {
    const apart = (point) => Math.hypot(point.x - other.x, point.y - other.y) || 1;
    this.on.move((now.x - before.x) / 2, (now.y - before.y) / 2);
    this.on.zoom?.(apart(now) / apart(before), (now.x + other.x) / 2, (now.y + other.y) / 2, now.target);
  }

  #up = (event) => {
    if (!this.#pointers.delete(event.pointerId)) return;
    if (this.#doing === "own") {
      if (event.type === "pointerup") this.on.own.end();
      else this.on.own.abandon();
      this.#doing = "";
    }
    // The finger that stays after a pinch goes on moving.
    if (this.#pointers.size) return;
    this.on.ended?.(this.#doing === "move" && !this.#start);
    this.#doing = "";
  };

  #wheel = (event) => {
    if (this.on.wheels?.(event) === false) return;
    event.preventDefault();
    this.on.zoom(wheelFactor(event), event.clientX, event.clientY, event.target);
  };
}
