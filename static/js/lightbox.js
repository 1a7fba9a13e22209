// <dialog class="lightbox">: one picture of the search as large as the window. Arrows and
// swipes walk through the search, on either side as far as it goes; what comes next is
// decoded before it is wanted. Wheel, two fingers, plus and minus zoom; a drag moves.
import { code as codeAtHand } from "./at-hand.js";
import { dollars } from "./dollars.js";
import { follow } from "./gone.js";
import { settled, show as showState } from "./judging.js";
import { register } from "./keys.js";
import { get } from "./reach.js";
import { announce, toast } from "./toast.js";
import { Hand } from "./zoom/hand.js";
import { FIT, actual, clamped, grain, isFit, moved, whole, zoomedAt } from "./zoom/view.js";

const NEAR = 2;
const LOW = 8;
const SWIPE_PX = 60;
const STEP = 1.25;

const dialog = document.getElementById("lightbox");
const room = dialog?.querySelector(".room");
const sight = dialog?.querySelector(".sight");

let items = [];
let at = 0;
let ways = { before: null, after: null };
let loading = null;
// Whose answer is meant, when it was opened again meanwhile.
let opening = 0;
let opener = "";
// Why the last attempt to fetch more has failed.
let failure = null;
// Whether the page shows stacks that are others by now, which only the server knows.
let isOld = false;
// What is on its way into the trash: a page that is left cancels it.
const going = new Set();
const pictures = new Map();
let view = FIT;

const now = () => items[at];

function sorry({ message, action }) {
  toast({ id: "lightbox", level: "warning", message, action });
}

async function open() {
  const code = codeAtHand();
  if (!dialog || !code || dialog.open) return false;
  const turn = (opening += 1);
  opener = code;
  const url = new URL(dialog.dataset.walk, location.href);
  url.searchParams.set("at", code);
  let found;
  try {
    found = await get(url);
  } catch (error) {
    sorry(error);
    return true;
  }
  if (turn !== opening) return true;
  loading = null;
  items = found.images;
  ways = { before: found.before, after: found.after };
  at = found.at;
  dialog.showModal();
  sight.focus();
  show();
  return true;
}

/** Fetch more where the end of what is known is near; the promise says whether it came. */
function extend() {
  const side = items.length - at < LOW && ways.after ? "after" : at < LOW && ways.before ? "before" : "";
  if (!side || loading) return loading;
  const turn = opening;
  const asked = get(ways[side])
    .then((found) => {
      if (turn !== opening) return false;
      ways[side] = found[side];
      // In an order that a decision changes, what was decided comes again.
      const fresh = found.images.filter((it) => !items.some(({ code }) => code === it.code));
      if (side === "after") items.push(...fresh);
      else {
        items.unshift(...fresh);
        at += fresh.length;
      }
      showEnds();
      return true;
    })
    .catch((error) => {
      failure = error;
      return false;
    })
    .finally(() => {
      if (loading === asked) loading = null;
    });
  loading = asked;
  return asked;
}

function prepare() {
  const near = items.slice(Math.max(0, at - NEAR), at + NEAR + 1);
  for (const code of pictures.keys()) if (!near.some((it) => it.code === code)) pictures.delete(code);
  for (const item of near) {
    if (pictures.has(item.code)) continue;
    const picture = new Image(item.width_px, item.height_px);
    picture.src = item.file;
    picture.alt = item.prompt.slice(0, 120);
    picture.draggable = false;
    picture.decode().catch(() => {});
    pictures.set(item.code, picture);
  }
  void extend();
}

function show() {
  const item = now();
  prepare();
  const picture = pictures.get(item.code);
  picture.classList.toggle("alpha", item.has_alpha);
  sight.replaceChildren(picture);
  room.dataset.code = item.code;
  dialog.querySelector(".what").textContent = item.prompt.slice(0, 300);
  const price = dollars(item.cost_usd);
  dialog.querySelector(".facts-line").textContent = `${item.parameters.quality} · ${item.width_px}×${item.height_px} · ${price}`;
  dialog.querySelector(".page-of-it").href = item.page + new URL(dialog.dataset.walk, location.href).search;
  dialog.querySelector(".note-link").href = `${item.page}note/`;
  dialog.querySelector("[data-note-of]").dataset.noteOf = item.code;
  const form = dialog.querySelector("form[data-judges]");
  form.dataset.judges = item.code;
  form.querySelector("[name=code]").value = item.code;
  showState(item);
  showEnds();
  look(FIT);
}

const sideOf = (by) => (by > 0 ? "after" : "before");

/** Where the search goes on there is a next one, fetched or not. */
function showEnds() {
  for (const button of dialog.querySelectorAll("[data-step]")) {
    const by = Number(button.dataset.step);
    button.disabled = !items[at + by] && !ways[sideOf(by)];
  }
}

async function step(by) {
  const turn = opening;
  while (!items[at + by] && ways[sideOf(by)]) {
    const came = await extend();
    if (turn !== opening) return;
    if (!came) {
      sorry(failure);
      return;
    }
  }
  if (!items[at + by]) {
    announce(by > 0 ? "That was the last one" : "That was the first one");
    return;
  }
  at += by;
  show();
  announce(now().prompt.slice(0, 80));
}

/** What was put into the trash leaves the walk: the next one stands there, or the last. */
async function trashed(place, isBack, done) {
  if (!dialog.open) return;
  isOld ||= document.querySelector("tile-grid")?.tiles.some((it) => it.querySelector(".stack"));
  going.add(done);
  done.catch(() => {}).finally(() => going.delete(done));
  const wasShown = place === at;
  if (isBack) at = place;
  else if (place < at) at -= 1;
  const turn = opening;
  while (!items[at] && (ways.after || (!items.length && ways.before)) && (await extend()));
  if (turn !== opening || !(isBack || wasShown)) return;
  at = Math.min(at, items.length - 1);
  if (items.length) show();
  else dialog.close();
}

/** The pane, and the size of the picture in it; a small one keeps its own. */
function frame() {
  const { width_px, height_px } = now();
  const { clientWidth: paneWidth, clientHeight: paneHeight } = sight;
  const fit = Math.min(1, paneWidth / width_px, paneHeight / height_px);
  if (fit === 1) return { paneWidth, paneHeight, width: width_px, height: height_px };
  // On both sides of it a whole number of pixels is left: half of one would blur it.
  const step = 2 * grain();
  const inside = (pane, length) => pane - Math.ceil((pane - length) / step - 0.01) * step;
  return { paneWidth, paneHeight, width: inside(paneWidth, width_px * fit), height: inside(paneHeight, height_px * fit) };
}

function look(wanted) {
  const inside = frame();
  const own = actual(inside, now().width_px, 1);
  view = clamped({ ...wanted, zoom: Math.max(1, wanted.zoom) }, inside, own);
  const [x, y] = [(0.5 - view.x) * inside.width * view.zoom, (0.5 - view.y) * inside.height * view.zoom];
  const picture = sight.firstElementChild;
  picture.style.width = `${inside.width}px`;
  picture.style.height = `${inside.height}px`;
  picture.style.translate = "none";
  // Fitted on whole pixels its shape is a little off, which is made up for here.
  const stretch = (inside.width * now().height_px) / now().width_px / inside.height;
  picture.style.transform = isFit(view) ? "" : `translate(${x}px, ${y}px) scale(${view.zoom}, ${view.zoom * stretch})`;
  const { left, top } = picture.getBoundingClientRect();
  picture.style.translate = `${whole(left) - left}px ${whole(top) - top}px`;
  picture.classList.toggle("pixels", view.zoom >= 3 * own);
  const button = dialog.querySelector("[data-zooms]");
  button.textContent = `${Math.round((100 * view.zoom) / own)} %`;
  button.setAttribute("aria-pressed", String(!isFit(view)));
}

/** Zoom around a point of the window; the middle where there is none. */
function zoom(factor, x, y) {
  const box = sight.getBoundingClientRect();
  const at = x === undefined ? { x: 0, y: 0 } : { x: x - box.left - box.width / 2, y: y - box.top - box.height / 2 };
  look(zoomedAt(view, factor, at, frame()));
}

function toggleZoom(x, y) {
  const own = actual(frame(), now().width_px, 1);
  // One that stands in its own size already can be looked at more closely, too.
  if (isFit(view)) zoom(own > 1 ? own : 2, x, y);
  else look(FIT);
}

function gestures() {
  // How far the hand went while there was nothing to move: a swipe.
  let way = null;
  new Hand(sight, {
    begins(event) {
      if (event.button) return "";
      way = way ? null : { x: 0, y: 0 };
      return "move";
    },
    move(dx, dy) {
      if (!isFit(view)) {
        way = null;
        look(moved(view, dx, dy, frame()));
      } else if (way) way = { x: way.x + dx, y: way.y + dy };
    },
    zoom(factor, x, y) {
      way = null;
      zoom(factor, x, y);
    },
    ended() {
      if (way && Math.abs(way.x) > SWIPE_PX && Math.abs(way.x) > 2 * Math.abs(way.y)) void step(way.x < 0 ? 1 : -1);
      way = null;
    },
  });
  sight.addEventListener("dblclick", (event) => toggleZoom(event.clientX, event.clientY));
}

/** Leave the page when all that was done is kept; where something is refused it stays. */
function leave(run) {
  Promise.all([settled(), ...going]).then(run, () => {});
}

/** The page goes to where one has walked to. */
function closed() {
  const item = now();
  sight.replaceChildren();
  pictures.clear();
  opening += 1;
  if (document.body.matches(".about-picture")) {
    // The only one, and in the trash: its page says so.
    if (!item) leave(() => location.reload());
    else if (item.code !== opener) leave(() => location.replace(item.page + new URL(dialog.dataset.walk, location.href).search));
    return;
  }
  if (!item) return;
  const grid = document.querySelector("tile-grid");
  const tile = grid?.tiles.find((it) => it.dataset.code === item.code);
  // Further than what has been loaded: the list goes on there.
  if (isOld || (!tile && grid?.querySelector("#more, #newer"))) {
    const url = new URL(location.href);
    url.searchParams.set("near", item.code);
    leave(() => location.replace(url));
  }
  // Its row may be out of the page.
  if (tile) grid.bring(tile);
  tile?.scrollIntoView({ block: "nearest" });
  tile?.querySelector("a")?.focus({ preventScroll: true });
}

if (dialog) {
  gestures();
  dialog.addEventListener("close", closed);
  dialog.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (button) void step(Number(button.dataset.step));
    if (event.target.closest("[data-zooms]")) toggleZoom();
  });
  addEventListener("resize", () => dialog.open && look(view));
  document.addEventListener("judged", ({ detail }) => {
    for (const state of detail.images ?? []) Object.assign(items.find((it) => it.code === state.code) ?? {}, state);
    const item = detail.values && items.find((it) => detail.codes.includes(it.code));
    if (!item) return;
    detail.before = { ...item };
    Object.assign(item, detail.values);
  });
  follow(() => items, (place, isBack, done) => void trashed(place, isBack, done));
  document.addEventListener("click", (event) => event.target.closest("[data-looks]") && void open());
  const scope = "Picture, large";
  const within = dialog;
  const repeats = true;
  register({ key: "f", label: "Look at it as large as the window", scope: "A picture", run: () => !dialog.open && codeAtHand() && void open() });
  register({ key: "ArrowRight", label: "Next picture", scope, within, repeats, run: () => void step(1) });
  register({ key: "ArrowLeft", label: "The one before", scope, within, repeats, run: () => void step(-1) });
  register({ key: "+", label: "Zoom in", scope, within, repeats, run: () => zoom(STEP) });
  register({ key: "-", label: "Zoom out", scope, within, repeats, run: () => zoom(1 / STEP) });
  register({ key: "z", label: "Actual size, or fit", scope, within, run: () => toggleZoom() });
}
