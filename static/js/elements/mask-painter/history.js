// Undo by tiles: before a stroke touches a tile, the tile is kept as it was. What a
// step costs depends on what it touched, not on the size of the picture.
const TILE = 256;
const LIMIT_BYTES = 96 * 2 ** 20;

const isBlank = (image) => new Uint32Array(image.data.buffer).every((pixel) => pixel === 0);
const weight = (step) => {
  let bytes = 0;
  for (const tile of step.values()) bytes += tile ? tile.data.length : 0;
  return bytes;
};

export class TileHistory {
  #past = [];
  #future = [];
  #step = null;
  #bytes = 0;
  #made = 0;
  // The last step that is too old to be undone.
  #oldest = 0;

  /** `context` is of the full-size canvas; it should be fast to read. */
  constructor(context) {
    this.context = context;
    this.columns = Math.ceil(context.canvas.width / TILE);
    this.rows = Math.ceil(context.canvas.height / TILE);
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  /** A number for what is painted now: the same again once it has been undone to. */
  get state() {
    return this.#past.at(-1)?.number ?? this.#oldest;
  }

  begin() {
    this.commit();
    this.#step = new Map();
  }

  /** Keep what this rectangle is about to lose. */
  touch({ left, top, right, bottom }) {
    // A stroke goes on after the whole was changed under it.
    this.#step ??= new Map();
    const firstColumn = Math.max(0, Math.floor(left / TILE));
    const lastColumn = Math.min(this.columns - 1, Math.floor(right / TILE));
    const firstRow = Math.max(0, Math.floor(top / TILE));
    const lastRow = Math.min(this.rows - 1, Math.floor(bottom / TILE));
    for (let row = firstRow; row <= lastRow; row += 1) {
      for (let column = firstColumn; column <= lastColumn; column += 1) {
        const index = row * this.columns + column;
        if (!this.#step.has(index)) this.#step.set(index, this.#read(index));
      }
    }
  }

  /** End the step; one that touched nothing is no step. */
  commit() {
    const step = this.#step;
    this.#step = null;
    if (!step?.size) return;
    step.number = this.#made += 1;
    this.#past.push(step);
    this.#future = [];
    this.#bytes += weight(step);
    while (this.#bytes > LIMIT_BYTES && this.#past.length > 1) {
      const old = this.#past.shift();
      this.#bytes -= weight(old);
      this.#oldest = old.number;
    }
  }

  /** Put back what the open step has changed, as if it had never begun. */
  abandon() {
    if (this.#step) this.#restore(this.#step);
    this.#step = null;
  }

  undo() {
    this.#move(this.#past, this.#future, -1);
  }

  redo() {
    this.#move(this.#future, this.#past, 1);
  }

  #move(from, to, direction) {
    const step = from.pop();
    if (!step) return;
    const reverse = new Map();
    reverse.number = step.number;
    for (const index of step.keys()) reverse.set(index, this.#read(index));
    this.#restore(step);
    to.push(reverse);
    this.#bytes += direction * weight(direction < 0 ? step : reverse);
  }

  #origin(index) {
    return [(index % this.columns) * TILE, Math.floor(index / this.columns) * TILE];
  }

  #read(index) {
    const image = this.context.getImageData(...this.#origin(index), TILE, TILE);
    return isBlank(image) ? null : image;
  }

  #restore(step) {
    for (const [index, image] of step) {
      const [x, y] = this.#origin(index);
      if (image) this.context.putImageData(image, x, y);
      else this.context.clearRect(x, y, TILE, TILE);
    }
  }
}
