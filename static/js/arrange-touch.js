// Dragging by a finger, which rests on a tile until it has taken it: then the page stands
// still, but for its edges, and the tile goes where the finger is lifted.
import { announce } from "./toast.js";

// Shorter than what a browser itself takes for a long press.
const HOLD_MS = 400;
const SLACK_PX = 10;
const EDGE_PX = 90;
const STEP_PX = 14;

/** Tells `over(x, y)` while a tile is held, and then `drop(tile, x, y)`, or `end()`. */
export function dragByTouch(room, { over, drop, end }) {
  // {tile, target, x, y, timer, frame, off, isTaken} of the finger that is down.
  let hold = null;

  function start(event) {
    const tile = event.target.closest(".tile");
    stop();
    if (!tile || event.touches.length > 1 || event.target.closest("button, .quick")) return;
    const { clientX: x, clientY: y } = event.touches[0];
    // On the target, since its row may be taken out of the page while it is dragged.
    const off = new AbortController();
    const options = { signal: off.signal, passive: false };
    for (const [type, run] of [["touchmove", move], ["touchend", lift], ["touchcancel", stop]]) {
      event.target.addEventListener(type, run, options);
    }
    hold = { tile, x, y, off, frame: 0, isTaken: false, timer: setTimeout(take, HOLD_MS) };
  }

  function take() {
    hold.isTaken = true;
    hold.tile.dataset.taken = "";
    navigator.vibrate?.(15);
    announce("Taken. Lift the finger at its new place.");
    hold.frame = requestAnimationFrame(slide);
  }

  function move(event) {
    const { clientX: x, clientY: y } = event.touches[0];
    if (!hold.isTaken) {
      if (Math.hypot(x - hold.x, y - hold.y) > SLACK_PX) stop();
      return;
    }
    event.preventDefault();
    Object.assign(hold, { x, y });
    over(x, y);
  }

  function slide() {
    const by = hold.y < EDGE_PX ? -STEP_PX : hold.y > innerHeight - EDGE_PX ? STEP_PX : 0;
    if (by) {
      scrollBy({ top: by, behavior: "instant" });
      over(hold.x, hold.y);
    }
    hold.frame = requestAnimationFrame(slide);
  }

  function lift(event) {
    const { tile, x, y, isTaken } = hold;
    stop();
    if (!isTaken) return;
    event.preventDefault();
    drop(tile, x, y);
  }

  function stop() {
    if (!hold) return;
    clearTimeout(hold.timer);
    cancelAnimationFrame(hold.frame);
    hold.off.abort();
    delete hold.tile.dataset.taken;
    hold = null;
    end();
  }

  room.addEventListener("touchstart", start, { passive: true });
  // What the browser itself does with a long press: a menu, or a drag of its own.
  for (const type of ["contextmenu", "dragstart"]) {
    room.addEventListener(type, (event) => hold && event.preventDefault(), { capture: true });
  }
}
