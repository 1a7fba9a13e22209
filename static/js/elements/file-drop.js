// Files may be dropped anywhere on the page, or pasted; they land in the file input
// named by data-input, as if they had been chosen there.
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
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.querySelector(".drop").toggleAttribute("data-over", true);
  };

  #leave = (event) => {
    if (!event.relatedTarget) this.querySelector(".drop").removeAttribute("data-over");
  };

  #drop = (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    this.querySelector(".drop").removeAttribute("data-over");
    this.#take(event.dataTransfer.files);
  };

  // A table or a text brings a picture of itself along; then the text is meant.
  #paste = (event) => {
    const { files, types } = event.clipboardData ?? {};
    if (!files?.length || document.querySelector("dialog:modal")) return;
    if (types.includes("text/plain") && event.clipboardData.getData("text/plain").trim()) return;
    this.#take(files);
  };

  #take(files) {
    const input = document.getElementById(this.dataset.input);
    input.files = files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

customElements.define("file-drop", FileDrop);
