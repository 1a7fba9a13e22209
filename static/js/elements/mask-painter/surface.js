// The paint itself: one full-size canvas off the screen that is the truth, and one on
// the screen, as large as the frame only. A stroke is drawn into both, so that a frame
// of drawing costs the stroke's own pixels and never the picture's four million.
import { TileHistory } from "./history.js";

const SMOOTH_BELOW = 3;
// Points closer than this share of the brush change nothing that could be seen, but
// each of them makes the outline of a wide stroke longer.
const SPACING = 1 / 24;

function bounds(points, margin) {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { x, y } of points) {
    box.left = Math.min(box.left, x - margin);
    box.top = Math.min(box.top, y - margin);
    box.right = Math.max(box.right, x + margin);
    box.bottom = Math.max(box.bottom, y + margin);
  }
  return box;
}

export class Surface {
  #last = null;
  #skipped = null;
  #style = null;

  constructor(width, height, display, view) {
    this.width = width;
    this.height = height;
    this.view = view;
    this.canvas = new OffscreenCanvas(width, height);
    // Kept in main memory: strokes are small, and undo reads tiles.
    this.truth = this.canvas.getContext("2d", { willReadFrequently: true });
    this.display = display.getContext("2d");
    this.history = new TileHistory(this.truth);
  }

  /** Start a stroke: {erase, colour}. */
  begin(style) {
    this.#style = style;
    this.#last = this.#skipped = null;
    this.history.begin();
  }

  /** Draw on to these points: [{x, y, size}] in pixels of the picture. */
  extend(points) {
    this.#draw(this.#thin(points));
  }

  #draw(points) {
    if (!points.length) return;
    const path = this.#last ? [this.#last, ...points] : points;
    const widest = Math.max(...path.map(({ size }) => size));
    this.history.touch(bounds(path, widest / 2 + 2));
    this.#stroke(this.truth, path);
    this.#place();
    this.display.save();
    // The screen shows more than the picture; paint stays on it.
    this.display.beginPath();
    this.display.rect(0, 0, this.width, this.height);
    this.display.clip();
    this.#stroke(this.display, path);
    this.display.restore();
    this.#last = points[points.length - 1];
  }

  #thin(points) {
    const kept = [];
    let last = this.#last;
    for (const point of points) {
      const step = last ? Math.hypot(point.x - last.x, point.y - last.y) : Infinity;
      if (step >= point.size * SPACING) {
        kept.push(point);
        last = point;
        this.#skipped = null;
      } else this.#skipped = point;
    }
    return kept;
  }

  end() {
    if (this.#skipped) this.#draw([this.#skipped]);
    this.history.commit();
    this.#last = null;
  }

  abandon() {
    this.history.abandon();
    this.#last = null;
    this.redraw();
  }

  undo() {
    this.history.undo();
    this.redraw();
  }

  redo() {
    this.history.redo();
    this.redraw();
  }

  clear() {
    this.change((context) => context.clearRect(0, 0, this.width, this.height));
  }

  invert(colour) {
    this.change((context) => {
      context.globalCompositeOperation = "source-out";
      context.fillStyle = colour;
      context.fillRect(0, 0, this.width, this.height);
    });
  }

  /** Do something to the whole of it that can be undone. */
  change(draw) {
    this.history.begin();
    this.history.touch({ left: 0, top: 0, right: this.width, bottom: this.height });
    this.truth.save();
    draw(this.truth);
    this.truth.restore();
    this.history.commit();
    this.redraw();
  }

  /** Show what is in view. */
  redraw() {
    const { display, view } = this;
    display.resetTransform();
    display.globalCompositeOperation = "source-over";
    display.clearRect(0, 0, display.canvas.width, display.canvas.height);
    this.#place();
    display.imageSmoothingEnabled = view.scale < SMOOTH_BELOW;
    display.drawImage(this.canvas, 0, 0);
  }

  #place() {
    const { display, view } = this;
    const ratio = display.canvas.width / (view.frameWidth || 1);
    display.setTransform(
      view.scale * ratio,
      0,
      0,
      view.scale * ratio,
      view.x * ratio,
      view.y * ratio,
    );
  }

  #stroke(context, path) {
    const { erase, colour } = this.#style;
    context.save();
    context.globalCompositeOperation = erase ? "destination-out" : "source-over";
    context.strokeStyle = context.fillStyle = erase ? "#000" : colour;
    context.lineCap = context.lineJoin = "round";
    this.#runs(context, path);
    context.restore();
  }

  // One path for each stretch of the same width.
  #runs(context, path) {
    if (path.length === 1) {
      const [{ x, y, size }] = path;
      context.beginPath();
      context.arc(x, y, size / 2, 0, 2 * Math.PI);
      context.fill();
      return;
    }
    let at = 1;
    while (at < path.length) {
      const { size } = path[at];
      context.lineWidth = size;
      context.beginPath();
      context.moveTo(path[at - 1].x, path[at - 1].y);
      while (at < path.length && path[at].size === size) {
        context.lineTo(path[at].x, path[at].y);
        at += 1;
      }
      context.stroke();
    }
  }
}
