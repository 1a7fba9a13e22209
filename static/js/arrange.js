// The order of a collection by hand: a tile is dragged to its place among the others, by a
// pointer or a finger that has rested on it, or moved by < and >. Who drags one of the selection moves all of it. The same stands as
// buttons below the pictures.
import { dragByTouch } from "./arrange-touch.js";
import { code as codeAtHand } from "./at-hand.js";
import { ask, carries, codesOf, undoOf } from "./drag.js";
import { register } from "./keys.js";
import { selected } from "./selection.js";
import { announce, toast } from "./toast.js";

const room = document.querySelector(".tiles[data-arrange]");

function grid() {
  return room.closest("tile-grid");
}

/** All that are still in it, in their order. */
function shownTiles() {
  return grid().tiles.filter((it) => !it.hidden);
}

function tileOf(code) {
  return shownTiles().find((it) => it.dataset.code === code);
}

/** Show the list as the server keeps it; also that of the buttons. */
function show(tiles, beside, isAfter) {
  const put = (items, at) => (isAfter ? at.after(...items) : at.before(...items));
  const row = (tile) => document.querySelector(`.arrange li:has([name="code"][value="${CSS.escape(tile.dataset.code)}"])`);
  grid().arrange(() => put(tiles, beside));
  put(tiles.map(row), row(beside));
}

async function move(tiles, beside, isAfter) {
  const side = isAfter ? "after" : "before";
  const named = tiles.map((it) => ["code", it.dataset.code]);
  const { ok, message, action } = await ask(room.dataset.arrange, [["action", "move"], [side, beside.dataset.code], ...named]);
  if (ok) show(tiles, beside, isAfter);
  else toast({ id: "not-moved", message, level: "error", action });
  return ok;
}

// One after the other: what is beside a picture is known once the one before is answered.
let queue = Promise.resolve();

function inTurn(run) {
  const done = queue.then(run);
  queue = done.catch(() => {});
  return done;
}

async function moveAndTell(tiles, beside, isAfter) {
  const before = shownTiles();
  if (tiles.includes(beside)) return;
  const back = async () => {
    // From the first on: what stood before each is at its place by then.
    for (const tile of before.filter((it) => tiles.includes(it))) {
      const at = before.indexOf(tile);
      const next = at ? before[at - 1] : shownTiles().find((it) => it !== tile);
      if (!(await move([tile], next, at > 0))) throw new Error("Not moved back");
    }
    announce("Moved back");
  };
  if (!(await move(tiles, beside, isAfter))) return;
  const all = shownTiles();
  const words = tiles.length > 1 ? `${tiles.length} pictures moved.` : `Moved to place ${all.indexOf(tiles[0]) + 1} of those shown.`;
  toast({ id: "moved", message: words, level: "success", action: { label: "Undo", run: () => inTurn(back) } });
}

/** What the buttons of a row mean; the one that was pressed keeps the focus. */
async function press(button) {
  const row = button.closest("li");
  const tile = tileOf(row.querySelector('[name="code"]').value);
  const shown = shownTiles();
  const at = shown.indexOf(tile);
  if (button.value === "cover") await cover(button, tile);
  else if (button.value === "remove") await takeOut(row, tile);
  else {
    const beside = { first: shown[0], earlier: shown[at - 1], later: shown[at + 1] }[button.value];
    if (beside && beside !== tile) await moveAndTell([tile], beside, button.value === "later");
    button.focus();
  }
}

async function cover(button, tile) {
  const { ok, message } = await ask(room.dataset.arrange, [["action", "cover"], ["code", tile.dataset.code]]);
  if (!ok) {
    toast({ id: "moved", message, level: "error" });
    return;
  }
  for (const it of document.querySelectorAll('.arrange [value="cover"]')) it.setAttribute("aria-pressed", String(it === button));
  announce("This is the cover now");
}

async function takeOut(row, tile) {
  const hadFocus = row.contains(document.activeElement);
  const { ok, message, undo } = await ask(room.dataset.arrange, [["action", "remove"], ["code", tile.dataset.code]]);
  const show = (isShown) => {
    for (const it of [row, tile]) it.hidden = !isShown;
    grid().renumber();
  };
  if (ok) show(false);
  const back = () => {
    show(true);
    row.querySelector('[value="remove"]').focus();
  };
  toast({ id: "moved", message, level: ok ? "success" : "error", action: undo ? undoOf(undo, back, inTurn) : null });
  if (!ok || !hadFocus) return;
  const rows = [...document.querySelectorAll(".arrange li")];
  const next = rows.slice(rows.indexOf(row)).find((it) => !it.hidden) ?? rows.findLast((it) => !it.hidden);
  (next?.querySelector('[value="remove"]') ?? document.querySelector(".arrange summary")).focus();
}

function step(by) {
  const code = codeAtHand();
  if (!tileOf(code)) return false;
  void inTurn(async () => {
    const tile = tileOf(code);
    const all = shownTiles();
    const beside = tile && all[all.indexOf(tile) + by];
    if (!beside) return;
    const hadFocus = tile.contains(document.activeElement);
    await moveAndTell([tile], beside, by > 0);
    if (hadFocus) tile.querySelector("a").focus();
  });
  return true;
}

function mark(tile, side = "") {
  for (const it of room.querySelectorAll("[data-side]")) if (it !== tile) delete it.dataset.side;
  if (tile) tile.dataset.side = side;
}

function sideOf({ clientX }, tile) {
  const box = tile.getBoundingClientRect();
  return clientX > box.left + box.width / 2 ? "after" : "before";
}

function put(codes, beside, side) {
  mark(null);
  void inTurn(async () => {
    const tiles = shownTiles().filter((it) => codes.includes(it.dataset.code));
    if (tiles.length) await moveAndTell(tiles, beside, side === "after");
  });
}

function under(x, y) {
  const tile = document.elementFromPoint(x, y)?.closest(".tile");
  return tile && room.contains(tile) ? tile : null;
}

if (room) {
  room.addEventListener("dragover", (event) => {
    const tile = event.target.closest(".tile");
    if (!tile || !carries(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    mark(tile, sideOf(event, tile));
  });
  room.addEventListener("dragleave", (event) => room.contains(event.relatedTarget) || mark(null));
  document.addEventListener("dragend", () => mark(null));
  room.addEventListener("drop", (event) => {
    const beside = event.target.closest(".tile");
    if (!beside || !carries(event)) return;
    event.preventDefault();
    put(codesOf(event), beside, sideOf(event, beside));
  });
  dragByTouch(room, {
    over(x, y) {
      const tile = under(x, y);
      mark(tile, tile && sideOf({ clientX: x }, tile));
    },
    drop(tile, x, y) {
      const { code } = tile.dataset;
      const all = [...selected()];
      const beside = under(x, y);
      if (beside && beside !== tile) put(all.includes(code) ? all : [code], beside, sideOf({ clientX: x }, beside));
    },
    end: () => mark(null),
  });
  const isWhole = !document.querySelector(".pager");
  document.querySelector(".arrange").addEventListener("submit", (event) => {
    // Other pages of it are the server's to move to.
    if (!isWhole && !["cover", "remove"].includes(event.submitter?.value)) return;
    event.preventDefault();
    void inTurn(() => press(event.submitter));
  });
  const scope = "This collection";
  register({ key: "<", label: "Move the picture one place", scope, run: () => step(-1) });
  register({ key: ">", label: "Move the picture one place", scope, run: () => step(1) });
}
