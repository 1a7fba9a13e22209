// Leaving the painter: what is painted goes into the file input, or is asked about first
// where that has not happened.
import { toast } from "../../toast.js";
import { hand, toFile } from "./files.js";

const NOTHING = {
  mask: "Nothing is painted yet. Paint over what may change.",
  markup: "Nothing is drawn yet.",
};

export class Leaving {
  // The state of the paint that the file input has: nothing at first.
  #taken = 0;
  #isFinishing = false;
  #off = new AbortController();

  constructor(painter) {
    this.painter = painter;
    this.dialog = painter.closest("dialog");
    this.question = painter.querySelector("[data-leaving]");
    const options = { signal: this.#off.signal };
    this.dialog?.addEventListener("cancel", (event) => this.#cancelled(event), options);
  }

  disconnect() {
    this.#off.abort();
  }

  /** What is painted now, the file input has. */
  took() {
    this.#taken = this.painter.surface?.history.state ?? 0;
  }

  get #isUnsaved() {
    const { surface, isDown } = this.painter;
    return Boolean(surface) && (isDown || surface.history.state !== this.#taken);
  }

  #cancelled(event) {
    if (event.target !== this.dialog || !this.#isUnsaved) return;
    event.preventDefault();
    this.close();
  }

  /** Close the dialog; what has been painted and not taken over is asked about. */
  close() {
    this.painter.settle();
    if (!this.#isUnsaved) {
      this.leave();
      return;
    }
    this.question.hidden = false;
    this.question.querySelector("[data-do=stay]").focus();
  }

  stay() {
    this.question.hidden = true;
    this.painter.frame.focus();
  }

  leave() {
    this.question.hidden = true;
    this.dialog?.close();
  }

  /** Put what is painted into the file input, and leave. */
  async finish() {
    if (this.#isFinishing) return;
    this.#isFinishing = true;
    try {
      await this.#finish();
    } finally {
      this.#isFinishing = false;
    }
  }

  async #finish() {
    const { painter } = this;
    await painter.loaded;
    if (!painter.surface) return;
    painter.settle();
    // It may be painted on while the file is made.
    const { state } = painter.surface.history;
    const file = await toFile(painter.surface, painter.mode, `${painter.mode}.png`);
    if (!file) {
      toast({ id: "painter", level: "warning", message: NOTHING[painter.mode] });
      return;
    }
    const input = document.getElementById(painter.dataset.input);
    if (input) hand(file, input);
    this.#taken = state;
    painter.dispatchEvent(new CustomEvent("painted", { bubbles: true, detail: { file } }));
    if (this.#isUnsaved) this.close();
    else this.leave();
  }
}
