// Where the picture lies in its frame: `scale` screen pixels a picture pixel, its
// corner at (x, y). All in CSS pixels of the frame.
const LARGEST = 16;
const EDGE_PX = 64;

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

export class View {
  scale = 1;
  x = 0;
  y = 0;
  frameWidth = 0;
  frameHeight = 0;

  constructor(width, height) {
    this.width = width;
    this.height = height;
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
    const centre = this.toPicture(this.frameWidth / 2, this.frameHeight / 2);
    this.frameWidth = frameWidth;
    this.frameHeight = frameHeight;
    if (fitted) this.fit();
    else {
      this.x = frameWidth / 2 - centre.x * this.scale;
      this.y = frameHeight / 2 - centre.y * this.scale;
      this.#keepInReach();
    }
  }

  fit() {
    this.scale = this.fitting;
    this.x = (this.frameWidth - this.width * this.scale) / 2;
    this.y = (this.frameHeight - this.height * this.scale) / 2;
  }

  /** Zoom so that what is under (x, y) of the frame stays there. */
  zoomAt(x, y, scale) {
    const next = clamp(scale, Math.min(this.fitting, 1) / 2, LARGEST);
    const factor = next / this.scale;
    this.x = x - (x - this.x) * factor;
    this.y = y - (y - this.y) * factor;
    this.scale = next;
    this.#keepInReach();
  }

  panBy(dx, dy) {
    this.x += dx;
    this.y += dy;
    this.#keepInReach();
  }

  /** Move as little as needed to bring this point of the picture into the frame. */
  reveal(pictureX, pictureY) {
    const x = pictureX * this.scale + this.x;
    const y = pictureY * this.scale + this.y;
    this.x += clamp(x, EDGE_PX, Math.max(EDGE_PX, this.frameWidth - EDGE_PX)) - x;
    this.y += clamp(y, EDGE_PX, Math.max(EDGE_PX, this.frameHeight - EDGE_PX)) - y;
  }

  toPicture(x, y) {
    return { x: (x - this.x) / this.scale, y: (y - this.y) / this.scale };
  }

  #keepInReach() {
    const width = this.width * this.scale;
    const height = this.height * this.scale;
    this.x = clamp(this.x, EDGE_PX - width, this.frameWidth - EDGE_PX);
    this.y = clamp(this.y, EDGE_PX - height, this.frameHeight - EDGE_PX);
  }
}
