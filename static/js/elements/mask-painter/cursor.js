// Where the brush is on the picture, and the ring that shows it: it follows the pointer,
// and the arrow keys move it.
const limited = (value, most) => Math.min(Math.max(value, 0), most);

export class Cursor {
  #ring;
  #view;
  at = null;

  constructor(ring, view) {
    this.#ring = ring;
    this.#view = view;
  }

  get hidden() {
    return this.#ring.hidden;
  }

  set hidden(value) {
    this.#ring.hidden = value;
  }

  follow(x, y) {
    this.at = this.#view.toPicture(x, y);
  }

  /** Show it, in the middle where it has not been anywhere yet. */
  show() {
    this.at ??= { x: this.#view.width / 2, y: this.#view.height / 2 };
    this.hidden = false;
  }

  move(dx, dy) {
    this.show();
    this.at = {
      x: limited(this.at.x + dx, this.#view.width),
      y: limited(this.at.y + dy, this.#view.height),
    };
    this.#view.reveal(this.at.x, this.at.y);
  }

  /** Draw the ring where the cursor is, as large as the brush. */
  place(brush) {
    if (!this.at) return;
    const { x, y, scale } = this.#view;
    const size = Math.max(4, brush * scale);
    const left = this.at.x * scale + x - size / 2;
    const top = this.at.y * scale + y - size / 2;
    this.#ring.style.transform = `translate(${left}px, ${top}px)`;
    this.#ring.style.inlineSize = this.#ring.style.blockSize = `${size}px`;
  }
}
