// The tiles of one day, taken out of the page and put back in blocks of whole rows, so that
// what is left breaks into the same rows as before. One empty block of their height stands
// for those between two that are in.
const ROWS = 2;

const PARKED = "parked";

/** What changed while they were away is for others to know: "tiles-back" names them. */
function tell(tiles) {
  if (tiles.length) document.dispatchEvent(new CustomEvent("tiles-back", { detail: tiles }));
}

function rowsOf(tiles) {
  const rows = [];
  let top = null;
  for (const tile of tiles) {
    // What is hidden has no place of its own.
    const at = tile.hidden ? top : tile.offsetTop;
    if (!rows.length || (at !== null && top !== null && Math.abs(at - top) > 2)) rows.push([]);
    top = at;
    rows.at(-1).push(tile);
  }
  return rows;
}

const isShown = (tile) => !tile.hidden;

/** Where the first of them begins, or `below` where all are hidden. */
function topOf(tiles, below) {
  return tiles.find(isShown)?.getBoundingClientRect().top ?? below;
}

function holdsFocus(tiles) {
  const focused = document.activeElement?.closest(".tile");
  return focused !== null && tiles.includes(focused);
}

/** The tiles of one day, in blocks as far as their rows are whole. */
export class TileWall {
  #gap;

  constructor(container) {
    this.container = container;
    // Each as high as it is and the gap below it.
    this.blocks = [];
    this.#gap = parseFloat(getComputedStyle(container).rowGap) || 0;
  }

  /** Tiles behind the last block. */
  get rest() {
    const inBlocks = new Set(this.blocks.at(-1)?.tiles);
    const rest = [];
    for (let tile = this.container.lastElementChild; tile && !inBlocks.has(tile); tile = tile.previousElementSibling) {
      if (tile.classList.contains(PARKED)) break;
      rest.unshift(tile);
    }
    return rest;
  }

  get tiles() {
    return [...this.blocks.flatMap((block) => block.tiles), ...this.rest];
  }

  /** Make blocks of what has come since. The last row of a list that goes on may still grow. */
  cut(isComplete) {
    const { rest } = this;
    if (!rest.length) return;
    this.container.style.blockSize = "";
    const bottom = this.container.getBoundingClientRect().bottom + this.#gap;
    this.blocks.push(...this.#blocksOf(rowsOf(rest), isComplete ? bottom : null));
  }

  /** The blocks of rows, the last of which ends at `bottom` or, where that is null, is left out. */
  #blocksOf(rows, bottom) {
    const blocks = [];
    const whole = bottom === null ? rows.length - 1 : rows.length;
    for (let at = 0; at < whole; at += ROWS) {
      const end = Math.min(at + ROWS, whole);
      const tiles = rows.slice(at, end).flat();
      const below = end < rows.length ? topOf(rows[end], bottom) : bottom;
      blocks.push({ tiles, height: below - topOf(tiles, below), isOut: false });
    }
    return blocks;
  }

  /** Take blocks out and put others back: `wanted(block, top)` says which shall be there. */
  show(top, wanted) {
    const back = [];
    let isChanged = false;
    let at = top;
    for (const block of this.blocks) {
      const isOut = !wanted(block, at) && (block.isOut || !holdsFocus(block.tiles));
      at += block.height;
      if (isOut === block.isOut) continue;
      isChanged = true;
      block.isOut = isOut;
      if (isOut) for (const tile of block.tiles) tile.remove();
      else back.push(...block.tiles);
    }
    if (!isChanged) return;
    this.#put();
    tell(back);
  }

  /** Bring the page in line with which blocks are out. */
  #put() {
    const { container, blocks } = this;
    let next = container.firstElementChild;
    let out = 0;
    const stand = () => {
      if (!out) return;
      let element = next;
      if (!element?.classList.contains(PARKED)) {
        element = document.createElement("div");
        element.className = PARKED;
        element.setAttribute("role", "presentation");
        container.insertBefore(element, next);
      }
      // The gap to the next row stays outside.
      element.style.blockSize = `${out - this.#gap}px`;
      next = element.nextElementSibling;
      out = 0;
    };
    for (const { tiles, height, isOut } of blocks) {
      if (isOut) {
        out += height;
        continue;
      }
      stand();
      while (next?.classList.contains(PARKED)) next = this.#without(next);
      if (tiles[0].parentElement !== container) {
        const some = document.createDocumentFragment();
        some.append(...tiles);
        container.insertBefore(some, next);
      }
      next = tiles.at(-1).nextElementSibling;
    }
    const isEnd = out > 0;
    stand();
    while (next?.classList.contains(PARKED)) next = this.#without(next);
    // What fills the last row would begin one below a block.
    const all = blocks.reduce((sum, block) => sum + block.height, -this.#gap);
    container.style.blockSize = isEnd && !next ? `${all}px` : "";
  }

  #without(stand) {
    const next = stand.nextElementSibling;
    stand.remove();
    return next;
  }

  restore() {
    this.show(0, () => true);
    this.blocks = [];
  }

  /** Measure anew what is in the page: some of it has been hidden or shown. */
  measure() {
    const { blocks } = this;
    this.blocks = [];
    for (let at = 0; at < blocks.length; ) {
      const from = at;
      const { isOut } = blocks[from];
      while (at < blocks.length && blocks[at].isOut === isOut) at += 1;
      const some = blocks.slice(from, at);
      if (isOut) this.blocks.push(...some);
      // What stands at the end is cut with all that has come since.
      else if (at < blocks.length) this.blocks.push(...this.#anew(some));
    }
  }

  #anew(some) {
    const tiles = some.flatMap((block) => block.tiles);
    const stand = tiles.at(-1).nextElementSibling;
    return this.#blocksOf(rowsOf(tiles), stand.getBoundingClientRect().top);
  }
}
