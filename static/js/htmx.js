// All that we know of htmx: its event names, and what to say when a request fails.
// Its settings stand in a <meta> of base.html.
import { reason } from "./reach.js";
import { dismiss, toast } from "./toast.js";

export { post } from "./post.js";

const LOST = "connection";

/** Call `run(element)` for every piece of page that htmx has put in. */
export function onLoad(run) {
  document.addEventListener("htmx:load", (event) => run(event.detail.elt));
}

/** Call `run(target)` after each swap has settled. */
export function onSettle(run) {
  document.addEventListener("htmx:afterSettle", (event) => run(event.detail.target));
}

// Failures that somebody has dismissed: what a page asks by itself, again and again, tells
// of them no more until something has worked.
const silenced = new Set();

function asksByItself(element) {
  return element.matches?.('#poll, [hx-trigger^="every"]');
}

function say(id, element, status) {
  if (!silenced.has(id) || !asksByItself(element)) toast({ id, level: "error", message: reason(status) });
}

function lost({ detail }) {
  say(LOST, detail.elt, 0);
}

document.addEventListener("htmx:sendError", lost);
document.addEventListener("htmx:timeout", lost);
document.addEventListener("htmx:responseError", ({ detail: { elt, xhr } }) => {
  // The answer may bring words of its own.
  if (!xhr.getResponseHeader("HX-Trigger")) say(`status-${xhr.status}`, elt, xhr.status);
});
document.addEventListener("click", (event) => {
  const id = event.target.closest?.("#toasts .close")?.closest("[data-toast]")?.dataset.toast;
  if (id) silenced.add(id);
}, { capture: true });

// Nobody looks: what asks again and again waits until somebody does.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden && event.detail.elt.matches('[hx-trigger^="every"]')) event.preventDefault();
});

// What was typed before this was loaded, or brought back by Back, has told nobody.
addEventListener("pageshow", () => {
  for (const part of document.querySelectorAll("[hx-trigger^=input], #composer")) {
    const changed = [...part.querySelectorAll("input, select, textarea")].find(isChanged);
    // Some fields ask for more than the form around them, and listen to another event.
    const type = part.id === "composer" || changed?.matches("[hx-trigger^=change]") ? "change" : "input";
    changed?.dispatchEvent(new Event(type, { bubbles: true }));
  }
});

function isChanged(field) {
  if (field.options) return field.selectedIndex !== Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
  return ["checkbox", "radio"].includes(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
}

// Each sign-in, also one in another tab, makes the tokens of a page worthless.
document.addEventListener("token", ({ detail }) => {
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = detail.value;
  document.body.setAttribute("hx-headers", `{"X-CSRFToken":"${detail.value}"}`);
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful) return;
  silenced.clear();
  dismiss(LOST);
});

// Work in an open dialog is not swept away by an answer that was under way.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  if (event.detail.target.querySelector("dialog:modal")) event.detail.shouldSwap = false;
});

// What has been painted and not taken over yet stays as long as it is about the same.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  const about = fragment?.firstElementChild?.dataset?.about;
  if (about !== undefined && about === target.dataset.about) event.detail.shouldSwap = false;
});

// The server may answer with HX-Trigger: {"toast": {"message": …, "level": …}}.
document.addEventListener("toast", (event) => toast(event.detail));
