// Asking the server by fetch(). What is said where nobody answers, or where it refuses,
// stands here once: with words for a person, and with what helps.
import { renew } from "./post.js";

const REASONS = {
  0: "The server cannot be reached. Nothing is lost: try again when it is back.",
  403: "You may not do this here.",
  404: "That is not there any more.",
  413: "That is too large.",
  429: "Too many requests at once. Wait a moment.",
};

/** What an answer's number means for a person; 0 where nobody answers. */
export function reason(status) {
  return REASONS[status] ?? (status < 500 ? "That was not accepted. Reload the page and try again." : "Something went wrong on the server. Try again.");
}

/**
 * Why there is no answer to work with. `action` is what helps, for a toast; `again` says
 * that the same may well succeed later, `isToken` that a new token has come for it.
 */
export class Refused extends Error {
  constructor(message, { action = null, again = false, isToken = false } = {}) {
    super(message);
    this.action = action;
    this.again = again;
    this.isToken = isToken;
  }
}

/** fetch(), whose failure has words. Who gives up on an answer hears of no failure. */
export async function reach(url, options = {}) {
  try {
    return await fetch(url, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused(reason(0), { again: true });
  }
}

/** Read a refusal, and take the new token that it may bring; returns the error to throw. */
export async function refusal(answer) {
  const { token, toast } = header(answer);
  renew({ token });
  const isJson = answer.headers.get("Content-Type")?.includes("json");
  const said = isJson ? await answer.json().catch(() => ({})) : {};
  const isToken = Boolean(token);
  const again = isToken || answer.headers.has("X-Signed-Out") || answer.status >= 500;
  const message = said.message || toast?.message || reason(answer.status);
  return new Refused(message, { action: toast?.action, again, isToken });
}

function header(answer) {
  try {
    return JSON.parse(answer.headers.get("HX-Trigger") ?? "{}");
  } catch {
    return {};
  }
}

/** Return what is answered as JSON; throws `Refused`. */
export async function get(url, options) {
  const answer = await reach(url, { ...options, headers: { Accept: "application/json" } });
  if (!answer.ok) throw await refusal(answer);
  return answer.json();
}

/** Send a POST and return what is answered as JSON; throws `Refused`. */
export function send(url, values) {
  const body = new URLSearchParams(values);
  body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  return get(url, { method: "POST", body });
}
