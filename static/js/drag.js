// Dragging pictures: out of the browser as the original under its own name, and onto what
// has data-drop: "source" (the Studio takes it as a source), "collection" and "tag" with
// a data-name, "organise", "trash". Who drags one of the selection drags all of it.
// While a picture is dragged, a tray with these places stands at the top.
import { address, hide, shown, takeBackMany, tell } from "./pictures.js";
import { lead, openDialog } from "./post.js";
import { get, send } from "./reach.js";
import { selected } from "./selection.js";
import { announce, toast } from "./toast.js";
import { did } from "./undoing.js";

const KIND = "application/x-playground-pictures";
const TYPES = { png: "image/png", jpg: "image/jpeg", webp: "image/webp", gif: "image/gif", svg: "image/svg+xml" };

const form = () => document.getElementById("pick-form");
let tray = null;
let collections = null;

function holderOf(element) {
  const near = element.closest?.("[data-code]");
  if (near) return near;
  return element.closest?.("picture-stage") ? document.querySelector("[data-code][data-only]") : null;
}

/** Tell whether pictures of this application are dragged. */
export function carries(event) {
  return Boolean(event.dataTransfer?.types.includes(KIND));
}

/** The codes of what was dropped. */
export function codesOf(event) {
  return event.dataTransfer.getData(KIND).split(" ").filter(Boolean);
}

document.addEventListener("dragstart", (event) => {
  // In Compare a drag on the picture moves what is seen of it: its name is what one takes it by.
  const isPicture = event.target.closest?.("img, a")?.matches("img, a:has(img), .pane[data-name] > .name a");
  const holder = event.defaultPrevented || !isPicture ? null : holderOf(event.target);
  if (!holder?.dataset.code) return;
  const { code, name } = holder.dataset;
  const { dataTransfer } = event;
  const page = new URL(address(code), location.href).href;
  dataTransfer.effectAllowed = "all";
  dataTransfer.setData("text/uri-list", page);
  dataTransfer.setData("text/plain", page);
  const file = new URL(address(code, "download"), location.href).href;
  if (name) dataTransfer.setData("DownloadURL", `${TYPES[name.split(".").at(-1)]}:${name}:${file}`);
  const all = [...selected()];
  dataTransfer.setData(KIND, (all.includes(code) ? all : [code]).join(" "));
  // A page that changes at once takes the drag away.
  setTimeout(() => void showTray(all.includes(code) ? all.length : 1));
});

document.addEventListener("dragend", () => {
  tray?.remove();
  tray = null;
});

function place(kind, words, name = "") {
  const element = document.createElement("li");
  element.dataset.drop = kind;
  element.dataset.name = name;
  element.dir = "auto";
  element.textContent = words;
  return element;
}

async function showTray(count) {
  tray?.remove();
  const mine = document.createElement("div");
  tray = mine;
  mine.className = "drop-tray";
  const list = document.createElement("ul");
  const said = document.createElement("strong");
  said.textContent = `${count} picture${count === 1 ? "" : "s"} into`;
  list.append(place("source", "the Studio, as a source"), place("organise", "a new collection…"), place("trash", "the trash"));
  mine.append(said, list);
  document.body.append(mine);
  try {
    collections ??= (await get(form().dataset.collections)).collections;
  } catch {
    return;
  }
  list.children[1].before(...collections.slice(0, 12).map((it) => place("collection", it.name, it.name)));
}

function targetOf(event) {
  if (!carries(event)) return null;
  return event.target.closest?.("[data-drop]");
}

function mark(target) {
  for (const it of document.querySelectorAll("[data-drop][data-over]")) if (it !== target) it.removeAttribute("data-over");
  target?.setAttribute("data-over", "");
}

// Before those of the page, which take pictures wherever they are dropped.
addEventListener(
  "dragover",
  (event) => {
    const target = targetOf(event);
    mark(target);
    if (!target) return;
    event.preventDefault();
    event.stopPropagation();
    event.dataTransfer.dropEffect = "copy";
  },
  true,
);

addEventListener(
  "drop",
  (event) => {
    const target = targetOf(event);
    mark(null);
    if (!target) return;
    event.preventDefault();
    event.stopPropagation();
    void put(target.dataset, codesOf(event));
  },
  true,
);

function asSource([code, ...also]) {
  lead(address(code, "edit/"), also.map((it) => ["also", it]));
}

/** Send a POST and return what is answered: {message, ok, …}; `action` is what helps. */
export async function ask(url, values) {
  try {
    return { ...(await send(url, values)), ok: true };
  } catch ({ message, action }) {
    return { ok: false, message, action };
  }
}

async function put({ drop, name }, codes) {
  if (drop === "source") return asSource(codes);
  const { organise } = form().dataset;
  const named = codes.map((code) => ["code", code]);
  if (drop === "organise") {
    const url = `${organise}?${new URLSearchParams(named)}`;
    return openDialog(url);
  }
  const values = { collection: [["action", "collect"], ["in", name]], tag: [["action", "tag"], ["tag", name]], trash: [["action", "trash"]] }[drop];
  const { ok, message, action, undo: id, gone } = await ask(organise, [...values, ...named]);
  // Those of other people may have stayed.
  const hidden = ok ? gone.flatMap(shown) : [];
  const show = (isShown) => {
    hide(hidden, !isShown);
    for (const tile of hidden) tell(tile.dataset.code, isShown, Promise.resolve());
  };
  show(false);
  collections = null;
  toast({ id: "dropped", message, level: ok ? "success" : "error", action: id ? undoOf(id, () => show(true)) : action });
  return null;
}

/** The action of a toast that takes back what the server knows by an id, and then shows that. */
export function undoOf(id, show, inTurn = (run) => run()) {
  const back = async () => {
    const message = await takeBackMany(id);
    show();
    announce(message);
  };
  return { label: "Undo", step: did({ kind: "many", told: { id }, run: () => inTurn(back) }) };
}
