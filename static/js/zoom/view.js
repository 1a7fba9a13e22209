// Where one looks: a zoom, and the point of the picture in the middle of the pane.
// The lightbox, Compare and the painter of masks look through it, each within bounds
// of its own.
// Everything is a fraction of the picture, so that pictures of other sizes stay
// aligned. Pure functions; `frame` is { paneWidth, paneHeight, width, height } with
// the fitted size of the picture in CSS pixels.

export const FIT = Object.freeze({ zoom: 1, x: 0.5, y: 0.5 });
const SMALLEST = 0.05;
// Sixty-four screen pixels for one of the picture.
const LARGEST = 64;

/** The size of a picture that just fits into a pane. */
export function fitted(paneWidth, paneHeight, ratio) {
  const width = Math.min(paneWidth, paneHeight * ratio);
  return { paneWidth, paneHeight, width, height: width / ratio };
}

/** The zoom at which one pixel of the picture is one pixel of the screen. */
export function actual(frame, pixels, density) {
  return frame.width > 0 ? pixels / density / frame.width : 1;
}

export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

function along(middle, pane, size, zoom) {
  // What is smaller than its pane stands in the middle; what is larger covers it.
  const half = pane / (2 * size * zoom);
  return half >= 0.5 ? 0.5 : Math.min(1 - half, Math.max(half, middle));
}

/** Keep the picture in its pane, and the zoom within reason. */
export function clamped(view, frame, actualZoom) {
  const smallest = Math.max(SMALLEST, Math.min(1, actualZoom));
  const zoom = Math.min(Math.max(view.zoom, smallest), Math.max(1, actualZoom * LARGEST));
  return {
    zoom,
    x: along(view.x, frame.paneWidth, frame.width, zoom),
    y: along(view.y, frame.paneHeight, frame.height, zoom),
  };
}

/** Zoom by a factor while the point under the pointer stays where it is.
 *  `at` is measured from the middle of the pane. */
export function zoomedAt(view, factor, at, frame) {
  const zoom = view.zoom * factor;
  const shift = (offset, size) => (offset / size) * (1 / view.zoom - 1 / zoom);
  return { zoom, x: view.x + shift(at.x, frame.width), y: view.y + shift(at.y, frame.height) };
}

/** Move by a number of screen pixels: the picture follows the hand. */
export function moved(view, dx, dy, frame) {
  return {
    zoom: view.zoom,
    x: view.x - dx / (frame.width * view.zoom),
    y: view.y - dy / (frame.height * view.zoom),
  };
}

export function isFit(view) {
  return Math.abs(view.zoom - 1) < 0.001;
}

// What moves everything has to be worth it.
const CLEARLY = 1.15;

/** The number of columns in which pictures cover most of a stage; `strip` is the height
 *  in each row that is not theirs. It stays as it is `now` unless another is clearly better. */
export function columnsFor(ratios, width, height, strip, now) {
  const covered = (columns) => {
    const rows = Math.ceil(ratios.length / columns);
    return ratios.reduce((sum, ratio) => {
      const fit = fitted(width / columns, Math.max(1, height / rows - strip), ratio);
      return sum + fit.width * fit.height;
    }, 0);
  };
  let best = now;
  for (let columns = 1; columns <= ratios.length; columns += 1) {
    const enough = covered(best) * (best === now ? CLEARLY : 1.001);
    if (covered(columns) > enough) best = columns;
  }
  return best;
}

// The browser puts boxes on whole CSS pixels, and what it draws in them on those of the
// screen. `grain` is the fewest CSS pixels that are whole pixels of the screen too.
export function grain() {
  for (let step = 1; step <= 4; step += 1) if (Math.abs((step * devicePixelRatio) % 1) < 0.001) return step;
  return 1 / devicePixelRatio;
}

export const whole = (length, step = 1 / devicePixelRatio) => Math.round(length / step) * step;
export const floored = (length, step) => Math.max(step, Math.floor(length / step + 0.01) * step);
