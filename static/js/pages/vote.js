// Voting: the next pair stands there at the key, and the vote follows in the background.
//
// A vote waits in a queue until the server has answered it. Sent twice it counts once,
// and one taken back twice is taken back once. The server has the last word: where it
// shows another pair than the page does, the page follows.
import { reach, refusal } from "../reach.js";
import { announce } from "../toast.js";
import { Queue } from "../vote-queue.js";

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15000;
// Nobody has looked at two pictures in less: the second half of a double click is no vote.
const SHORTEST_LOOK_MS = 150;
// What is said of votes that are kept, where more is known than that they do not arrive.
const WHY = {
  404: "The experiment cannot be reached: it is in another workspace, or deleted.",
  0: "If you are signed out, reload the page.",
};

class Room {
  #form;
  #queue;
  #given = 0;
  #past = [];
  #sending = false;
  #failures = 0;
  #why = "";
  #retry = 0;
  #renewed = false;
  #said = "";
  // Off to sign in: what waits is kept, and nobody has to be asked.
  #leaves = false;
  // The server says how to go on: nothing is shown before it has answered all.
  #waits = false;

  constructor(form) {
    this.#queue = new Queue(form.getAttribute("action"), form.dataset.voter);
    this.#take(form);
    window.addEventListener("online", () => this.#send());
    window.addEventListener("beforeunload", (event) => {
      if (this.#queue.size && this.#failures && !this.#leaves) event.preventDefault();
    });
    if (this.#queue.size) {
      this.#wait();
      this.#send();
    }
  }

  /** Follow what the server shows. */
  #take(form) {
    this.#form = form;
    this.#given = Number(form.dataset.given ?? 0);
    this.#past = [];
    this.#waits = false;
    this.#prepare(form.querySelectorAll(".two"));
    this.#open(this.#shown);
  }

  /** Votes on a pair count from when it can have been looked at. */
  async #open(pair) {
    delete this.#form.dataset.ready;
    if (!pair) return;
    await this.#load(pair);
    setTimeout(() => {
      if (pair === this.#shown) this.#form.dataset.ready = pair.dataset.pair;
    }, SHORTEST_LOOK_MS);
  }

  get #stage() {
    return this.#form.querySelector(".pairs-ahead");
  }

  get #shown() {
    return this.#stage?.querySelector(".two:not([hidden])");
  }

  get #size() {
    return Number(this.#form.dataset.size ?? 0);
  }

  /** Fetch this pair and the next one; what is wanted later does not hold them up. */
  async #prepare(pairs) {
    const [shown, next, ...later] = pairs;
    await Promise.all([shown, next].filter(Boolean).map((pair) => this.#load(pair)));
    for (const pair of later) this.#load(pair);
  }

  /** Fetch and decode both pictures of a pair; done also where one cannot be had. */
  async #load(pair) {
    if (!pair.querySelector("img")) {
      for (const side of ["left", "right"]) {
        const picture = new Image();
        picture.alt = `The ${side} picture`;
        picture.src = pair.dataset[side];
        pair.append(picture);
      }
    }
    await Promise.allSettled([...pair.querySelectorAll("img")].map((picture) => picture.decode()));
  }

  #count(words = "") {
    const status = this.#form.querySelector(".count[role=status]");
    if (!status) return;
    const now = Math.min(this.#size, this.#given + this.#queue.gain + 1);
    status.textContent = [words || `${now} of ${this.#size}`, this.#said].filter(Boolean).join(". ");
  }

  /** Show a pair, whose pictures are there as a rule. */
  #show(pair) {
    for (const other of this.#stage.children) other.hidden = other !== pair;
    this.#form.elements.pair.value = pair.dataset.pair;
    this.#form.elements.seal.value = pair.dataset.seal;
    this.#form.elements.undo.hidden = !this.#past.length && !this.#form.elements.last.value;
    this.#open(pair);
    this.#count();
  }

  #wait() {
    this.#waits = true;
    for (const pair of this.#stage?.children ?? []) pair.hidden = true;
    if (this.#stage) this.#count("One moment: votes are being counted");
  }

  vote(choice) {
    const pair = this.#shown;
    if (!pair || this.#waits) return;
    if (![...pair.querySelectorAll("img")].every((picture) => picture.complete)) {
      this.#said = "The pictures are still coming";
      this.#count();
      return;
    }
    if (this.#form.dataset.ready !== pair.dataset.pair) return;
    this.#said = "";
    this.#queue.add({ pair: pair.dataset.pair, seal: pair.dataset.seal, choice });
    this.#past.push(pair);
    const next = pair.nextElementSibling;
    pair.remove();
    const isLast = this.#given + this.#queue.gain >= this.#size;
    if (next && !isLast) this.#show(next);
    else this.#wait();
    this.#send();
  }

  undo() {
    if (this.#waits) return;
    const before = this.#past.pop();
    this.#said = "";
    if (before) {
      // The oldest may be with the server already, answered or not.
      const { last, size } = this.#queue;
      const isUnsent = size > 1 && last.choice && last.pair === before.dataset.pair;
      if (isUnsent) this.#queue.dropLast();
      else this.#queue.add({ pair: before.dataset.pair });
      this.#stage.prepend(before);
      this.#show(before);
      announce("Taken back");
    } else if (this.#form.elements.last.value) {
      this.#queue.add({ pair: this.#form.elements.last.value });
      this.#wait();
    }
    this.#send();
  }

  async #send() {
    if (this.#sending || !this.#queue.size) return;
    clearTimeout(this.#retry);
    this.#sending = true;
    let answered = null;
    while (this.#queue.size) {
      // The answer to one that was sent before may have been lost on its way.
      const again = this.#failures > 0 || this.#queue.first.again;
      const answer = await this.#post(this.#queue.first);
      if (answer === null) break;
      this.#queue.dropFirst();
      answered = answer;
      this.#given = Number(answer.dataset.given ?? 0);
      if (answer.dataset.said && !again) this.#said = answer.dataset.said;
      this.#merge(answer);
    }
    this.#sending = false;
    if (answered && !this.#queue.size) this.#settle(answered);
    this.#tell();
  }

  /** Send one; returns the form of the answer, or null where it has to be sent again. */
  async #post(vote) {
    const { pair, seal, choice } = vote;
    const body = new URLSearchParams(choice ? { pair, seal, choice } : { undo: "1", last: pair });
    body.set("voter", this.#queue.voter);
    body.set("csrfmiddlewaretoken", this.#form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await reach(this.#form.action, { method: "POST", body, keepalive: true, headers: { "HX-Request": "true", "HX-Target": "vote" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const form = page.getElementById("vote");
      if (form && answer.ok) {
        this.#failures = 0;
        this.#renewed = false;
        return document.adoptNode(form);
      }
      const { isToken } = await refusal(answer);
      // Somebody has signed in since: once more at once, with the token that came along.
      if (isToken && !this.#renewed) {
        this.#renewed = true;
        return await this.#post(vote);
      }
      // What waits is kept, and sent when this page is back after signing in.
      // So are those of somebody who does not vote here any more, for when they do.
      if (answer.headers.has("X-Signed-Out") || answer.status === 409) {
        this.#leaves = true;
        location.reload();
      }
      this.#why = WHY[answer.status] ?? WHY[0];
    } catch {
      // The server cannot be reached.
      this.#why = WHY[0];
    }
    this.#failures += 1;
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.#failures - 1));
    this.#retry = setTimeout(() => this.#send(), wait);
    return null;
  }

  /** Get ready what the answer shows further ahead. */
  #merge(answer) {
    if (!this.#stage) return;
    const known = [...this.#stage.children, ...this.#past].map((pair) => Number(pair.dataset.pair));
    const newest = Math.max(-1, ...known);
    const fresh = [...answer.querySelectorAll(".two")].filter((pair) => Number(pair.dataset.pair) > newest);
    for (const pair of fresh) {
      pair.hidden = true;
      this.#stage.append(pair);
    }
    for (const pair of fresh) this.#load(pair);
  }

  /** All is sent: see that the page shows what the server would. */
  #settle(answer) {
    const next = answer.querySelector("[name=pair]")?.value;
    const here = this.#stage?.querySelector(`.two[data-pair="${next}"]`);
    if (here && (this.#waits || here === this.#shown)) {
      this.#waits = false;
      this.#form.elements.last.value = answer.querySelector("[name=last]").value;
      if (here === this.#shown) this.#count();
      else this.#show(here);
      return;
    }
    this.#form.replaceWith(answer);
    this.#take(answer);
    if (answer.dataset.said || !this.#said) this.#said = "";
    else if (this.#shown) this.#count();
  }

  #tell() {
    const note = this.#form.querySelector(".unsent");
    if (!note) return;
    const count = this.#queue.size;
    note.hidden = !this.#failures || !count;
    const words = count === 1 ? "1 vote is not sent yet. It is" : `${count} votes are not sent yet. They are`;
    const text = note.hidden ? "" : `${words} kept in this browser and sent again by itself. ${this.#why}`;
    if (note.textContent !== text) note.textContent = text;
  }
}

const form = document.getElementById("vote");
const room = form ? new Room(form) : null;

document.addEventListener("submit", (event) => {
  const { name, value } = event.submitter ?? {};
  if (event.target.id !== "vote" || !["choice", "undo"].includes(name)) return;
  event.preventDefault();
  if (name === "undo") room.undo();
  else room.vote(value);
});

// A key that is held down is one vote.
document.addEventListener(
  "keydown",
  (event) => {
    if (event.repeat && document.getElementById("vote")?.querySelector(`[data-key="${CSS.escape(event.key)}"]`)) event.preventDefault();
  },
  true,
);
