// What comes onto the canvas from files: first what was painted here earlier, then each
// file of a person, in the order in which they were chosen.
import { toast } from "../../toast.js";
import { earlier, fromFile } from "./files.js";

export class Arrivals {
  #painter;
  #show;
  #done = Promise.resolve();

  constructor(painter, show) {
    this.#painter = painter;
    this.#show = show;
  }

  get done() {
    return this.#done;
  }

  add(file) {
    return this.#next(() => this.#paint(file));
  }

  addEarlier() {
    this.#painter.ariaBusy = "true";
    return this.#next(() => this.#paintEarlier());
  }

  #next(run) {
    const ran = this.#done.then(run);
    this.#done = ran.catch(() => {});
    return ran;
  }

  async #paint(file) {
    const painter = this.#painter;
    if (!painter.surface) return;
    painter.settle();
    const problem = await fromFile(painter.surface, painter.mode, painter.tint, file);
    // Taken out of the page meanwhile.
    if (!painter.surface) return;
    if (problem) toast({ id: "painter", level: "error", message: problem });
    this.#show();
  }

  async #paintEarlier() {
    const painter = this.#painter;
    try {
      const before = await earlier(painter.dataset, painter.mode);
      if (!before || !painter.surface) return;
      await this.#paint(before);
      painter.leaving.took();
    } finally {
      painter.ariaBusy = null;
    }
  }
}
