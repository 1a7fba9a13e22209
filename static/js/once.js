// Forms that spend carry a number, so that the server starts what they ask for once (see
// runs/once.py). A second press is not even sent; what is sent anew has another number.
import { toast } from "./toast.js";

const isPaid = (form) => form.matches?.("form:has([name=once])");

function renew(root) {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  const number = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  for (const field of root.querySelectorAll("[name=once]")) field.value = number;
}

// Both presses of a double click mean one run, also where the answer to the first is
// there in between, with a new form in the place of the old one.
const PRESSES_MS = 500;
const pressed = new Map();
// What a press means: the form, and which of its buttons, whatever element that is now.
const meaning = (form, button) => [form.id || form.getAttribute("action"), button?.id, button?.name, button?.value, button?.getAttribute("formaction")].join(" ");

document.addEventListener(
  "submit",
  (event) => {
    const { target: form, submitter } = event;
    // Values of Vary have a rule of their own (runs.js), other buttons an address.
    if (!isPaid(form) || form.matches("[data-runs]") || submitter?.matches("[hx-post], [formaction]")) return;
    if (event.timeStamp - (pressed.get(meaning(form, submitter)) ?? -PRESSES_MS) >= PRESSES_MS) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  { capture: true },
);

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, requestConfig } = event.detail;
  const button = requestConfig.triggeringEvent?.submitter;
  if (requestConfig.verb === "post" && isPaid(elt)) pressed.set(meaning(elt, button), event.timeStamp);
});

// Who has typed in between means what is there now.
document.addEventListener("input", () => pressed.clear());

// Those that htmx sends have been taken out of the browser's hands by then. One that the
// browser sends may be stopped, of which nobody hears: after a while it can be sent again.
const LEAVING_MS = 5000;
const sent = new Map();

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || form.method !== "post" || !isPaid(form)) return;
  const meant = meaning(form, submitter);
  if (event.timeStamp - (sent.get(meant) ?? -LEAVING_MS) < LEAVING_MS) {
    event.preventDefault();
    toast({ id: "sending", message: "It is being sent." });
    return;
  }
  pressed.set(meant, event.timeStamp);
  sent.set(meant, event.timeStamp);
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.successful && detail.requestConfig?.verb === "post" && isPaid(detail.elt)) renew(detail.elt);
});

// Who comes back to the page means it when it is sent again.
addEventListener("pageshow", (event) => {
  sent.clear();
  pressed.clear();
  if (event.persisted) renew(document);
});
