// Keeps the number of tiles in the page small: rows far from what is seen are taken out,
// and an empty block of their height stands for them until one comes near again.
//
// Rows are taken out whole, so that what is left breaks into the same rows as before. A
// whole day that is far away is emptied and keeps its height.
const ROWS = 6;
// How many screens above and below stay in the page.
const NEAR = 1;

/** Cut the children of a container into blocks of whole rows. */
function blocksOf(container) {
  const rows = [];
  let top = null;
  for (const tile of container.children) {
    const at = tile.offsetTop;
    if (top === null || Math.abs(at - top) > 2) rows.push([]);
    top = at;
    rows.at(-1).push(tile);
  }
  const blocks = [];
  // The last row may still grow.
  for (let i = 0; i + ROWS < rows.length; i += ROWS) {
    const tiles = rows.slice(i, i + ROWS).flat();
    const height = rows[i + ROWS][0].offsetTop - tiles[0].offsetTop;
    blocks.push({ tiles, height, stand: null });
  }
  return blocks;
}

/** What changed while they were away is for others to know: "tiles-back" names them. */
function tell(tiles) {
  document.dispatchEvent(new CustomEvent("tiles-back", { detail: tiles.filter((it) => it.matches(".tile")) }));
}

export class TileWindow {
  #root;
  #looked;
  #blocks = new Map();
  #emptied = new Map();
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
    for (const container of [...this.#emptied.keys()]) this.#fill(container);
    for (const blocks of this.#blocks.values()) for (const block of blocks) this.#restore(block);
    this.#blocks.clear();
  }

  /** Put back what is out of a container that goes away, and forget it. */
  release(container) {
    this.#fill(container);
    for (const block of this.#blocks.get(container) ?? []) this.#restore(block);
    this.#blocks.delete(container);
  }

  /** All tiles in their order, also those that are out of the page now. */
  get tiles() {
    const parked = new Map();
    for (const { stand, tiles } of [...this.#blocks.values()].flat()) if (stand) parked.set(stand, tiles);
    return [...this.#root.querySelectorAll(".tiles")]
      .flatMap((container) => this.#emptied.get(container) ?? [...container.children])
      .flatMap((child) => parked.get(child) ?? [child]);
  }

  /** Put a tile back that is out of the page, with those around it. */
  bring(tile) {
    for (const [container, children] of this.#emptied) {
      const holds = (block) => block.tiles.includes(tile);
      if (children.includes(tile) || this.#blocks.get(container)?.some(holds)) this.#fill(container);
    }
    for (const block of [...this.#blocks.values()].flat()) if (block.tiles.includes(tile)) this.#restore(block);
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
    const far = innerHeight * NEAR;
    const all = [...this.#root.querySelectorAll(".tiles")].map((it) => [it, it.getBoundingClientRect()]);
    const isFar = (box) => box.bottom < -far || box.top > innerHeight + far;
    const near = all.filter(([, box]) => !isFar(box));
    for (const [container, box] of all) if (isFar(box)) this.#empty(container, box.height);
    for (const [container] of near) this.#fill(container);
    // What one is in, or is near, may hold blocks on either side.
    const long = near.filter(([container, box]) => {
      const isParked = this.#blocks.get(container)?.some((block) => block.stand);
      return isParked || box.height >= innerHeight + 2 * far;
    });
    for (const [container] of long) this.#cut(container);
    const blocks = long.flatMap(([container]) => this.#blocks.get(container));
    const tops = blocks.map((block) => (block.stand ?? block.tiles[0]).getBoundingClientRect().top);
    blocks.forEach((block, index) => this.#place(block, tops[index], far));
  }

  /** Add blocks for what has come since. */
  #cut(container) {
    const known = this.#blocks.get(container) ?? [];
    const taken = new Set(known.flatMap((block) => block.tiles));
    const stands = known.some((block) => block.stand);
    const fresh = [...container.children].filter((it) => !taken.has(it) && !it.matches(".parked"));
    if (known.length && fresh.length < 30) return;
    if (!known.length) this.#blocks.set(container, blocksOf(container));
    else if (!stands || fresh.every((it) => it.offsetTop >= (known.at(-1).stand ?? known.at(-1).tiles[0]).offsetTop)) {
      this.#blocks.set(container, [...known, ...blocksOf({ children: fresh })]);
    }
  }

  #empty(container, height) {
    if (this.#emptied.has(container) || container.contains(document.activeElement)) return;
    container.style.blockSize = `${height}px`;
    this.#emptied.set(container, [...container.children]);
    container.replaceChildren();
  }

  #fill(container) {
    const tiles = this.#emptied.get(container);
    if (!tiles) return;
    container.style.blockSize = "";
    container.prepend(...tiles);
    this.#emptied.delete(container);
    tell(tiles);
  }

  #place(block, top, far) {
    const isNear = top < innerHeight + far && top + block.height > -far;
    if (isNear) this.#restore(block);
    else if (!block.stand && !block.tiles.some((tile) => tile.contains(document.activeElement))) this.#park(block);
  }

  #park(block) {
    const stand = document.createElement("div");
    stand.className = "parked";
    stand.setAttribute("role", "presentation");
    // The gap to the next row stays outside.
    const gap = parseFloat(getComputedStyle(block.tiles[0].parentElement).rowGap) || 0;
    stand.style.blockSize = `${block.height - gap}px`;
    block.tiles[0].before(stand);
    for (const tile of block.tiles) tile.remove();
    block.stand = stand;
  }

  #restore(block) {
    if (!block.stand) return;
    block.stand.replaceWith(...block.tiles);
    block.stand = null;
    tell(block.tiles);
  }
}
