// "Send it again" on the page of an ended session. Signing in, in another tab, has made the
// token of this form worthless: a new one is taken from a page that only members see.
import { reach } from "./reach.js";

const form = document.querySelector("form[data-send-again]");

function say(words) {
  const place = form.querySelector("[role=alert]");
  place.textContent = words;
  place.hidden = false;
}

async function sendAgain() {
  const answer = await reach(form.dataset.sendAgain);
  if (answer.headers.has("X-Signed-Out")) return say("You are still signed out. Sign in first; what you typed stays here.");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  form.elements.csrfmiddlewaretoken.value = page.querySelector("[name=csrfmiddlewaretoken]").value;
  // Neither by the event of before, nor by a field that may be called submit.
  return HTMLFormElement.prototype.submit.call(form);
}

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  sendAgain().catch((error) => say(error.message));
});
