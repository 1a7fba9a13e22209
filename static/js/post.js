// Apart from htmx.js, which itself needs what needs this.

/**
 * Ask by an element of its own: htmx lets each do one request at a time, and drops what
 * waits for the same one. Rejects where nothing came of it; htmx.js has said why by then.
 */
async function ask(verb, url, options) {
  const source = document.createElement("span");
  source.hidden = true;
  document.body.append(source);
  let isDone = false;
  source.addEventListener("htmx:afterRequest", ({ detail }) => (isDone = detail.successful));
  try {
    await window.htmx.ajax(verb, url, { source, ...options });
  } finally {
    source.remove();
  }
  if (!isDone) throw new Error(`${url} was not done`);
}

let writes = Promise.resolve();

/** Send a POST the way a form with hx-post would, after those before it; swap nothing. */
export function post(url, values = {}) {
  const written = writes.then(() => ask("POST", url, { swap: "none", values }));
  writes = written.catch(() => {});
  return written;
}

/** Send a POST as a form of the page does, which leads on to its answer. */
export function lead(action, values = []) {
  const form = Object.assign(document.createElement("form"), { method: "post", action });
  const token = document.querySelector("#pick-form [name=csrfmiddlewaretoken]");
  for (const [name, value] of [[token.name, token.value], ...values]) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  // Unlike submit() it is heard of: the page keeps its place.
  form.requestSubmit();
}

let opening = null;

/** Fetch a dialog, which opens itself; one at a time, so that a second press is none. */
export function openDialog(url) {
  opening ??= ask("GET", url, { target: "body", swap: "beforeend" })
    .catch(() => {})
    .finally(() => (opening = null));
  return opening;
}

/** Take the new token that the answer to a refused POST brings, for the next one. */
export function renew({ token }) {
  if (token) document.dispatchEvent(new CustomEvent("token", { detail: { value: token } }));
}
