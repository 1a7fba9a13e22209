// Forms that spend carry a number, so that the server starts what they ask for once (see
// runs/once.py). A second press is not even sent; what is sent anew has another number.
const isPaid = (form) => form.matches?.("form:has([name=once])");

function renew(root) {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  const number = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  for (const field of root.querySelectorAll("[name=once]")) field.value = number;
}

// Those that htmx sends have been taken out of the browser's hands by then.
const sent = new Set();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || !isPaid(form)) return;
  if (sent.has(form)) event.preventDefault();
  sent.add(form);
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.successful && detail.requestConfig?.verb === "post" && isPaid(detail.elt)) renew(detail.elt);
});

// Who comes back to the page means it when it is sent again.
addEventListener("pageshow", (event) => {
  sent.clear();
  if (event.persisted) renew(document);
});
