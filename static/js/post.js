// Apart from htmx.js, which itself needs what needs this.
/** Send a POST the way a form with hx-post would, and swap nothing. */
export function post(url, values = {}) {
  return window.htmx.ajax("POST", url, { source: document.body, swap: "none", values });
}

/** Take the new token that the answer to a refused POST brings, for the next one. */
export function renew({ token }) {
  if (token) document.dispatchEvent(new CustomEvent("token", { detail: { value: token } }));
}
