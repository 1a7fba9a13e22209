// Native dialogs, opened by marks in the markup:
//   <button data-opens="id">           opens <dialog id="id"> as a modal one
//   <div popover data-show>            opens when it arrives
//   <button data-closes>               closes the dialog around it
//   <form data-closes-dialog>          closes it when its request has succeeded
//   <dialog data-show>                 sent by the server: opens when it arrives,
//                                      and leaves the page when it closes
// The browser gives the focus back to the opener by itself.
import { onLoad } from "./htmx.js";
import { hasUnsaved } from "./unsaved.js";

export function open(dialog) {
  if (!dialog.open) dialog.showModal();
}

function showArrived(root) {
  const dialogs = root.matches?.("dialog[data-show]")
    ? [root]
    : root.querySelectorAll("dialog[data-show]");
  for (const dialog of dialogs) {
    if (dialog.open) continue;
    dialog.addEventListener("close", () => dialog.remove(), { once: true });
    dialog.addEventListener("cancel", (event) => event.target === dialog && staysOpen(dialog) && event.preventDefault());
    open(dialog);
  }
  for (const popover of root.querySelectorAll?.("[popover][data-show]") ?? []) popover.showPopover();
}

// What is typed in a dialog that leaves the page would go with it: the first time it stays,
// and says why in itself, as what is outside of a modal one is heard by nobody.
const warningOf = (dialog) => dialog.querySelector("header > [data-unsaved]");

function staysOpen(dialog) {
  if (warningOf(dialog) || !dialog.matches("[data-show]") || !hasUnsaved(dialog)) return false;
  const warning = document.createElement("p");
  warning.className = "error";
  warning.role = "alert";
  warning.dataset.unsaved = "";
  dialog.querySelector("header > .end").before(warning);
  warning.textContent = "What you typed has not been sent. Close once more to drop it.";
  return true;
}

// A selection that is dragged out of a dialog ends beside it, which is no click there.
let pressed = null;
document.addEventListener("pointerdown", (event) => (pressed = event.target), { capture: true, passive: true });

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    if (dialog) open(dialog);
    return;
  }
  if (event.target.closest("[data-closes]")) {
    const dialog = event.target.closest("dialog");
    if (dialog && !staysOpen(dialog)) dialog.close();
    return;
  }
  // A click beside the dialog lands on the dialog itself, outside of its box.
  if (event.target instanceof HTMLDialogElement && !event.target.dataset.keep && pressed === event.target) {
    const box = event.target.getBoundingClientRect();
    const inside =
      event.clientX >= box.left &&
      event.clientX <= box.right &&
      event.clientY >= box.top &&
      event.clientY <= box.bottom;
    if (!inside && !staysOpen(event.target)) event.target.close();
  }
});

// Who has sent a form waits for its answer: one to a field of it must not take its place.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { elt } = event.detail.requestConfig;
  const form = elt.closest?.("form[data-closes-dialog]");
  if (form && form !== elt && form.matches(".htmx-request")) event.detail.shouldSwap = false;
});

// Words that have been sent after all are warned of no more, until there are others.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const dialog = detail.elt.closest?.("dialog");
  if (dialog && !hasUnsaved(dialog)) warningOf(dialog)?.remove();
});

// What was asked for in a dialog has been started: it has done its work.
document.addEventListener("htmx:afterRequest", (event) => {
  const { elt, successful, xhr } = event.detail;
  if (!successful || xhr.status === 422 || !elt.matches?.("form[data-closes-dialog]")) return;
  elt.closest("dialog")?.close();
});

onLoad(showArrived);
showArrived(document);
