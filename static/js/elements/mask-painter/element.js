// <mask-painter data-mode="mask|markup" data-src data-width data-height data-input>
// wraps the toolbar and the frame of components/mask_painter.html. "Done" puts a PNG of
// exactly the source's size into the file input with the id data-input.
import { announce, toast } from "../../toast.js";
import { Arrivals } from "./arrivals.js";
import { Cursor } from "./cursor.js";
import { takeDrops } from "./drops.js";
import { listen } from "./keyboard.js";
import { Leaving } from "./leaving.js";
import { Pointer } from "./pointer.js";
import { Surface } from "./surface.js";
import { Toolbar } from "./toolbar.js";
import { View } from "./view.js";

// Seen on any picture; the canvas itself is half transparent.
const TINT = "#ff2d87";
const STEP = 1.2;

class MaskPainter extends HTMLElement {
  #tool = "brush";
  #size = 0;
  #queue = [];
  #frameRequest = 0;
  #stale = false;
  #cursor;
  #pointer;
  #teardown = [];
  #arrivals = new Arrivals(this, () => this.#show());
  isDown = false;

  connectedCallback() {
    this.mode = this.dataset.mode ?? "mask";
    this.frame = this.querySelector("[data-frame]");
    this.canvas = this.querySelector("canvas");
    this.picture = this.querySelector("[data-picture]");
    const width = Number(this.dataset.width);
    const height = Number(this.dataset.height);
    this.view = new View(width, height);
    this.#cursor = new Cursor(this.querySelector("[data-ring]"), this.view);
    this.#size = Math.round(Math.max(width, height) / 16);

    const resize = new ResizeObserver(() => this.#resize());
    resize.observe(this.frame);
    this.#pointer = new Pointer(this);
    const off = new AbortController();
    const options = { signal: off.signal };
    this.frame.addEventListener("pointermove", (event) => this.#hover(event), options);
    this.frame.addEventListener("pointerleave", () => this.leave(), options);
    // Where Space is let go elsewhere nobody lifts the brush.
    this.frame.addEventListener("blur", () => this.isDown && this.lift(), options);
    this.frame.addEventListener("contextmenu", (event) => event.preventDefault(), options);
    this.toolbar = new Toolbar(this);
    this.leaving = new Leaving(this);
    this.#teardown = [
      () => this.leaving.disconnect(),
      () => resize.disconnect(),
      () => this.#pointer.stop(),
      () => off.abort(),
      () => this.toolbar.disconnect(),
      () => cancelAnimationFrame(this.#frameRequest),
      listen(this),
      takeDrops(this),
    ];
  }

  disconnectedCallback() {
    for (const off of this.#teardown) off();
    this.surface = null;
    this.#frameRequest = 0;
  }

  /** What was painted here earlier is on its way, and would cover what is painted now. */
  get isBusy() {
    return this.ariaBusy === "true";
  }

  get moves() {
    return this.#tool === "hand";
  }

  get tint() {
    return TINT;
  }

  get colour() {
    return this.mode === "mask" ? TINT : this.toolbar.colour;
  }

  // --- What the toolbar, the keys and the gestures ask for ---

  choose(tool) {
    this.#tool = tool;
    this.#show();
    announce({ brush: "Brush", eraser: "Eraser", hand: "Move" }[tool]);
  }

  toggle() {
    this.choose(this.#tool === "brush" ? "eraser" : "brush");
  }

  resizeBrush(direction) {
    const next = direction > 0 ? Math.ceil(this.#size * STEP) : Math.floor(this.#size / STEP);
    this.setSize(next);
    announce(`Brush ${this.#size} pixels`);
  }

  setSize(size) {
    this.#size = this.toolbar.showSize(size);
    this.#request();
  }

  undo() {
    if (!this.surface?.history.canUndo || this.isDown) return;
    this.surface.undo();
    this.#show();
    announce("Undone");
  }

  redo() {
    if (!this.surface?.history.canRedo || this.isDown) return;
    this.surface.redo();
    this.#show();
    announce("Done again");
  }

  clear() {
    if (this.isBusy) return;
    this.settle();
    this.surface.clear();
    this.#show();
    announce("Cleared");
  }

  invert() {
    if (this.mode !== "mask" || this.isBusy) return;
    this.settle();
    this.surface.invert(TINT);
    this.#show();
    announce("Inverted");
  }

  zoomBy(factor) {
    const { frameWidth, frameHeight, scale } = this.view;
    this.view.zoomAt(frameWidth / 2, frameHeight / 2, scale * factor);
    this.#refresh();
  }

  fit() {
    this.view.fit();
    this.#refresh();
  }

  actual() {
    this.view.zoomAt(this.view.frameWidth / 2, this.view.frameHeight / 2, 1);
    this.#refresh();
  }

  zoom(factor, x, y) {
    const box = this.frame.getBoundingClientRect();
    this.view.zoomAt(x - box.left, y - box.top, this.view.scale * factor);
    this.#refresh();
  }

  pan(dx, dy) {
    this.view.panBy(dx, dy);
    this.#refresh();
  }

  // --- A stroke ---

  begin() {
    this.settle();
    this.isDown = true;
    this.surface.begin({ erase: this.#tool === "eraser", colour: this.colour });
  }

  paint(points) {
    if (!this.isDown) return;
    if (points[0].pressure !== null) this.toolbar.showPen();
    const { usesPressure } = this.toolbar;
    for (const { x, y, pressure } of points) {
      const force = usesPressure && pressure !== null ? 0.2 + 0.8 * pressure : 1;
      const size = Math.max(1, Math.round(this.#size * force));
      this.#queue.push({ ...this.view.toPicture(x, y), size });
    }
    this.#request();
  }

  end() {
    if (!this.isDown) return;
    this.#flush();
    this.surface.end();
    this.isDown = false;
    this.#show();
  }

  abandon() {
    this.#queue = [];
    this.surface.abandon();
    this.isDown = false;
    this.#show();
  }

  /** Whatever else changes the paint: an open stroke is done before. */
  settle() {
    if (this.isDown) this.end();
  }

  #hover(event) {
    if (event.pointerType === "touch") return;
    const { x, y } = this.#pointer.at(event);
    this.#cursor.follow(x, y);
    this.#cursor.hidden = this.moves;
    this.#request();
  }

  leave() {
    this.#pointer.forget();
    const { frame } = this;
    this.#cursor.hidden = document.activeElement !== frame || !frame.matches(":focus-visible");
  }

  // --- The cursor of the keyboard ---

  moveCursor(dx, dy, large) {
    const step = Math.max(1, Math.round(this.#size / (large ? 0.5 : 4)));
    this.#cursor.move(dx * step, dy * step);
    if (this.isDown) this.#dab();
    this.#refresh();
  }

  putDown() {
    if (this.moves || this.isDown || this.isBusy) return;
    this.#cursor.show();
    this.begin();
    this.#dab();
    this.#request();
    announce(this.#tool === "eraser" ? "Erasing" : "Painting");
  }

  #dab() {
    this.#queue.push({ ...this.#cursor.at, size: this.#size });
  }

  lift() {
    this.end();
    announce("Brush lifted");
  }

  /** Paint what a file says; over what is on its way already, however long that takes. */
  load(file) {
    return this.#arrivals.add(file);
  }

  /** What is on its way onto the canvas has arrived. */
  get loaded() {
    return this.#arrivals.done;
  }

  // --- Inside ---

  #start() {
    this.surface = new Surface(this.view.width, this.view.height, this.canvas, this.view);
    this.picture.onerror = () =>
      toast({ id: "painter", level: "error", message: "The source picture could not be loaded." });
    this.picture.src = this.dataset.src;
    this.setSize(this.#size);
    this.choose("brush");
    void this.#arrivals.addEarlier();
  }

  // In a closed dialog the frame has no size; nothing is built until it has one.
  #resize() {
    const { clientWidth, clientHeight } = this.frame;
    if (!clientWidth || !clientHeight) return;
    this.#pointer.forget();
    this.view.resize(clientWidth, clientHeight);
    const ratio = Math.min(window.devicePixelRatio, 2);
    this.canvas.width = Math.round(clientWidth * ratio);
    this.canvas.height = Math.round(clientHeight * ratio);
    if (!this.surface) this.#start();
    this.#refresh();
  }

  #refresh() {
    this.#stale = true;
    this.#request();
  }

  #request() {
    this.#frameRequest ||= requestAnimationFrame(() => {
      this.#frameRequest = 0;
      this.#flush();
      if (this.#stale) this.#place();
      this.#cursor.place(this.#size);
    });
  }

  #flush() {
    const points = this.#queue;
    this.#queue = [];
    this.surface?.extend(points);
  }

  #place() {
    this.#stale = false;
    const { x, y, scale } = this.view;
    this.picture.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    this.picture.classList.toggle("pixelated", scale >= 3);
    this.toolbar.showZoom(scale);
    this.surface?.redraw();
  }

  #show() {
    this.frame.dataset.active = this.#tool;
    this.#cursor.hidden ||= this.moves;
    this.toolbar.showState(this.#tool, this.surface.history);
  }
}

customElements.define("mask-painter", MaskPainter);
