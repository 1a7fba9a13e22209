// The one poll for all cards of runs that are not finished, on whatever page they are.
// It asks as long as there is such a card, soon at first and then once a second. The
// title of the tab tells how it stands.
import { now } from "./elements/local-time.js";
import { onLoad } from "./htmx.js";

const FIRST_MS = 250;
const SLOWER = 1.35;
const USUAL_MS = 1000;
const HIDDEN_MS = 3000;
// Where no answer comes, it is asked less and less often.
const AWAY_MS = 20000;

let timer = 0;
let isAsking = false;
let delay = FIRST_MS;
let plain = document.title;
let told = "";

const element = () => document.getElementById("poll");

function waiting() {
  return document.querySelectorAll("input[name='run']");
}

async function ask() {
  const poll = element();
  timer = 0;
  // The cards may have left with the dialog that they were in.
  if (!poll || !waiting().length) return;
  isAsking = true;
  let hasCome = false;
  poll.addEventListener("htmx:afterRequest", ({ detail }) => (hasCome = detail.successful), { once: true });
  // A failure is told by htmx.js.
  await window.htmx.ajax("GET", poll.dataset.address, { source: poll, swap: "none" }).catch(() => {});
  isAsking = false;
  if (hasCome) delay = Math.min(USUAL_MS, delay * SLOWER);
  else delay = Math.min(AWAY_MS, 2 * Math.max(USUAL_MS, delay));
  watch();
}

// A card may leave with its dialog while its answer is on the way.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.elt !== element()) return;
  const parts = document.createElement("template");
  parts.innerHTML = detail.serverResponse;
  for (const card of parts.content.querySelectorAll(".run[hx-swap-oob]")) if (!document.getElementById(card.id)) card.remove();
  detail.serverResponse = parts.innerHTML;
});

function watch() {
  const still = waiting().length;
  if (still && !timer && !isAsking && element()) {
    timer = setTimeout(ask, document.hidden ? Math.max(HIDDEN_MS, delay) : delay);
  }
  if (!still) delay = FIRST_MS;
  tell();
}

// The panes of Compare ask by themselves.
function pending() {
  return document.querySelectorAll(".pane.pending").length;
}

function seconds() {
  const since = [...document.querySelectorAll(":is(.card, .pane.pending) elapsed-time")].map((it) => Date.parse(it.dataset.since));
  return since.length ? Math.max(0, Math.round((now() - Math.min(...since)) / 1000)) : 0;
}

/** "(2 · 14 s) Studio" while two runs are under way, "(done) Studio" until it is seen. */
function tell() {
  // Somebody else may have given the page a new title.
  if (document.title !== told) plain = document.title;
  const runs = new Set([...document.querySelectorAll("input[name='run']:not([data-bare])")].map((input) => input.value.split(".")[0])).size || pending();
  const wasWaiting = told && told !== plain;
  if (runs) told = `(${runs} · ${seconds()} s) ${plain}`;
  else told = wasWaiting && document.hidden ? `(done) ${plain}` : plain;
  if (document.title !== told) document.title = told;
}

setInterval(() => (waiting().length || pending() || document.title !== plain) && tell(), 1000);
function soon() {
  if (document.hidden) return;
  clearTimeout(timer);
  timer = 0;
  delay = Math.min(USUAL_MS, delay);
  watch();
}

document.addEventListener("visibilitychange", soon);
addEventListener("online", soon);
onLoad(watch);
document.addEventListener("htmx:oobAfterSwap", watch);
watch();
