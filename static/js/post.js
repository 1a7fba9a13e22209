// Apart from htmx.js, which itself needs what needs this.
/** Send a POST the way a form with hx-post would, and swap nothing. */
export function post(url, values = {}) {
  return window.htmx.ajax("POST", url, { source: document.body, swap: "none", values });
}
