// The one registry of keys. It drives the handlers and the `?` dialog, so that the
// list can never say something else than what the keys do.
//
//   const off = register({ key: "+", label: "Zoom in", scope: "Compare", run })
//
// `key` is what KeyboardEvent.key says, with "mod+", "alt+", "shift+" in front where
// they matter ("mod" is Ctrl, or Cmd on a Mac). `run(event)` may return false to let
// the key pass on. `within` is an element: the key counts only while the focus is in it,
// or while it stands in the open dialog. Keys never fire while somebody types, unless
// `typing: true`, nor beside an open dialog, unless `everywhere: true`. A key that is held
// down is one press, unless `repeats: true`, as for walking and zooming.
//
// Markup can register too: <button data-key="v" data-key-label="Vary" data-key-scope="A
// picture"> is clicked by its key. Of many pictures it is the one with the focus or
// under the pointer (its [data-key-area]) and no other. An area that is the only one
// says data-only. No key by itself may start a paid run: it opens what has a price on
// its button.
//
// A dialog with data-keys is a place for pictures: there all keys work.
//
// Keys of one character can be switched off, in the `?` dialog: whoever speaks to the
// machine would press them by talking. Those that need the focus in one place (`within`) stay.
//
// A page whose composer has just been filled ([data-about-to-write]) is about to be
// typed into: letters go there, whatever has the focus, until something else is chosen.
import { areas } from "./at-hand.js";

const MAC = /mac|iphone|ipad/i.test(navigator.platform);
const entries = [];
const TYPING = "input, textarea, select, [contenteditable='true']";
const NOT_TYPING = new Set(["button", "checkbox", "color", "file", "image", "radio", "range", "reset", "submit"]);
const MOVING = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown", " "]);
// What presses or moves the focused element itself.
const PRESSED = { " ": "button, input, select, summary", Enter: "a[href], button, input, select, summary" };
const MOVED = "input:not([type=checkbox]), select";

let isOff = null;

/** Whether keys of one character count; with a choice, from now on and on other pages. */
export function charactersCount(choice) {
  try {
    if (choice !== undefined) localStorage.setItem("one-character-keys", choice ? "on" : "off");
    isOff = localStorage.getItem("one-character-keys") === "off";
  } catch {
    // Not kept then, but done as long as the page is there.
    if (choice !== undefined) isOff = !choice;
  }
  return !isOff;
}

function isSilent(key) {
  return key.length === 1 && key !== " " && !charactersCount();
}

function isTyping(target) {
  const field = target.closest?.(TYPING);
  if (!field) return false;
  return !(field instanceof HTMLInputElement && NOT_TYPING.has(field.type));
}

/** Whether the press belongs to a composition: Enter takes a candidate, arrows choose one. */
export function isComposing(event) {
  // Safari tells of the last one only by this code.
  return event.isComposing || event.keyCode === 229;
}

function scrolls(element, isAcross) {
  const { overflowX, overflowY } = getComputedStyle(element);
  if (!/auto|scroll/.test(isAcross ? overflowX : overflowY)) return false;
  return isAcross ? element.scrollWidth > element.clientWidth : element.scrollHeight > element.clientHeight;
}

// The focus stands in a box that the key scrolls, such as a long line of code.
function isScrolled({ key, target }) {
  const isAcross = key === "ArrowLeft" || key === "ArrowRight";
  for (let it = target; it && it !== document.body; it = it.parentElement) {
    if ((it === target || it.tabIndex === 0) && scrolls(it, isAcross)) return true;
  }
  return false;
}

// Space presses a button, arrows move a slider, choose a radio button or scroll a box.
function belongsToTarget(event) {
  const { key, target } = event;
  if (!target.closest) return false;
  if (PRESSED[key]) return Boolean(target.closest(PRESSED[key]));
  return MOVING.has(key) && (Boolean(target.closest(MOVED)) || isScrolled(event));
}

// AltGr, and Option on a Mac, are part of the character: "[" on a German keyboard.
function makesCharacter(event) {
  if (event.key.length !== 1) return false;
  return event.getModifierState?.("AltGraph") || (MAC && event.altKey && !event.ctrlKey && !event.metaKey);
}

/** What was pressed, spelled as in the registry. */
function spell(event) {
  const parts = [];
  if (!makesCharacter(event)) {
    if (MAC ? event.metaKey : event.ctrlKey) parts.push("mod");
    if (event.altKey) parts.push("alt");
  }
  // Shift is part of the character where it makes one ("?"), and matters elsewhere.
  if (event.shiftKey && (event.key.length > 1 || parts.length > 0)) parts.push("shift");
  if (event.key.length > 1) return [...parts, event.key].join("+");
  // Caps Lock is no Shift.
  const key = event.shiftKey && !parts.length ? event.key.toUpperCase() : event.key.toLowerCase();
  return [...parts, key].join("+");
}

function modal(but = "") {
  const open = document.querySelectorAll(`dialog:modal${but}`);
  return open[open.length - 1] ?? null;
}

function counts(entry, event, dialog) {
  if (!entry.typing && (isTyping(event.target) || belongsToTarget(event))) return false;
  if (entry.within) {
    if (dialog) return dialog.contains(entry.within);
    return entry.within.contains(event.target);
  }
  if (isSilent(entry.key)) return false;
  return !dialog || entry.everywhere || "keys" in dialog.dataset;
}

// What waits in a closed menu can be reached by its key all the same.
function isThere(element) {
  if (element.closest("[inert]")) return false;
  return element.checkVisibility() || element.closest("[popover]")?.parentElement.checkVisibility();
}

function fromMarkup(spelled, event, dialog) {
  if (isSilent(spelled) || isTyping(event.target) || belongsToTarget(event)) return null;
  const selector = `[data-key="${CSS.escape(spelled)}"]`;
  for (const area of [...areas(), dialog ?? document]) {
    for (const element of area?.querySelectorAll(selector) ?? []) {
      const reachable = !dialog || dialog.contains(element);
      const own = element.closest("[data-key-area]");
      const meant = !own || own === area || "only" in own.dataset || dialog;
      if (reachable && meant && isThere(element) && !element.disabled) return element;
    }
  }
  return null;
}

// Letters that come before the caret has reached the prompt are meant for it.
function goesToPrompt(event) {
  const prompt = document.querySelector("[data-about-to-write]");
  if (!prompt || modal() || event.target !== document.body) return false;
  if (event.key.length !== 1) return false;
  if (!makesCharacter(event) && (event.ctrlKey || event.metaKey || event.altKey)) return false;
  prompt.focus();
  // One that is done again (see below) writes nothing by itself.
  if (!event.isTrusted) document.execCommand("insertText", false, event.key);
  return true;
}

// Whoever has chosen something else is not about to write any more.
document.addEventListener("pointerdown", (event) => {
  const prompt = document.querySelector("[data-about-to-write]");
  if (prompt && !prompt.form?.contains(event.target)) prompt.removeAttribute("data-about-to-write");
}, { passive: true });

// The key whose press has been answered for good: what comes while it is held is nothing.
let held = "";

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || isComposing(event) || goesToPrompt(event)) return;
  const spelled = spell(event);
  if (event.repeat && held === spelled) {
    event.preventDefault();
    return;
  }
  held = "";
  const dialog = modal();
  // The last one in is the most particular one.
  for (const entry of entries.toReversed()) {
    if (entry.key !== spelled || !counts(entry, event, dialog)) continue;
    // Pressed before this page, or this dialog, was there.
    if (event.repeat && !entry.repeats) continue;
    if (entry.run(event) === false) continue;
    event.preventDefault();
    if (!entry.repeats) held = spelled;
    return;
  }
  const element = fromMarkup(spelled, event, dialog);
  if (!element) return;
  event.preventDefault();
  // A key that is held down is one press; only who walks may go on.
  if (event.repeat && !MOVING.has(event.key)) return;
  if (element.matches("input:not([type=checkbox], [type=radio]), textarea, select")) {
    element.focus();
    element.select?.();
  } else element.click();
});

// Enter that is held down presses a button again and again: also the one with a price
// that has got the focus meanwhile, in a question that the first press has opened.
document.addEventListener("keydown", (event) => {
  if (!event.repeat || event.key !== "Enter") return;
  if (event.target.closest?.("button, [type=submit], input, summary, a")) event.preventDefault();
}, { capture: true });

// What was pressed before this was there (early.js) is done now, unless it is long ago.
const EARLY_MS = 5000;

document.addEventListener("DOMContentLoaded", () => {
  for (const event of window.pressedEarly?.splice(0) ?? []) {
    const target = event.target === document.documentElement ? document.body : event.target;
    if (performance.now() - event.timeStamp < EARLY_MS && target.isConnected) target.dispatchEvent(new KeyboardEvent("keydown", event));
  }
});

/** Add a key; returns a function that takes it away again. */
export function register({ key, label, scope = "Anywhere", run, within = null, typing = false, everywhere = false, repeats = false }) {
  const entry = { key, label, scope, run, within, typing, everywhere, repeats };
  entries.push(entry);
  return () => {
    const at = entries.indexOf(entry);
    if (at >= 0) entries.splice(at, 1);
  };
}

/** All keys that work on this page now, by scope, for the `?` dialog. */
export function list() {
  const scopes = new Map();
  const add = (scope, key, label) => {
    if (!label) return;
    if (!scopes.has(scope)) scopes.set(scope, new Map());
    const keysOf = scopes.get(scope);
    keysOf.set(label, [...new Set([...(keysOf.get(label) ?? []), key])]);
  };
  // Below the one that shows the list.
  const dialog = modal(":not(#keys)");
  for (const { key, label, scope, within, everywhere } of entries) {
    if (!within && isSilent(key)) continue;
    const works = within ? !dialog || dialog.contains(within) : !dialog || everywhere || "keys" in dialog.dataset;
    if (works) add(scope, key, label);
  }
  for (const element of (dialog ?? document).querySelectorAll("[data-key]")) {
    const { key, keyLabel, keyScope = "Anywhere" } = element.dataset;
    if (isSilent(key)) continue;
    add(keyScope, key, keyLabel ?? element.textContent.trim());
  }
  return scopes;
}

const NAMES = {
  mod: MAC ? "⌘" : "Ctrl",
  alt: MAC ? "⌥" : "Alt",
  shift: "Shift",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Enter: "Enter",
  Escape: "Esc",
  Delete: "Del",
  " ": "Space",
};

/** The keycaps of "mod+Enter": ["Ctrl", "Enter"]. */
export function caps(key) {
  const parts = key === "+" ? ["+"] : key.split(/\+(?=.)/);
  return parts.map((part) => NAMES[part] ?? part);
}
