// Where the picture lies in the painter's frame: `scale` screen pixels a picture pixel,
// its corner at (x, y). All in CSS pixels of the frame.
import { clamp, moved, zoomedAt } from "../../zoom/view.js";

const LARGEST = 16;
const EDGE_PX = 64;

export class View {
  // Its frame at zoom 1 has the pixels of the picture, so that the zoom is the scale.
  #look = { zoom: 1, x: 0.5, y: 0.5 };
  frameWidth = 0;
  frameHeight = 0;

  constructor(width, height) {
    this.width = width;
    this.height = height;
  }

  get scale() {
    return this.#look.zoom;
  }

  get x() {
    return this.frameWidth / 2 - this.#look.x * this.width * this.scale;
  }

  get y() {
    return this.frameHeight / 2 - this.#look.y * this.height * this.scale;
  }

  get fitting() {
    const margin = 2 * Math.min(24, this.frameWidth / 20);
    return Math.min(
      (this.frameWidth - margin) / this.width,
      (this.frameHeight - margin) / this.height,
      2,
    );
  }

  /** Take the frame's new size; a picture that fitted before fits again. */
  resize(frameWidth, frameHeight) {
    const fitted = this.frameWidth === 0 || Math.abs(this.scale - this.fitting) < 1e-6;
    this.frameWidth = frameWidth;
    this.frameHeight = frameHeight;
    if (fitted) this.fit();
    else this.#to(this.#look);
  }

  fit() {
    this.#look = { zoom: this.fitting, x: 0.5, y: 0.5 };
  }

  /** Zoom so that what is under (x, y) of the frame stays there. */
  zoomAt(x, y, scale) {
    const next = clamp(scale, Math.min(this.fitting, 1) / 2, LARGEST);
    const at = { x: x - this.frameWidth / 2, y: y - this.frameHeight / 2 };
    this.#to(zoomedAt(this.#look, next / this.scale, at, this));
  }

  panBy(dx, dy) {
    this.#to(moved(this.#look, dx, dy, this));
  }

  /** Move as little as needed to bring this point of the picture into the frame. */
  reveal(pictureX, pictureY) {
    const into = (at, frame) => clamp(at, EDGE_PX, Math.max(EDGE_PX, frame - EDGE_PX)) - at;
    const x = pictureX * this.scale + this.x;
    const y = pictureY * this.scale + this.y;
    this.#look = moved(this.#look, into(x, this.frameWidth), into(y, this.frameHeight), this);
  }

  toPicture(x, y) {
    return { x: (x - this.x) / this.scale, y: (y - this.y) / this.scale };
  }

  /** Look there, with some of the picture kept in reach. */
  #to({ zoom, x, y }) {
    const near = (middle, size, frame) => {
      const reach = (frame / 2 - EDGE_PX) / (size * zoom);
      return clamp(middle, -reach, 1 + reach);
    };
    this.#look = {
      zoom,
      x: near(x, this.width, this.frameWidth),
      y: near(y, this.height, this.frameHeight),
    };
  }
}
