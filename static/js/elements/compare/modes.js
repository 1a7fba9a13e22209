// Ways of showing the pictures besides side by side. In each of them the panes lie
// on top of each other; `base` is the first picture, `challenger` the one against it.
import { announce } from "../../toast.js";

const FASTEST = 3;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

export class Modes {
  #viewer;
  #panes;
  #figures;
  #mode = "side";
  #challenger = 1;
  #shown = 0;
  #timer = 0;
  #abort = new AbortController();

  constructor(viewer, panes) {
    this.#viewer = viewer;
    this.#panes = panes;
    this.#figures = [...panes.querySelectorAll(":scope > .pane")];
    const options = { signal: this.#abort.signal };
    viewer.addEventListener("input", this.#input, options);
    viewer.addEventListener("change", this.#input, options);
    this.#holdable(this.#named("hold"), options);
    this.#named("flicker")?.addEventListener("click", () => this.toggleFlicker(), options);
    panes.querySelector(".wipeline").addEventListener("pointerdown", this.#drag, options);
    calm.addEventListener("change", this.#calm, options);
    this.#calm();
    for (const range of viewer.querySelectorAll("input[type=range]")) this.#apply(range);
  }

  stop() {
    this.#abort.abort();
    this.#still();
  }

  get mode() {
    return this.#mode;
  }

  set(mode) {
    this.#mode = mode;
    this.#panes.dataset.mode = mode;
    this.#still();
    for (const part of this.#panes.querySelectorAll(".wipeline, .wiper")) {
      part.hidden = mode !== "wipe";
    }
    this.#assign();
  }

  /** Say in words what is to be seen. */
  get words() {
    const label = (index) => this.#figures[index]?.dataset.label ?? "";
    const pair = `${label(0)} against ${label(this.#challenger)}`;
    return {
      side: "Side by side",
      wipe: `Wipe: ${pair}`,
      overlay: `Overlay: ${pair}`,
      flicker: `Flicker: ${label(this.#shown)}`,
      difference: `Difference: ${pair}`,
    }[this.#mode];
  }

  /** Show the next picture while something is held down. */
  hold() {
    this.#still();
    this.#flip((this.#shown + 1) % this.#figures.length);
    announce(this.#figures[this.#shown].dataset.label);
  }

  release() {
    this.#flip(0);
  }

  toggleFlicker() {
    if (this.#timer) this.#still();
    else if (!calm.matches) this.#start();
  }

  #named(name) {
    return this.#viewer.querySelector(`[name="${name}"]`);
  }

  #assign() {
    for (const part of this.#viewer.querySelectorAll("[data-for]")) {
      const { for: modes, against } = part.dataset;
      // What is said of two pictures stands beside these two.
      const isOfOthers = against && Number(against) !== this.#challenger;
      part.hidden = !modes.split(" ").includes(this.#mode) || isOfOthers;
    }
    const stacked = this.#mode !== "side";
    this.#figures.forEach((figure, index) => {
      let role = "";
      if (stacked) role = this.#role(index);
      figure.dataset.role = role;
      figure.inert = role === "hidden";
    });
  }

  #role(index) {
    if (this.#mode === "flicker") return index === this.#shown ? "base" : "hidden";
    if (index === 0) return "base";
    return index === this.#challenger ? "challenger" : "hidden";
  }

  #flip(index) {
    this.#shown = index;
    this.#assign();
  }

  #start() {
    const rate = Math.min(FASTEST, Number(this.#named("rate").value));
    this.#timer = setInterval(() => {
      this.#flip((this.#shown + 1) % this.#figures.length);
    }, 1000 / rate);
    this.#named("flicker")?.setAttribute("aria-pressed", "true");
  }

  #still() {
    clearInterval(this.#timer);
    this.#timer = 0;
    this.#named("flicker")?.setAttribute("aria-pressed", "false");
    if (this.#shown) this.#flip(0);
  }

  #calm = () => {
    const button = this.#named("flicker");
    button.disabled = calm.matches;
    this.#named("rate").disabled = calm.matches;
    this.#viewer.querySelector("[data-calm]").hidden = !calm.matches;
    if (calm.matches) this.#still();
  };

  #holdable(button, options) {
    const keys = [" ", "Enter"];
    button.addEventListener("pointerdown", () => this.hold(), options);
    for (const end of ["pointerup", "pointercancel", "pointerleave", "blur"]) {
      button.addEventListener(end, () => this.#mode === "flicker" && this.release(), options);
    }
    button.addEventListener("keydown", (event) => {
      if (!keys.includes(event.key)) return;
      event.preventDefault();
      if (!event.repeat) this.hold();
    }, options);
    button.addEventListener("keyup", (event) => keys.includes(event.key) && this.release(), options);
  }

  #input = ({ target }) => {
    if (target.type === "range") this.#apply(target);
    if (target.name === "against") {
      this.#challenger = Number(target.value);
      this.#assign();
      announce(this.words);
    }
    if (target.name === "direction") {
      this.#panes.dataset.direction = target.value;
      this.#panes.querySelector(".wiper").ariaOrientation =
        target.value === "down" ? "vertical" : "horizontal";
    }
  };

  #apply(range) {
    const value = Number(range.value);
    const output = range.parentElement.querySelector("output");
    switch (range.name) {
      case "wipe":
        this.#panes.style.setProperty("--wipe", String(value / 100));
        break;
      case "opacity":
        this.#panes.style.setProperty("--opacity", String(value / 100));
        output.value = `${value} %`;
        break;
      case "amplify":
        this.#panes.style.setProperty("--amplify", String(value));
        output.value = `${value} ×`;
        break;
      case "rate":
        output.value = `${value} a second`;
        if (this.#timer) {
          clearInterval(this.#timer);
          this.#start();
        }
        break;
    }
  }

  // The line can be taken by hand; the range input stays the one that knows.
  #drag = (event) => {
    event.preventDefault();
    const wiper = this.#panes.querySelector(".wiper");
    const line = event.currentTarget;
    line.setPointerCapture(event.pointerId);
    const follow = (moved) => {
      const box = this.#figures[0].querySelector(".window").getBoundingClientRect();
      const down = this.#panes.dataset.direction === "down";
      const part = down
        ? (moved.clientY - box.top) / box.height
        : (moved.clientX - box.left) / box.width;
      wiper.value = String(Math.min(100, Math.max(0, part * 100)));
      this.#apply(wiper);
    };
    line.addEventListener("pointermove", follow);
    line.addEventListener("lostpointercapture", () => {
      line.removeEventListener("pointermove", follow);
    }, { once: true });
  };
}
