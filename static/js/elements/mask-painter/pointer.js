// What pointers do on the frame: one paints, or moves with the hand and the middle button;
// two move.
import { Hand } from "../../zoom/hand.js";

const MIDDLE = 1;

export class Pointer {
  #painter;
  #hand;
  // Where the frame lies, asked once a stroke: painting must not lay out the page.
  #box = null;

  constructor(painter) {
    this.#painter = painter;
    this.#hand = new Hand(painter.frame, {
      begins: (event) => this.#begins(event),
      move: (dx, dy) => painter.pan(dx, dy),
      zoom: (factor, x, y) => painter.zoom(factor, x, y),
      own: {
        begin: (event) => {
          painter.begin();
          painter.paint([this.at(event)]);
        },
        go: (event) => {
          const events = event.getCoalescedEvents?.() ?? [];
          painter.paint((events.length ? events : [event]).map((one) => this.at(one)));
        },
        end: () => painter.end(),
        abandon: () => painter.abandon(),
      },
    });
  }

  stop() {
    this.#hand.stop();
  }

  /** The frame may lie elsewhere from now on. */
  forget() {
    this.#box = null;
  }

  /** Where a pointer is within the frame. */
  at(event) {
    const box = (this.#box ??= this.#painter.frame.getBoundingClientRect());
    return {
      x: event.clientX - box.left,
      y: event.clientY - box.top,
      pressure: event.pointerType === "pen" ? event.pressure : null,
    };
  }

  #begins(event) {
    if (event.button !== 0 && event.button !== MIDDLE) return "";
    if (this.#painter.isBusy && event.button === 0 && !this.#painter.moves) return "";
    event.preventDefault();
    this.#painter.frame.focus({ preventScroll: true });
    this.forget();
    return event.button === MIDDLE || this.#painter.moves ? "move" : "own";
  }
}
