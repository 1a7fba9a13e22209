// <mask-painter data-mode="mask|markup" data-src data-width data-height data-input>
// wraps the toolbar and the frame of components/mask_painter.html. "Done" puts a PNG of
// exactly the source's size into the file input with the id data-input.
import { reach } from "../../reach.js";
import { announce, toast } from "../../toast.js";
import { fromFile } from "./files.js";
import { Hand } from "../../zoom/hand.js";
import { listen } from "./keyboard.js";
import { Leaving } from "./leaving.js";
import { Surface } from "./surface.js";
import { Toolbar } from "./toolbar.js";
import { View } from "./view.js";

// Seen on any picture; the canvas itself is half transparent.
const TINT = "#ff2d87";
const STEP = 1.2;
const MIDDLE = 1;

class MaskPainter extends HTMLElement {
  #tool = "brush";
  #size = 0;
  #queue = [];
  #frameRequest = 0;
  #stale = false;
  #cursor = null;
  // Where the frame lies, asked once a stroke: painting must not lay out the page.
  #box = null;
  #teardown = [];
  isDown = false;

  connectedCallback() {
    this.mode = this.dataset.mode ?? "mask";
    this.frame = this.querySelector("[data-frame]");
    this.canvas = this.querySelector("canvas");
    this.picture = this.querySelector("[data-picture]");
    this.ring = this.querySelector("[data-ring]");
    const width = Number(this.dataset.width);
    const height = Number(this.dataset.height);
    this.view = new View(width, height);
    this.#size = Math.round(Math.max(width, height) / 16);

    const resize = new ResizeObserver(() => this.#resize());
    resize.observe(this.frame);
    const hand = new Hand(this.frame, {
      begins: (event) => this.#begins(event),
      move: (dx, dy) => this.pan(dx, dy),
      zoom: (factor, x, y) => this.zoom(factor, x, y),
      own: {
        begin: (event) => {
          this.begin();
          this.paint([this.#at(event)]);
        },
        go: (event) => {
          const events = event.getCoalescedEvents?.() ?? [];
          this.paint((events.length ? events : [event]).map((one) => this.#at(one)));
        },
        end: () => this.end(),
        abandon: () => this.abandon(),
      },
    });
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
      () => hand.stop(),
      () => off.abort(),
      () => this.toolbar.disconnect(),
      () => cancelAnimationFrame(this.#frameRequest),
      listen(this),
    ];
  }

  disconnectedCallback() {
    for (const off of this.#teardown) off();
    this.surface = null;
    this.#frameRequest = 0;
  }

  /** One pointer paints, or moves with the hand and the middle button; two move. */
  #begins(event) {
    if (event.button !== 0 && event.button !== MIDDLE) return "";
    event.preventDefault();
    this.frame.focus({ preventScroll: true });
    this.#box = null;
    return event.button === MIDDLE || this.moves ? "move" : "own";
  }

  /** Where a pointer is within the frame. */
  #at(event) {
    const box = (this.#box ??= this.frame.getBoundingClientRect());
    return {
      x: event.clientX - box.left,
      y: event.clientY - box.top,
      pressure: event.pointerType === "pen" ? event.pressure : null,
    };
  }

  get moves() {
    return this.#tool === "hand";
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
    this.settle();
    this.surface.clear();
    this.#show();
    announce("Cleared");
  }

  invert() {
    if (this.mode !== "mask") return;
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
    const { x, y } = this.#at(event);
    this.#cursor = this.view.toPicture(x, y);
    this.ring.hidden = this.moves;
    this.#request();
  }

  leave() {
    this.#box = null;
    this.ring.hidden = document.activeElement !== this.frame || !this.frame.matches(":focus-visible");
  }

  // --- The cursor of the keyboard ---

  moveCursor(dx, dy, large) {
    const step = Math.max(1, Math.round(this.#size / (large ? 0.5 : 4)));
    const { x, y } = this.#cursor ?? { x: this.view.width / 2, y: this.view.height / 2 };
    const limit = (value, most) => Math.min(Math.max(value, 0), most);
    this.#cursor = {
      x: limit(x + dx * step, this.view.width),
      y: limit(y + dy * step, this.view.height),
    };
    this.ring.hidden = false;
    this.view.reveal(this.#cursor.x, this.#cursor.y);
    if (this.isDown) this.#queue.push({ ...this.#cursor, size: this.#size });
    this.#refresh();
  }

  putDown() {
    if (this.moves || this.isDown) return;
    this.#cursor ??= { x: this.view.width / 2, y: this.view.height / 2 };
    this.ring.hidden = false;
    this.begin();
    this.#queue.push({ ...this.#cursor, size: this.#size });
    this.#request();
    announce(this.#tool === "eraser" ? "Erasing" : "Painting");
  }

  lift() {
    this.end();
    announce("Brush lifted");
  }

  // --- Files ---

  async load(file) {
    this.settle();
    const problem = await fromFile(this.surface, this.mode, TINT, file);
    // Taken out of the page meanwhile.
    if (!this.surface) return;
    if (problem) toast({ id: "painter", level: "error", message: problem });
    this.#show();
  }

  // --- Inside ---

  async #start() {
    this.surface = new Surface(this.view.width, this.view.height, this.canvas, this.view);
    this.picture.onerror = () =>
      toast({ id: "painter", level: "error", message: "The source picture could not be loaded." });
    this.picture.src = this.dataset.src;
    this.setSize(this.#size);
    this.choose("brush");
    const before = await this.#before();
    if (!before || !this.surface) return;
    await this.load(before);
    this.leaving.took();
  }

  // What was painted here earlier: not yet sent, or kept by the server.
  async #before() {
    const chosen = document.getElementById(this.dataset.input)?.files?.[0];
    if (chosen || !this.dataset.current) return chosen;
    const answer = await reach(this.dataset.current).catch(() => null);
    if (answer?.ok) return answer.blob();
    toast({
      id: "painter",
      level: "warning",
      message: `The earlier ${this.mode} could not be loaded. You start with an empty one.`,
    });
    return null;
  }

  // In a closed dialog the frame has no size; nothing is built until it has one.
  #resize() {
    const { clientWidth, clientHeight } = this.frame;
    if (!clientWidth || !clientHeight) return;
    this.#box = null;
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
      this.#placeRing();
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

  #placeRing() {
    if (!this.#cursor) return;
    const { x, y, scale } = this.view;
    const size = Math.max(4, this.#size * scale);
    const left = this.#cursor.x * scale + x - size / 2;
    const top = this.#cursor.y * scale + y - size / 2;
    this.ring.style.transform = `translate(${left}px, ${top}px)`;
    this.ring.style.inlineSize = this.ring.style.blockSize = `${size}px`;
  }

  #show() {
    this.frame.dataset.active = this.#tool;
    this.ring.hidden ||= this.moves;
    this.toolbar.showState(this.#tool, this.surface.history);
  }
}

customElements.define("mask-painter", MaskPainter);
