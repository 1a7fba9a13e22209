// Zooming by hand, wherever there is something to look at closely: how far a wheel or
// two fingers zoom. What is zoomed, and within which bounds, its page knows.

const WHEEL = 0.0016;
// A pinch on a trackpad arrives as a wheel with Ctrl, in much smaller steps.
const PINCH_WHEEL = 0.01;
const LINE_PX = 16;

/** By which factor a turn of the wheel zooms. */
export function wheelFactor(event) {
  const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1;
  return Math.exp(-event.deltaY * unit * (event.ctrlKey ? PINCH_WHEEL : WHEEL));
}

/** What it does that one of two fingers has moved: a shift, and a zoom around the middle. */
export function pinched(before, now, other) {
  const apart = (point) => Math.hypot(point.x - other.x, point.y - other.y) || 1;
  return {
    dx: (now.x - before.x) / 2,
    dy: (now.y - before.y) / 2,
    factor: apart(now) / apart(before),
    middle: { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 },
  };
}
