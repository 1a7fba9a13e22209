// Wraps the composer's fields: Ctrl or Cmd + Enter submits, and the prompt counts
// its characters while it is typed.
class ComposerForm extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", this.#submit);
    this.addEventListener("input", this.#count);
  }

  disconnectedCallback() {
    this.removeEventListener("keydown", this.#submit);
    this.removeEventListener("input", this.#count);
  }

  #submit = (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    const form = this.closest("form");
    form.requestSubmit(form.querySelector("#generate"));
  };

  #count = (event) => {
    if (event.target.id !== "prompt") return;
    // The API counts characters, not UTF-16 units.
    const count = [...event.target.value].length;
    this.querySelector("[data-count]").textContent = count.toLocaleString("en");
  };
}

customElements.define("composer-form", ComposerForm);
