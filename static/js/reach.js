// Asking the server by fetch(). What is said where nobody answers, or where it refuses,
// stands here once: with words for a person, and with what helps.
import { renew } from "./post.js";

export const AWAY = "The server cannot be reached. Nothing is lost: try again when it is back.";

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
    throw new Refused(AWAY, { again: true });
  }
}

/** Read a refusal, and take the new token that it may bring; returns the error to throw. */
export async function refusal(answer, otherwise = "That did not work.") {
  const { token, toast } = header(answer);
  renew({ token });
  const isJson = answer.headers.get("Content-Type")?.includes("json");
  const said = isJson ? await answer.json().catch(() => ({})) : {};
  const again = Boolean(token) || answer.headers.has("X-Signed-Out") || answer.status >= 500;
  const role = answer.status === 403 ? "You may not do this here." : "";
  const message = said.message || toast?.message || role || otherwise;
  return new Refused(message, { action: toast?.action, again, isToken: Boolean(token) });
}

function header(answer) {
  try {
    return JSON.parse(answer.headers.get("HX-Trigger") ?? "{}");
  } catch {
    return {};
  }
}

/** Return what is answered as JSON; throws `Refused`. */
export async function get(url, options = {}, otherwise = undefined) {
  const answer = await reach(url, { ...options, headers: { Accept: "application/json" } });
  if (!answer.ok) throw await refusal(answer, otherwise);
  return answer.json();
}

/** Send a POST and return what is answered as JSON; throws `Refused`. */
export function send(url, values, otherwise) {
  const body = new URLSearchParams(values);
  body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  return get(url, { method: "POST", body }, otherwise);
}
