// The last few pictures of a review side by side, to look back at what was decided. While
// it shows, it covers the rest: keys mean the picture of it that has the focus.
import { announce } from "./toast.js";

function words({ flag, stars }) {
  return [{ pick: "✓ picked", reject: "✕ rejected" }[flag], stars ? "★".repeat(stars) : ""].filter(Boolean).join(" ") || "not judged";
}

export class Survey {
  #element;
  #covered;
  #before = null;

  /** `covered` are the elements below it. */
  constructor(element, covered) {
    this.#element = element;
    this.#covered = covered;
  }

  get isOpen() {
    return !this.#element.hidden;
  }

  /** Show these, the newest last, each with a link to `address(item)`. */
  open(items, address) {
    if (!this.isOpen) this.#before = document.activeElement;
    this.#element.replaceChildren(...items.map((item) => this.#link(item, address(item))));
    this.#cover(true);
    this.#element.lastElementChild.focus();
    announce("The last four");
  }

  close() {
    if (!this.isOpen) return;
    this.#cover(false);
    if (this.#before?.isConnected) this.#before.focus();
  }

  /** The focus goes to the one beside; there is nothing else to go to. */
  step(by) {
    const links = [...this.#element.children];
    links[links.indexOf(document.activeElement) + by]?.focus();
  }

  /** What was decided of one of them meanwhile. */
  tell(item) {
    const link = this.#element.querySelector(`[data-code="${CSS.escape(item.code)}"]`);
    if (link) link.lastElementChild.textContent = words(item);
  }

  #link(item, address) {
    const link = document.createElement("a");
    link.href = address;
    link.dataset.code = item.code;
    const picture = new Image();
    picture.src = item.file;
    picture.alt = item.prompt.slice(0, 80);
    const said = document.createElement("span");
    said.textContent = words(item);
    link.append(picture, said);
    return link;
  }

  #cover(isOpen) {
    this.#element.hidden = !isOpen;
    for (const it of this.#covered) it.inert = isOpen;
  }
}
