// Files may be dropped anywhere on the page, or pasted, and so may pictures of this
// playground; they land in the file input named by data-input, as if chosen there.
import { address as pictureAddress } from "../pictures.js";
import { reach, refusal } from "../reach.js";
import { toast } from "../toast.js";

function tell(message) {
  toast({ id: "drop", level: "warning", message });
}

/** The code of a picture of this playground that an address leads to, or "". */
function ownPicture(address) {
  const url = URL.parse(address, location.href);
  if (url?.origin !== location.origin) return "";
  const before = pictureAddress("");
  return url.pathname.startsWith(before.replace(/\/+$/, "/")) ? url.pathname.slice(before.replace(/\/+$/, "/").length).split(/[/.]/)[0] : "";
}

// Styles and scripts with what is in them, comments, tags with what stands in their quotes.
const NO_WORDS = /<(style|script)\b[^]*?<\/\1>|<!--[^]*?-->|<(?:"[^"]*"|'[^']*'|[^'">])*>|&nbsp;|&#160;/gi;

/** Whether there is text beside the files: a copied picture has at most its own tag. */
function hasWords(data) {
  if (data.getData("text/plain").trim() || data.types.includes("text/rtf")) return true;
  // Not parsed as a page: the policy of this one would complain of its styles.
  const words = data.getData("text/html").replace(NO_WORDS, "");
  return Boolean(words.trim());
}

/** The file in an address that is itself a picture, or null. */
function fileIn(address) {
  const [, type, data] = /^data:(image\/[\w.+-]+);base64,(.+)$/i.exec(address) ?? [];
  if (!type) return null;
  try {
    const bytes = Uint8Array.from(atob(decodeURIComponent(data)), (letter) => letter.charCodeAt(0));
    return new File([bytes], `picture.${type.split("/")[1]}`, { type });
  } catch {
    return null;
  }
}

function listOf(file) {
  const transfer = new DataTransfer();
  transfer.items.add(file);
  return transfer.files;
}

class FileDrop extends HTMLElement {
  connectedCallback() {
    document.addEventListener("dragover", this.#over);
    document.addEventListener("dragleave", this.#leave);
    document.addEventListener("drop", this.#drop);
    document.addEventListener("paste", this.#paste);
  }

  disconnectedCallback() {
    document.removeEventListener("dragover", this.#over);
    document.removeEventListener("dragleave", this.#leave);
    document.removeEventListener("drop", this.#drop);
    document.removeEventListener("paste", this.#paste);
  }

  #over = (event) => {
    const types = event.dataTransfer?.types ?? [];
    // Text that is dragged into the prompt is the browser's own business.
    if (!types.includes("Files") && !types.includes("text/uri-list")) return;
    if (event.target.closest?.("textarea, input")) return;
    event.preventDefault();
    // Behind an open dialog nothing is dropped: the painter takes what is meant for it.
    if (document.querySelector("dialog:modal")) return;
    this.querySelector(".drop").toggleAttribute("data-over", true);
  };

  #leave = (event) => {
    if (!event.relatedTarget) this.querySelector(".drop").removeAttribute("data-over");
  };

  #drop = (event) => {
    this.querySelector(".drop").removeAttribute("data-over");
    if (event.target.closest?.("textarea, input")) return;
    const { files } = event.dataTransfer ?? {};
    const address = event.dataTransfer?.getData("text/uri-list").split(/[\r\n]+/).find((line) => line && !line.startsWith("#"));
    if (!files?.length && !address) return;
    event.preventDefault();
    if (document.querySelector("dialog:modal")) return;
    // A picture of ours comes with its address; its own bytes are meant.
    const code = address && ownPicture(address);
    const inside = address && fileIn(address);
    if (code) this.#fetch(code);
    else if (files.length) this.#take(files);
    else if (inside) this.#take(listOf(inside));
    else if (URL.parse(address)?.origin === location.origin) tell("That address leads to no picture. Drag the picture itself.");
    else tell("A picture of another site cannot be fetched from here. Save it, and drop the file.");
  };

  async #fetch(code) {
    try {
      const answer = await reach(pictureAddress(code, "file"));
      if (!answer.ok) throw await refusal(answer);
      const blob = await answer.blob();
      this.#take(listOf(new File([blob], `${code}.${blob.type.split("/")[1]}`, { type: blob.type })));
    } catch ({ message }) {
      tell(message);
    }
  }

  // A table or a text brings a picture of itself along; then the text is meant.
  #paste = (event) => {
    const { files } = event.clipboardData ?? {};
    if (!files?.length || document.querySelector("dialog:modal")) return;
    if (!hasWords(event.clipboardData)) this.#take(files);
  };

  #take(files) {
    const input = document.getElementById(this.dataset.input);
    input.files = files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

customElements.define("file-drop", FileDrop);
