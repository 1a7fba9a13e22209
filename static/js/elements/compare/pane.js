// One picture of Compare in its pane: fitted onto whole pixels of the screen, so that all
// panes show theirs alike.
import { fitted, floored, grain, whole } from "../../zoom/view.js";
import { sharpen } from "./originals.js";

// From here on single pixels are what one looks at.
const PIXELS_FROM = 3;

export class Pane {
  constructor(figure) {
    const { width, height, scale, file } = figure.dataset;
    this.window = figure.querySelector(".window");
    this.plate = figure.querySelector(".plate");
    this.width = Number(width);
    this.ratio = Number(width) / Number(height);
    this.scale = Number(scale);
    this.file = file;
    this.frame = fitted(1, 1, this.ratio);
    this.plate?.style.setProperty("--ar", this.ratio.toFixed(5));
  }

  /** Fit the picture into its pane, on whole pixels of the screen: in between, each pane
   *  would blur it in a way of its own. */
  measure() {
    const { left, top, width: across, height: high } = this.window.getBoundingClientRect();
    if (!across || !high) return;
    const step = grain();
    const fit = fitted(across, high, this.ratio);
    const width = floored(fit.width, step);
    const height = floored(fit.height, step);
    this.frame = { ...fit, width, height };
    if (!this.plate) return;
    Object.assign(this.plate.style, {
      margin: "0",
      aspectRatio: "auto",
      width: `${width}px`,
      height: `${height}px`,
      left: `${whole(left + (across - width) / 2, step) - left}px`,
      top: `${whole(top + (high - height) / 2, step) - top}px`,
    });
  }

  /** Move the picture by a part of a pixel, onto whole ones. */
  align() {
    const { plate } = this;
    if (!plate) return;
    plate.style.translate = "none";
    const { left, top } = plate.getBoundingClientRect();
    plate.style.translate = `${whole(left) - left}px ${whole(top) - top}px`;
  }

  /** How many screen pixels one pixel of the picture takes. */
  magnification(zoom) {
    return (this.frame.width * zoom * devicePixelRatio) / this.width;
  }

  show(zoom) {
    const { plate } = this;
    plate?.classList.toggle("pixels", this.magnification(zoom) >= PIXELS_FROM - 0.001);
    // Fitted on whole pixels its shape is a little off, which is made up for when it grows.
    const { width, height } = this.frame;
    const stretch = zoom === 1 ? "1" : (width / this.ratio / height).toFixed(7);
    if (stretch !== this.stretch) plate?.style.setProperty("--stretch", stretch);
    this.stretch = stretch;
  }

  /** Put the original over the small copy: what is judged are its own pixels. */
  async sharpen() {
    if (!this.file || !this.plate || this.scale >= 1) return;
    await sharpen(this.plate, this.file, this.plate.querySelector("img")?.alt ?? "");
  }
}
