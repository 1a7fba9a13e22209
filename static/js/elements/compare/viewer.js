// <compare-viewer>: the panes under one zoom. The markup is the server's; here are
// only the looking and the address that keeps it.
import { register } from "../../keys.js";
import { announce } from "../../toast.js";
import { Hand } from "../../zoom/hand.js";
import { actual, clamped, columnsFor, FIT, isFit, moved, zoomedAt } from "../../zoom/view.js";
import { AtHand } from "./at-hand.js";
import { Modes } from "./modes.js";
import { foresee } from "./originals.js";
import { Pane } from "./pane.js";
import { State } from "./state.js";

const STEP = 1.25;
const ARROW = 0.1;
const SETTLED_MS = 160;
const DRAG_STARTS = 3;

// Where the focus goes when a step has replaced the viewer that had it.
let hadFocus = false;

const isControl = (event) => Boolean(event.target.closest("a, button, input, label"));

class CompareViewer extends HTMLElement {
  #panes;
  #all = [];
  #view = FIT;
  #hand;
  #state;
  #modes;
  #atHand;
  #frame = 0;
  #settling = 0;
  #resizes;
  #off = [];
  #abort;

  connectedCallback() {
    this.#abort = new AbortController();
    const options = { signal: this.#abort.signal };
    this.#panes = this.querySelector(".panes");
    this.#all = [...this.#panes.querySelectorAll(":scope > .pane")].map((it) => new Pane(it));
    this.#state = new State(this, this.#panes);
    this.#modes = new Modes(this, this.#panes);
    this.#modes.set(this.#state.chosen("mode"));
    this.#atHand = new AtHand(this.#panes);
    this.#view = this.#state.view;
    this.#hand = new Hand(
      this.#panes,
      {
        begins: (event) => (isControl(event) || (event.pointerType === "mouse" && event.button) ? "" : "move"),
        move: (dx, dy) => this.#to(moved(this.#view, dx, dy, this.#base.frame)),
        zoom: (factor, x, y, target) =>
          this.#to(zoomedAt(this.#view, factor, this.#at(x, y, target), this.#base.frame)),
        wheels: (event) => this.#wheels(event),
        holds: () => !isFit(this.#view),
      },
      { slop: DRAG_STARTS },
    );
    this.#panes.addEventListener("dblclick", this.#double, options);
    // At once: what is painted first does not jump.
    this.#pack();
    this.#resizes = new ResizeObserver(() => this.#resized());
    this.#resizes.observe(this.#panes);
    this.addEventListener("change", this.#change, options);
    this.addEventListener("click", this.#click, options);
    this.addEventListener("focusin", () => (hadFocus = true), options);
    document.addEventListener("focusin", this.#focus, options);
    this.#sharpen();
    this.#keys();
    this.#foresee();
    // htmx takes its links over a little later; a held key would be quicker than that.
    window.htmx?.process(this);
    // htmx puts the new viewer in before it takes the old one away.
    if (hadFocus) queueMicrotask(() => this.#takeOver());
  }

  disconnectedCallback() {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#settling);
    this.#abort.abort();
    this.#hand.stop();
    this.#modes.stop();
    this.#atHand.stop();
    this.#resizes.disconnect();
    for (const off of this.#off) off();
  }

  #takeOver() {
    if (!this.isConnected || document.activeElement !== document.body) return;
    this.#panes.focus({ preventScroll: true });
    announce(`${this.querySelector(".verdict").textContent.trim()}. ${this.#modes.words}`);
  }

  /** A point of the window, from the middle of the pane that it falls into. */
  #at(x, y, target) {
    const pane = target.closest?.(".pane") ?? this.#panes.querySelector(".pane");
    const box = pane.querySelector(".window").getBoundingClientRect();
    return { x: x - box.left - box.width / 2, y: y - box.top - box.height / 2 };
  }

  /** A fitting picture lets the page scroll down to the table, and back up. */
  #wheels(event) {
    if (event.target.closest("input")) return false;
    return event.ctrlKey || !isFit(this.#view) || (event.deltaY <= 0 && window.scrollY <= 0);
  }

  #double = (event) => {
    if (isControl(event)) return;
    event.preventDefault();
    this.#toggle(this.#at(event.clientX, event.clientY, event.target));
  };

  get #base() {
    return this.#all[0];
  }

  get #actualZoom() {
    return actual(this.#base.frame, this.#base.width, devicePixelRatio);
  }

  // A difference between small copies would show what only their making changed.
  async #sharpen() {
    this.#panes.toggleAttribute("data-blurred", this.#all.some((pane) => pane.scale < 1));
    await Promise.all(this.#all.map((pane) => pane.sharpen()));
    this.#panes.toggleAttribute("data-blurred", false);
  }

  /** Give the pictures as much of the stage as their shapes allow. */
  #pack() {
    const { clientWidth, clientHeight, dataset } = this.#panes;
    // One on top of the other they stand in one column, whatever is chosen here.
    if (!clientWidth || !clientHeight || this.#modes.mode !== "side") return;
    const ratios = this.#all.map((pane) => pane.ratio);
    // Above each picture stands its name.
    const strip = this.#all[0].window.parentElement.clientHeight - this.#all[0].window.clientHeight;
    const now = getComputedStyle(this.#panes).getPropertyValue("--columns");
    dataset.columns = columnsFor(ratios, clientWidth, clientHeight, strip, Math.min(ratios.length, Number(now) || 1));
    delete dataset.narrow;
  }

  #resized() {
    this.#pack();
    for (const pane of this.#all) pane.measure();
    this.#to(this.#view);
  }

  /** Look somewhere else; painted with the next frame, however often it is called. */
  #to(view) {
    this.#view = clamped(view, this.#base.frame, this.#actualZoom);
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paint();
    });
    this.#panes.toggleAttribute("data-moving", true);
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#settled(), SETTLED_MS);
  }

  #paint() {
    const { zoom, x, y } = this.#view;
    const { style } = this.#panes;
    style.setProperty("--zoom", zoom.toFixed(7));
    style.setProperty("--x", x.toFixed(7));
    style.setProperty("--y", y.toFixed(7));
    this.#panes.toggleAttribute("data-zoomed", !isFit(this.#view));
    for (const pane of this.#all) pane.show(zoom);
    this.querySelector(".zoomer output").value = this.#words;
  }

  /** Pictures of other sizes are magnified by other factors: a range then. */
  get #words() {
    const { zoom } = this.#view;
    const all = this.#all.map((pane) => Math.round(pane.magnification(zoom) * 100));
    const percent = [...new Set([Math.min(...all), Math.max(...all)])].join("–");
    return isFit(this.#view) ? `fit · ${percent} %` : `${percent} %`;
  }

  // What can wait until the hand rests.
  #settled() {
    // A slow machine has drawn no frame yet.
    if (this.#frame) {
      cancelAnimationFrame(this.#frame);
      this.#frame = 0;
      this.#paint();
    }
    this.#panes.toggleAttribute("data-moving", false);
    for (const pane of this.#all) pane.align();
    this.#state.keep(this.#view);
  }

  #toggle(at) {
    if (isFit(this.#view)) {
      this.#to(zoomedAt(this.#view, this.#actualZoom, at, this.#base.frame));
    } else this.#to(FIT);
    announce(this.#words);
  }

  #zoomBy(factor) {
    this.#to(zoomedAt(this.#view, factor, { x: 0, y: 0 }, this.#base.frame));
    announce(this.#words);
  }

  #zoomTo(zoom) {
    this.#to({ ...this.#view, zoom });
    announce(this.#words);
  }

  #push(right, down) {
    if (this.#view.zoom <= 1.001) return false;
    const { paneWidth, paneHeight } = this.#base.frame;
    this.#to(moved(this.#view, -right * ARROW * paneWidth, -down * ARROW * paneHeight, this.#base.frame));
    return true;
  }

  #setMode(mode) {
    this.#modes.set(mode);
    this.#resized();
    announce(this.#modes.words);
  }

  #change = ({ target }) => {
    if (target.name === "mode") this.#setMode(target.value);
    if (target.name === "background") {
      this.#panes.dataset.background = target.value;
      announce(`Background: ${target.parentElement.title}`);
    }
    this.#state.keep(this.#view);
  };

  #click = (event) => {
    const button = event.target.closest(".zoomer button");
    if (button?.name === "in") this.#zoomBy(STEP);
    if (button?.name === "out") this.#zoomBy(1 / STEP);
    if (button?.name === "fit") this.#zoomTo(1);
    if (button?.name === "actual") this.#zoomTo(this.#actualZoom);
    // Chosen with the pointer, a radio button must not keep the arrows.
    if (event.detail > 0 && event.target.matches("input[type=radio]")) {
      this.#panes.focus({ preventScroll: true });
    }
  };

  #focus = (event) => {
    if (!this.contains(event.target)) hadFocus = false;
  };

  #step(direction) {
    const link = this.querySelector(`[data-step="${direction}"]`);
    if (link) link.click();
    else announce(`No ${direction} picture in this list`);
  }

  #foresee() {
    const run = window.requestIdleCallback ?? setTimeout;
    run(() => {
      for (const link of this.querySelectorAll("[data-step][data-foresee]")) {
        foresee(link.dataset.foresee);
      }
    });
  }

  #keys() {
    const scope = "Compare";
    const add = (key, label, run, repeats = false) => this.#off.push(register({ key, label, scope, run, repeats }));
    const going = (key, label, run) => add(key, label, run, true);
    going("+", "Zoom in", () => this.#zoomBy(STEP));
    going("=", "Zoom in", () => this.#zoomBy(STEP));
    going("-", "Zoom out", () => this.#zoomBy(1 / STEP));
    // 0 to 5 are stars and b is the baseline, here as everywhere.
    add("z", "Real pixels, or fit", () => this.#toggle({ x: 0, y: 0 }));
    going("ArrowLeft", "Move", () => this.#push(-1, 0));
    going("ArrowRight", "Move", () => this.#push(1, 0));
    going("ArrowUp", "Move", () => this.#push(0, -1));
    going("ArrowDown", "Move", () => this.#push(0, 1));
    add("alt+ArrowLeft", "Previous challenger", () => this.#step("previous"));
    add("alt+ArrowRight", "Next challenger", () => this.#step("next"));
    add("m", "Next way of showing", () => this.#state.choose("mode"));
    add("g", "Next background", () => this.#modes.mode !== "difference" && this.#state.choose("background"));
    add("f", "Start or stop the flicker", () => {
      if (this.#modes.mode !== "flicker") return false;
      this.#modes.toggleFlicker();
      return true;
    });
  }
}

customElements.define("compare-viewer", CompareViewer);
