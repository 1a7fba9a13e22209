// <copy-button data-from="id of what holds the text"><button>…</button></copy-button>
// or with the text itself in data-text.
import { announce, toast } from "../toast.js";

customElements.define(
  "copy-button",
  class extends HTMLElement {
    #copy = async () => {
      const source = document.getElementById(this.dataset.from ?? "");
      const text = this.dataset.text ?? source?.value ?? source?.textContent ?? "";
      try {
        await navigator.clipboard.writeText(text);
      } catch {
        toast({ message: "The browser did not allow copying.", level: "warning" });
        return;
      }
      const words = this.querySelector("[data-words]");
      announce("Copied");
      if (!words || this.#was) return;
      this.#was = words.textContent;
      words.textContent = "Copied";
      setTimeout(() => {
        words.textContent = this.#was;
        this.#was = "";
      }, 1500);
    };
    #was = "";

    connectedCallback() {
      this.addEventListener("click", this.#copy);
    }

    disconnectedCallback() {
      this.removeEventListener("click", this.#copy);
    }
  },
);
