// Mouse, pen and fingers: one pointer paints, two move and zoom. Reports to a
// receiver with begin(), paint(points), end(), abandon(), pan(dx, dy), zoom(x, y,
// factor), hover(x, y) and leave(); coordinates are CSS pixels of the frame.
import { pinched, wheelFactor } from "../../zoom.js";

const MIDDLE = 1;

export class Gestures {
  #pointers = new Map();
  #doing = "";
  #box = null;
  #off = new AbortController();

  constructor(frame, receiver) {
    this.frame = frame;
    this.receiver = receiver;
    const options = { signal: this.#off.signal };
    frame.addEventListener("pointerdown", (event) => this.#down(event), options);
    frame.addEventListener("pointermove", (event) => this.#move(event), options);
    frame.addEventListener("pointerup", (event) => this.#up(event), options);
    frame.addEventListener("pointercancel", (event) => this.#up(event), options);
    frame.addEventListener("pointerleave", () => receiver.leave(), options);
    frame.addEventListener("wheel", (event) => this.#wheel(event), { ...options, passive: false });
    frame.addEventListener("contextmenu", (event) => event.preventDefault(), options);
  }

  disconnect() {
    this.#off.abort();
  }

  #at(event) {
    return {
      x: event.clientX - this.#box.left,
      y: event.clientY - this.#box.top,
      pressure: event.pointerType === "pen" ? event.pressure : null,
    };
  }

  #down(event) {
    if (event.button !== 0 && event.button !== MIDDLE) return;
    event.preventDefault();
    this.frame.focus({ preventScroll: true });
    this.#box = this.frame.getBoundingClientRect();
    this.frame.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, this.#at(event));
    if (this.#pointers.size === 2) {
      // The first finger was not meant to paint.
      if (this.#doing === "paint") this.receiver.abandon();
      this.#doing = "move";
    } else if (this.#pointers.size === 1) {
      this.#doing = event.button === MIDDLE || this.receiver.moves ? "move" : "paint";
      if (this.#doing === "paint") {
        this.receiver.begin();
        this.receiver.paint([this.#at(event)]);
      }
    }
  }

  #move(event) {
    this.#box ??= this.frame.getBoundingClientRect();
    const before = this.#pointers.get(event.pointerId);
    const now = this.#at(event);
    if (event.pointerType !== "touch") this.receiver.hover(now.x, now.y);
    if (!before) return;
    if (this.#doing === "paint") {
      const events = event.getCoalescedEvents?.() ?? [];
      this.receiver.paint((events.length ? events : [event]).map((one) => this.#at(one)));
    } else if (this.#doing === "move") this.#moveAll(event.pointerId, before, now);
    this.#pointers.set(event.pointerId, now);
  }

  #moveAll(id, before, now) {
    const other = [...this.#pointers].find(([otherId]) => otherId !== id)?.[1];
    if (!other) {
      this.receiver.pan(now.x - before.x, now.y - before.y);
      return;
    }
    const { dx, dy, factor, middle } = pinched(before, now, other);
    this.receiver.pan(dx, dy);
    this.receiver.zoom(middle.x, middle.y, factor);
  }

  #up(event) {
    if (!this.#pointers.delete(event.pointerId)) return;
    if (this.#doing === "paint") {
      if (event.type === "pointercancel") this.receiver.abandon();
      else this.receiver.end();
      this.#doing = "";
    }
    // The finger that stays after a pinch goes on moving; it never paints.
    if (!this.#pointers.size) this.#doing = "";
    this.#box = null;
  }

  #wheel(event) {
    event.preventDefault();
    const box = this.frame.getBoundingClientRect();
    this.receiver.zoom(event.clientX - box.left, event.clientY - box.top, wheelFactor(event));
  }
}
