// Keeps the number of tiles in the page small: rows far from what is seen are taken out. Where
// each block of them lies is known from the heights of those above it: only the places of
// the days are asked of the browser.
import { TileWall } from "./tile-wall.js";

// How many screens above and below stay in the page, where no more tiles than MOST are
// there then: small tiles on a large screen are many.
const NEAR = 0.85;
const MOST = 120;
const LEAST = 0.25;

export class TileWindow {
  #root;
  #looked;
  #walls = new Map();
  #width = 0;
  #asked = 0;
  #off = new AbortController();
  #resized = new ResizeObserver(() => this.#measure());

  /** `looked` is called after tiles have been taken out or put back. */
  constructor(root, looked) {
    this.#root = root;
    this.#looked = looked;
    const options = { passive: true, signal: this.#off.signal };
    addEventListener("scroll", () => this.update(), options);
    this.#resized.observe(root);
  }

  stop() {
    this.#off.abort();
    this.#resized.disconnect();
    cancelAnimationFrame(this.#asked);
  }

  /** All tiles, also those that are not in the page now. */
  restoreAll() {
    for (const wall of this.#walls.values()) wall.restore();
    this.#walls.clear();
  }

  /** Put back what is out of a container that goes away, and forget it. */
  release(container) {
    this.#walls.get(container)?.restore();
    this.#walls.delete(container);
  }

  count(container) {
    return this.#tilesOf(container).length;
  }

  #tilesOf(container) {
    return this.#walls.get(container)?.tiles ?? [...container.children];
  }

  /** All tiles in their order, also those that are out of the page now. */
  get tiles() {
    return this.#containers.flatMap((it) => this.#tilesOf(it));
  }

  get #containers() {
    return [...this.#root.querySelectorAll(".tiles")];
  }

  /** Put a tile back that is out of the page, with those around it. */
  bring(tile) {
    for (const wall of this.#walls.values()) {
      if (tile.isConnected) return;
      wall.show(0, (block) => !block.isOut || block.tiles.includes(tile));
    }
  }

  /** Some tiles have been hidden or shown: the rows may be others. */
  changed() {
    for (const wall of this.#walls.values()) wall.measure();
    this.update();
  }

  update() {
    if (this.#asked) return;
    this.#asked = requestAnimationFrame(() => {
      this.#asked = 0;
      this.#look();
      this.#looked();
    });
  }

  #measure() {
    const width = this.#root.clientWidth;
    if (Math.abs(width - this.#width) < 1) return;
    const isFirst = this.#width === 0;
    this.#width = width;
    if (!isFirst) this.restoreAll();
    this.update();
  }

  // What is read is read before anything is changed: each change would cost a layout.
  #look() {
    const containers = this.#containers;
    const goesOn = this.#root.querySelector("#more") !== null;
    const walls = containers.map((it) => [this.#wallOf(it), it.getBoundingClientRect().top]);
    for (const [wall] of walls) wall.cut(!goesOn || wall.container !== containers.at(-1));
    const far = this.#far(walls);
    for (const [wall, top] of walls) {
      wall.show(top, (block, at) => at < innerHeight + far && at + block.height > -far);
    }
  }

  #wallOf(container) {
    const known = this.#walls.get(container);
    if (known) return known;
    const wall = new TileWall(container);
    this.#walls.set(container, wall);
    return wall;
  }

  /** How far beyond what is seen tiles stay, so that they are not too many. */
  #far(walls) {
    let [height, count] = [0, 0];
    for (const [wall, top] of walls) {
      let at = top;
      for (const block of wall.blocks) {
        if (at < 2 * innerHeight && at + block.height > -innerHeight) {
          height += block.height;
          count += block.tiles.length;
        }
        at += block.height;
      }
    }
    const most = count ? ((MOST * height) / count - innerHeight) / 2 : Infinity;
    return Math.max(innerHeight * LEAST, Math.min(innerHeight * NEAR, most));
  }
}
