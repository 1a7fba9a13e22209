// "Send it again" on the page of a refused form. Signing in, in another tab, has made its
// token worthless: a new one is taken from a page that only members see. A form whose token
// was fresh on the page (data-fresh) goes as it stands where nobody is signed in: a guest's.
import { reach, refusal } from "./reach.js";

const form = document.querySelector("form[data-send-again]");

function say(words) {
  const place = form.querySelector("[role=alert]");
  place.textContent = words;
  place.hidden = false;
}

async function sendAgain() {
  const answer = await reach(form.dataset.sendAgain);
  const isOut = answer.headers.has("X-Signed-Out");
  if (isOut && "fresh" in form.dataset) return leave();
  if (isOut) return say("You are still signed out. Sign in first; what you typed stays here.");
  if (!answer.ok) throw await refusal(answer);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!token) throw new Error("The server gave no answer to go on with. Try again.");
  form.elements.csrfmiddlewaretoken.value = token;
  return leave();
}

function leave() {
  // Neither by the event of before, nor by a field that may be called submit.
  HTMLFormElement.prototype.submit.call(form);
  return true;
}

// A double click sends it once. What the browser has been given may be stopped there.
const LEAVING_MS = 5000;
const button = form?.querySelector("button");
const release = () => (button.ariaDisabled = null);

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (button.ariaDisabled) return;
  button.ariaDisabled = "true";
  const isLeaving = await sendAgain().catch((error) => say(error.message));
  if (isLeaving) setTimeout(release, LEAVING_MS);
  else release();
});
