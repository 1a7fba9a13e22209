// Short messages in the corner. The region is in base.html; messages that the
// server rendered there are the same elements.
import { lead, post } from "./post.js";
import { did, newest, offered, takeBack, way } from "./undoing.js";

const ICONS = { info: "info", success: "success", warning: "warning", error: "error" };
const LINGER_MS = 6000;
const WITH_ACTION_MS = 10000;

const toasts = document.getElementById("toasts");
const live = document.getElementById("live");
const home = toasts?.parentElement;
// The button that takes a step back, as long as its message is there.
const offers = new WeakMap();

// What is outside of an open modal dialog is inert: its buttons are dead, its words are
// heard by nobody. So both regions stand in the dialog that was opened last.
const opened = new Set();
let spoke = -Infinity;

function top() {
  for (const dialog of opened) if (!dialog.isConnected || !dialog.matches(":modal")) opened.delete(dialog);
  return [...opened].at(-1) ?? home;
}

/** The region of messages, where it can be reached. */
function region() {
  const place = toasts && top();
  if (!place || toasts.parentElement === place) return toasts;
  // Said in a dialog as it closes, it has to be said again where it stands now.
  const words = performance.now() - spoke < 1000 ? live?.textContent : "";
  place.append(toasts, ...(live ? [live] : []));
  if (words) announce(words);
  else live?.replaceChildren();
  raise();
  return toasts;
}

new MutationObserver((changes) => {
  for (const { target } of changes) if (target.matches("dialog[open]")) opened.add(target);
  region();
}).observe(document, { subtree: true, attributeFilter: ["open"] });
if (live) new MutationObserver(() => (spoke = performance.now())).observe(live, { childList: true });

function icon(name) {
  const { sprite } = toasts.dataset;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${sprite}#${name}`);
  svg.append(use);
  return svg;
}

function button(className, content, label, run) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = className;
  element.append(content);
  if (label) element.setAttribute("aria-label", label);
  element.addEventListener("click", (event) => run(event.currentTarget));
  return element;
}

/**
 * Show a message. With the same `id` it replaces the one that is there.
 *
 * `action` is {label, run}, {label, url, values} or {label, href}; a url is posted to, an
 * href opened beside this page. Where that is refused the message stays, to try again.
 * What is called "Undo" can also be done by Ctrl+Z (undoing.js), when the message is gone
 * as well; `step` instead of `run` is one that is known there already.
 */
export function toast({ message, level = "info", id = "", action = null, lasts = false }) {
  if (!message || !toasts) return;
  if (!action && id && isThere(id, level, message)) return;
  dismiss(id);
  const element = document.createElement("toast-note");
  element.className = "toast";
  element.dataset.level = level;
  if (id) element.dataset.toast = id;
  if (lasts) element.dataset.lasts = "";
  const words = document.createElement("span");
  words.className = "message";
  words.textContent = message;
  element.append(icon(ICONS[level] ?? "info"), words);
  if (action?.href) {
    const link = document.createElement("a");
    Object.assign(link, { className: "link", href: action.href, target: "_blank", textContent: action.label });
    element.append(link);
  } else if (action) {
    const run = action.run ?? (() => post(action.url, action.values));
    const step = action.step ?? (action.label === "Undo" ? did({ run }) : null);
    element.append(
      button("link", action.label, "", async (pressed) => {
        pressed.disabled = true;
        try {
          await (step ? takeBack(step) : run());
          element.remove();
          // A card that is back stands before the others.
          if (document.activeElement === document.body) document.querySelector("#results .prompt-line")?.focus();
        } catch {
          pressed.disabled = false;
        }
      }),
    );
    if (step) offers.set(step, element.lastElementChild);
  }
  element.append(button("close", icon("close"), "Dismiss", () => element.remove()));
  region();
  raise();
  toasts.append(element);
}

// The same words again are no news: who reads or presses them is left alone.
function isThere(id, level, message) {
  const same = [...toasts.children].find((it) => it.dataset.toast === id);
  return same?.dataset.level === level && same.querySelector(".message")?.textContent === message && level === "error";
}

/** Take away the message with this id, if it is there. */
export function dismiss(id) {
  if (!id) return;
  for (const element of toasts?.children ?? []) {
    if (element.dataset.toast === id) element.remove();
  }
}

/** Take back what was done last. False when there is nothing. */
export function undo() {
  const step = newest();
  if (!step) return false;
  const offer = offers.get(step);
  if (offer?.isConnected) offer.click();
  else void takeBack(step).catch(() => {});
  return true;
}

// What has been done with many pictures, as the server tells it: by the page before, or a
// while ago.
for (const { value, form } of document.querySelectorAll(".toast > button[form], form.note > button[name=id]")) offered(value, form.hidden);
way("many", ({ told: { id } }) => lead(document.getElementById("pick-form").dataset.undo, [["id", id]]));

// An open modal dialog covers everything but the top layer.
function raise() {
  if (!toasts.showPopover) return;
  toasts.popover = "manual";
  if (toasts.matches(":popover-open")) toasts.hidePopover();
  toasts.showPopover();
}

/** Say something to a screen reader that the eye can see already. */
export function announce(message) {
  if (!live) return;
  region();
  live.textContent = "";
  // The same words twice are a change only when there was none between.
  requestAnimationFrame(() => (live.textContent = message));
}

customElements.define(
  "toast-note",
  class extends HTMLElement {
    #timer = 0;
    #wait = () => {
      clearTimeout(this.#timer);
      // A failure stays until it has been seen.
      if (this.dataset.level === "error" || "lasts" in this.dataset) return;
      const linger = this.querySelector(".link") ? WITH_ACTION_MS : LINGER_MS;
      this.#timer = setTimeout(() => this.remove(), linger);
    };
    #stay = () => clearTimeout(this.#timer);

    connectedCallback() {
      this.addEventListener("pointerenter", this.#stay);
      this.addEventListener("focusin", this.#stay);
      this.addEventListener("pointerleave", this.#wait);
      this.addEventListener("focusout", this.#wait);
      this.querySelector(":scope > .close")?.addEventListener("click", () => this.remove());
      this.#wait();
    }

    disconnectedCallback() {
      this.#stay();
      this.removeEventListener("pointerenter", this.#stay);
      this.removeEventListener("focusin", this.#stay);
      this.removeEventListener("pointerleave", this.#wait);
      this.removeEventListener("focusout", this.#wait);
    }
  },
);
