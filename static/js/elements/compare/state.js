// What Compare shows and where it looks, as the form and the address keep it.
import { isFit } from "../../zoom/view.js";

export class State {
  #viewer;
  #panes;

  constructor(viewer, panes) {
    this.#viewer = viewer;
    this.#panes = panes;
  }

  chosen(name) {
    return this.#viewer.querySelector(`#compare-state [name="${name}"]:checked`)?.value ?? "";
  }

  choose(name, offset = 1) {
    const inputs = [...this.#viewer.querySelectorAll(`#compare-state [name="${name}"]`)];
    const now = inputs.findIndex((input) => input.checked);
    const next = inputs[(now + offset + inputs.length) % inputs.length];
    next.checked = true;
    next.dispatchEvent(new Event("change", { bubbles: true }));
  }

  get view() {
    const [zoom, x, y] = ["zoom", "x", "y"].map((name) => Number(this.#hidden(name).value));
    return { zoom, x, y };
  }

  /** Keep where one looks in the address, and in the fields that go along with each link. */
  keep(view) {
    const { zoom, x, y } = view;
    const kept = { zoom: zoom.toFixed(3), x: x.toFixed(4), y: y.toFixed(4) };
    for (const [name, value] of Object.entries(kept)) this.#hidden(name).value = value;
    const address = new URL(this.#viewer.dataset.canonical, location.href);
    const mode = this.chosen("mode");
    if (mode !== "side") address.searchParams.set("mode", mode);
    const ground = this.chosen("background");
    if (ground !== this.#ownGround) address.searchParams.set("background", ground);
    if (!isFit(view)) {
      for (const [name, value] of Object.entries(kept)) address.searchParams.set(name, value);
    }
    if (address.href !== location.href) history.replaceState(history.state, "", address);
  }

  #hidden(name) {
    return this.#viewer.querySelector(`#compare-state input[type=hidden][name="${name}"]`);
  }

  get #ownGround() {
    return this.#panes.dataset.ownBackground ?? "";
  }
}
