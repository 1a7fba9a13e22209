// All that we know of htmx: its event names, and what to say when a request fails.
// Its settings stand in a <meta> of base.html.
import { dismiss, toast } from "./toast.js";

export { post } from "./post.js";

const LOST = "connection";

const REASONS = {
  0: "The server cannot be reached. Nothing is lost; it is tried again with your next click.",
  403: "This page is too old to be trusted. Reload it and try again.",
  404: "That is not there any more.",
  413: "That is too large to be sent.",
  429: "Too many requests at once. Wait a moment and try again.",
};

const SIGNED_OUT = "You are signed out. Nothing was sent. Sign in in another tab, then try again here.";

function reason(status) {
  if (REASONS[status]) return REASONS[status];
  return status >= 500
    ? "Something went wrong on the server. Nothing was lost; try again."
    : "That was not accepted. Reload the page and try again.";
}

/** Call `run(element)` for every piece of page that htmx has put in. */
export function onLoad(run) {
  document.addEventListener("htmx:load", (event) => run(event.detail.elt));
}

/** Call `run(target)` after each swap has settled. */
export function onSettle(run) {
  document.addEventListener("htmx:afterSettle", (event) => run(event.detail.target));
}

function lost() {
  toast({ id: LOST, level: "error", message: reason(0) });
}

document.addEventListener("htmx:sendError", lost);
document.addEventListener("htmx:timeout", lost);
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  const message = xhr.getResponseHeader("X-Signed-Out") ? SIGNED_OUT : reason(xhr.status);
  toast({ id: `status-${xhr.status}`, level: "error", message });
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) dismiss(LOST);
});

// Work in an open dialog is not swept away by an answer that was under way.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  if (event.detail.target.querySelector("dialog:modal")) event.detail.shouldSwap = false;
});

// What has been painted and not taken over yet stays as long as it is about the same.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  const key = fragment?.firstElementChild?.dataset?.key;
  if (key !== undefined && key === target.dataset.key) event.detail.shouldSwap = false;
});

// The server may answer with HX-Trigger: {"toast": {"message": …, "level": …}}.
document.addEventListener("toast", (event) => toast(event.detail));
