// A form whose answer takes long says so (data-busy), and is not sent twice meanwhile.
import { dismiss, toast } from "./toast.js";

// One that the browser was told to stop can be sent again: of that nobody hears.
const LEAVING_MS = 5000;
const sent = new WeakMap();

document.addEventListener("submit", (event) => {
  const { target: form, timeStamp } = event;
  if (!form.dataset.busy || event.defaultPrevented) return;
  if (timeStamp - (sent.get(form) ?? -LEAVING_MS) < LEAVING_MS) event.preventDefault();
  else sent.set(form, timeStamp);
  toast({ id: "busy", message: form.dataset.busy, lasts: true });
});

addEventListener("pageshow", (event) => event.persisted && dismiss("busy"));
