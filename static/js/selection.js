// Selecting pictures anywhere. Ticks answer at once; what they mean is sent by one queue,
// one request after the other, so that no answer is older than what it replaces. The
// bar comes from the server after each change and says what is selected.
import { code as codeAtHand } from "./at-hand.js";
import { register } from "./keys.js";
import { onLoad } from "./htmx.js";
import { openDialog } from "./post.js";
import { announce, toast } from "./toast.js";

const UNDO_MS = 10000;
// Selected here and not known to the server yet: code → true, or false for deselected.
const pending = new Map();
let sending = null;

function bar() {
  return document.getElementById("selection");
}

function known() {
  return new Set((bar()?.dataset.codes ?? "").split(" ").filter(Boolean));
}

/** The codes of all that is selected now. */
export function selected() {
  const codes = known();
  for (const [code, isSelected] of pending) {
    if (isSelected) codes.add(code);
    else codes.delete(code);
  }
  return codes;
}

function mark(holder, isSelected) {
  holder.toggleAttribute("data-selected", isSelected);
  for (const tick of holder.querySelectorAll('.pick[name="code"]')) {
    tick.setAttribute("aria-pressed", String(isSelected));
  }
  if (holder.matches('.pick[name="code"]')) holder.setAttribute("aria-pressed", String(isSelected));
}

function markAll(code, isSelected) {
  const name = CSS.escape(code);
  const holders = document.querySelectorAll(`[data-code="${name}"], .pick[name="code"][value="${name}"]`);
  for (const holder of holders) mark(holder, isSelected);
}

// Pictures that arrive later, in a next page or a finished card.
onLoad((root) => {
  const codes = selected();
  if (!codes.size) return;
  const holders = root.matches?.("[data-code]") ? [root] : root.querySelectorAll("[data-code]");
  for (const holder of holders) mark(holder, codes.has(holder.dataset.code));
});

document.addEventListener("tiles-back", ({ detail }) => {
  const codes = selected();
  for (const tile of detail) mark(tile, codes.has(tile.dataset.code));
});

function send(action, codes) {
  const form = document.getElementById("pick-form");
  return window.htmx
    .ajax("POST", form.getAttribute("action"), {
      source: form,
      target: "#selection",
      swap: "outerHTML",
      values: { action, code: codes },
    })
    .catch(() => {});
}

async function work() {
  while (pending.size) {
    const add = [...pending].filter(([, isSelected]) => isSelected).map(([code]) => code);
    const remove = [...pending].filter(([, isSelected]) => !isSelected).map(([code]) => code);
    const sent = new Map(pending);
    // What is let go makes room.
    if (remove.length) await send("remove", remove);
    if (add.length) await send("add", add);
    for (const [code, isSelected] of sent) {
      if (pending.get(code) === isSelected) pending.delete(code);
    }
  }
  // What found no room, or was refused, is not selected.
  const codes = known();
  for (const tick of document.querySelectorAll("[data-selected]")) {
    if (!codes.has(tick.dataset.code)) markAll(tick.dataset.code, false);
  }
  sending = null;
}

function toggle(code) {
  const isSelected = !selected().has(code);
  pending.set(code, isSelected);
  markAll(code, isSelected);
  sending ??= Promise.resolve().then(work);
}

function toggleAtHand() {
  const code = codeAtHand();
  if (!code) return false;
  last = code;
  toggle(code);
  return true;
}

// The picture selected last: a range goes from it.
let last = "";

function shownCodes() {
  const tiles = document.querySelector("tile-grid")?.tiles ?? [...document.querySelectorAll("main .tile[data-code]")];
  return tiles.map((it) => it.dataset.code);
}

function limit() {
  return Number(bar()?.dataset.limit ?? 240);
}

/** Select or deselect several at once, as many as find room; returns whether all did. */
function set(wanted, isSelected) {
  const known = selected();
  const fresh = wanted.filter((code) => known.has(code) !== isSelected);
  const codes = isSelected ? fresh.slice(0, Math.max(0, limit() - known.size)) : fresh;
  for (const code of codes) {
    pending.set(code, isSelected);
    markAll(code, isSelected);
  }
  if (codes.length) sending ??= Promise.resolve().then(work);
  return codes.length === fresh.length;
}

/** After the answer: what is selected then, and what helps. */
async function say(message, action = null) {
  await sending;
  toast({ id: "selection", level: action ? "info" : "warning", message, action });
}

const full = () => `A selection holds up to ${limit()} pictures: the others are not selected.`;

function range(to) {
  const codes = shownCodes();
  const ends = [codes.indexOf(last), codes.indexOf(to)];
  if (!to || ends.includes(-1)) return false;
  if (!set(codes.slice(Math.min(...ends), Math.max(...ends) + 1), true)) void say(full());
  last = to;
  return true;
}

function invert() {
  const known = selected();
  const codes = shownCodes();
  if (!codes.length) return false;
  set(codes.filter((code) => known.has(code)), false);
  if (!set(codes.filter((code) => !known.has(code)), true)) void say(full());
  return true;
}

function selectAll() {
  const codes = shownCodes();
  const isAll = set(codes, true);
  const all = document.querySelector(".organise-all");
  const action = all && { label: "Organise all that was found", run: () => all.click() };
  if (!isAll) void say(full(), action);
  // There are more than have been loaded.
  else if (action && document.querySelector("#more, #newer")) void say("What has been loaded here is selected.", action);
  return codes.length > 0;
}

document.addEventListener("click", (event) => {
  const tick = event.target.closest?.('button[form="pick-form"][name="code"]');
  if (!tick) return;
  event.preventDefault();
  if (event.shiftKey && range(tick.value)) return;
  last = tick.value;
  toggle(tick.value);
});

// With nothing selected, the picture at hand is what Compare starts from.
async function compare() {
  await sending;
  const link = bar()?.querySelector("a.btn.primary");
  const code = codeAtHand();
  if (link) link.click();
  else if (code) location.assign(`${bar().dataset.compare}?image=${code}`);
  else toast({ message: "Select two to six pictures first: point at one and press X.", id: "selection" });
}

register({ key: "c", label: "Compare what is selected, or this picture", scope: "Selection", run: () => void compare() });
register({ key: "X", label: "Select all from the one selected last to this", scope: "Selection", run: () => range(codeAtHand()) });
register({ key: "i", label: "Select the others instead, of those shown", scope: "Selection", run: invert });
// Of what is selected, or else of the picture at hand.
function organise() {
  const { organise: address } = document.getElementById("pick-form").dataset;
  const code = codeAtHand();
  const link = bar()?.querySelector('a[href*="/organise/"]');
  if (link) link.click();
  else if (code) void openDialog(`${address}?code=${code}`);
  else return false;
  return true;
}

register({ key: "o", label: "Organise: tags, collections, and more", scope: "Selection", run: organise });
register({ key: "mod+a", label: "Select all that is shown", scope: "Selection", run: selectAll });
register({ key: "x", label: "Select a picture, or deselect it", scope: "Selection", run: toggleAtHand });

// What is done with the selection is done with what has been selected until then. By then
// another bar is there, and what was pressed stands in it again.
document.addEventListener(
  "click",
  (event) => {
    const pressed = event.target.closest?.("selection-bar :is(a, button:not([form]))");
    if (!sending || !pressed || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const alike = (it) => ["tagName", "name", "value", "pathname"].every((part) => it[part] === pressed[part]);
    sending.then(() => [...bar().querySelectorAll("a, button")].find(alike)?.click());
  },
  { capture: true },
);

// An answer to something asked before the bar was replaced is for the one that is there.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target } = event.detail;
  if (target.id === "selection" && !target.isConnected) event.detail.target = bar();
});

// A page that Back brings out of the cache may know less than was selected since.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) sending ??= send("add", []).then(() => (sending = null));
});

// Deselecting a picture takes its button away; the focus stays in the bar.
let inBar = false;
document.addEventListener("focusin", (event) => {
  inBar = Boolean(event.target.closest("selection-bar"));
});

function keepFocus(element) {
  if (!inBar || document.activeElement !== document.body) return;
  const next = element.hidden ? document.getElementById("main") : element.querySelector("button, a");
  next?.focus({ preventScroll: true });
}

let before = null;

/** Follow the server: tick what is new, untick what has gone; no other picture is touched. */
function follow(problem) {
  const codes = selected();
  for (const code of codes) if (!before?.has(code)) markAll(code, true);
  for (const code of before ?? []) if (!codes.has(code)) markAll(code, false);
  if (problem) toast({ message: problem, level: "warning", id: "selection" });
  else if (before !== null && codes.size !== before.size) announce(`${codes.size} selected`);
  before = codes;
}

customElements.define(
  "selection-bar",
  class extends HTMLElement {
    #timer = 0;

    connectedCallback() {
      follow(this.dataset.problem);
      this.#tell();
      // htmx puts the new bar in before it takes the old one away.
      queueMicrotask(() => keepFocus(this));
      // What was deselected can be brought back for a while; then the bar goes too.
      if (known().size === 0 && !this.hidden) {
        this.#timer = setTimeout(() => {
          this.hidden = true;
          this.#tell();
        }, UNDO_MS);
      }
    }

    disconnectedCallback() {
      clearTimeout(this.#timer);
    }

    /** Pages make room for the bar at their foot. */
    #tell() {
      document.documentElement.toggleAttribute("data-picking", !this.hidden);
    }
  },
);
