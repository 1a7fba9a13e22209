// The buttons and sliders around the frame: what they ask for, and what they show.
const SMALLEST = 2;

export class Toolbar {
  #off = new AbortController();

  constructor(painter) {
    this.painter = painter;
    this.slider = painter.querySelector("[data-size]");
    this.largest = Math.max(painter.view.width, painter.view.height);
    this.actions = {
      undo: () => painter.undo(),
      redo: () => painter.redo(),
      clear: () => painter.clear(),
      invert: () => painter.invert(),
      "zoom-in": () => painter.zoomBy(1.25),
      "zoom-out": () => painter.zoomBy(0.8),
      fit: () => painter.fit(),
      finish: () => painter.leaving.finish(),
      close: () => painter.leaving.close(),
      stay: () => painter.leaving.stay(),
      leave: () => painter.leaving.leave(),
    };
    const options = { signal: this.#off.signal };
    painter.addEventListener("click", (event) => this.#click(event), options);
    painter.addEventListener("input", (event) => this.#input(event), options);
  }

  disconnect() {
    this.#off.abort();
  }

  get colour() {
    return this.painter.querySelector("[data-colour]:checked")?.value;
  }

  get usesPressure() {
    return this.painter.querySelector("[data-pressure]").checked;
  }

  showPen() {
    this.painter.querySelector("[data-pen]").hidden = false;
  }

  showZoom(scale) {
    this.painter.querySelector("[data-zoom]").textContent = `${Math.round(scale * 100)} %`;
  }

  /** Show a brush of this size; returns the size as it may be. */
  showSize(wanted) {
    const size = Math.min(Math.max(Math.round(wanted), SMALLEST), this.largest);
    this.slider.value = (100 * Math.log(size / SMALLEST)) / Math.log(this.largest / SMALLEST);
    this.slider.setAttribute("aria-valuetext", `${size} pixels`);
    this.painter.querySelector("[data-size-text]").textContent = `${size} px`;
    return size;
  }

  showState(tool, history) {
    for (const button of this.painter.querySelectorAll("button[data-tool]")) {
      button.setAttribute("aria-pressed", String(button.dataset.tool === tool));
    }
    this.painter.querySelector("[data-do=undo]").disabled = !history.canUndo;
    this.painter.querySelector("[data-do=redo]").disabled = !history.canRedo;
  }

  #click(event) {
    const { tool, do: action } = event.target.closest("button")?.dataset ?? {};
    if (tool) this.painter.choose(tool);
    this.actions[action]?.();
  }

  #input({ target }) {
    if (target === this.slider) {
      // Equal steps of the slider are equal factors of the size.
      this.painter.setSize(SMALLEST * (this.largest / SMALLEST) ** (target.value / 100));
    } else if (target.matches("[data-colour]")) this.painter.choose("brush");
    else if (target.matches("[data-load]") && target.files.length) {
      this.painter.load(target.files[0]);
      target.value = "";
    }
  }
}
