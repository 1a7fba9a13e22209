// The order of a collection by hand: a tile is dragged to its place among the others, or
// moved by < and >. Who drags one of the selection moves all of it. The same stands as
// buttons below the pictures.
import { code as codeAtHand } from "./at-hand.js";
import { ask, carries, codesOf } from "./drag.js";
import { register } from "./keys.js";
import { announce, toast } from "./toast.js";

const room = document.querySelector(".tiles[data-arrange]");

function grid() {
  return room.closest("tile-grid");
}

function tileOf(code) {
  return grid().tiles.find((it) => it.dataset.code === code);
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
  const before = grid().tiles;
  if (tiles.includes(beside)) return;
  const back = async () => {
    // From the first on: what stood before each is at its place by then.
    for (const tile of before.filter((it) => tiles.includes(it))) {
      const at = before.indexOf(tile);
      const next = at ? before[at - 1] : grid().tiles.find((it) => it !== tile);
      if (!(await move([tile], next, at > 0))) throw new Error("Not moved back");
    }
    announce("Moved back");
  };
  if (!(await move(tiles, beside, isAfter))) return;
  const all = grid().tiles;
  const words = tiles.length > 1 ? `${tiles.length} pictures moved.` : `Moved to place ${all.indexOf(tiles[0]) + 1} of those shown.`;
  toast({ id: "moved", message: words, level: "success", action: { label: "Undo", run: () => inTurn(back) } });
}

function step(by) {
  const code = codeAtHand();
  if (!tileOf(code)) return false;
  void inTurn(async () => {
    const tile = tileOf(code);
    const all = grid().tiles;
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

function sideOf(event, tile) {
  const box = tile.getBoundingClientRect();
  return event.clientX > box.left + box.width / 2 ? "after" : "before";
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
    const side = sideOf(event, beside);
    mark(null);
    const codes = codesOf(event);
    void inTurn(async () => {
      const tiles = grid().tiles.filter((it) => codes.includes(it.dataset.code));
      if (tiles.length) await moveAndTell(tiles, beside, side === "after");
    });
  });
  const scope = "This collection";
  register({ key: "<", label: "Move the picture one place", scope, run: () => step(-1) });
  register({ key: ">", label: "Move the picture one place", scope, run: () => step(1) });
}
