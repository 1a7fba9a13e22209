// Which of the panes is the picture at hand: the one that the pointer moves over, or with
// the focus, or chosen by Shift and an arrow. It stays so while the pointer is at the
// controls, and in the next comparison the pane at its place. The number of the pane shows
// it. A pointer that rests takes nothing when panes change under it.
import { picture } from "../../at-hand.js";
import { register } from "../../keys.js";
import { announce, toast } from "../../toast.js";

// The place of the one at hand, kept from one comparison to the next.
let place = -1;

// Browsers tell of moves that are none when something changes under the pointer.
let seen = "";
let isMove = false;

document.addEventListener(
  "pointermove",
  ({ clientX, clientY }) => {
    const now = `${clientX} ${clientY}`;
    isMove = now !== seen;
    seen = now;
  },
  { passive: true, capture: true },
);

// Uploaded sources and pictures that are still drawn are not.
const isJudged = (figure) => Boolean(figure.querySelector("form[data-judges]"));

export class AtHand {
  #figures;
  #off = [];
  #abort = new AbortController();

  constructor(panes) {
    this.#figures = [...panes.querySelectorAll(":scope > .pane")];
    const options = { passive: true, signal: this.#abort.signal };
    for (const figure of this.#figures) {
      for (const type of ["pointerdown", "focusin"]) figure.addEventListener(type, () => this.#take(figure), options);
      figure.addEventListener("pointermove", () => isMove && this.#take(figure), options);
    }
    if (place >= 0) this.#take(this.#figures[Math.min(place, this.#figures.length - 1)]);
    const scope = "Compare";
    const label = "Choose the picture that is judged";
    for (const [key, by] of [["shift+ArrowLeft", -1], ["shift+ArrowRight", 1]]) {
      this.#off.push(register({ key, label, scope, run: () => this.#choose(by) }));
    }
    // Unlisted: they say what is missing, and pass on what can be done.
    for (const key of ["p", "r", "u", "n", "0", "1", "2", "3", "4", "5"]) {
      this.#off.push(register({ key, label: "", scope, run: () => this.#asks() }));
    }
  }

  stop() {
    this.#abort.abort();
    for (const off of this.#off) off();
  }

  #take(figure) {
    place = this.#figures.indexOf(figure);
    for (const it of this.#figures) it.toggleAttribute("data-at-hand", it === figure && isJudged(it));
  }

  #choose(by) {
    const there = this.#figures.filter((it) => isJudged(it) && !it.inert);
    if (!there.length) return false;
    const now = there.findIndex((it) => it.matches("[data-at-hand]"));
    const next = now < 0 && by < 0 ? there.at(-1) : there[(now + by + there.length) % there.length];
    this.#take(next);
    const marks = next.querySelector(".name > .marks")?.getAttribute("aria-label") ?? "not judged";
    announce(`${next.dataset.label}, ${marks}`);
    return true;
  }

  #asks() {
    const figure = picture();
    if (figure && isJudged(figure)) return false;
    toast({ id: "judged", message: "Point at the picture that is meant, or choose it with Shift and an arrow." });
    return true;
  }
}
