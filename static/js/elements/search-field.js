// <search-field> around the form of the search: suggestions under the field while one
// types, taken by arrows and Enter or a click. Without it the form works as it is.
import { isComposing } from "../keys.js";
import { reach } from "../reach.js";

const WAIT_MS = 90;

customElements.define(
  "search-field",
  class extends HTMLElement {
    #input = null;
    #box = null;
    #timer = 0;
    #asked = null;
    // What stands behind the word that is being typed.
    #rest = "";
    #off = new AbortController();

    connectedCallback() {
      this.#input = this.querySelector("input[type=search]");
      this.#box = this.querySelector(".suggestions");
      this.#box.id = "suggestions";
      const input = this.#input;
      input.setAttribute("role", "combobox");
      input.setAttribute("aria-expanded", "false");
      input.setAttribute("aria-controls", "suggestions");
      input.setAttribute("aria-autocomplete", "list");
      const options = { signal: this.#off.signal };
      input.addEventListener("input", this.#soon, options);
      input.addEventListener("focus", this.#soon, options);
      input.addEventListener("keydown", this.#key, options);
      this.addEventListener("focusout", (event) => !this.contains(event.relatedTarget) && this.#close(), options);
      this.#box.addEventListener("pointerdown", this.#point, options);
    }

    disconnectedCallback() {
      this.#off.abort();
      clearTimeout(this.#timer);
    }

    get #options() {
      return [...this.#box.querySelectorAll("[role=option]")];
    }

    get #active() {
      return this.#options.find((it) => it.getAttribute("aria-selected") === "true");
    }

    #soon = () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#ask(), WAIT_MS);
    };

    async #ask() {
      this.#asked?.abort();
      this.#asked = new AbortController();
      const { value, selectionEnd: caret } = this.#input;
      const typed = value.slice(0, caret ?? value.length);
      // Of a word in quotation marks what follows goes up to the next one, spaces and all.
      const isQuoted = typed.split('"').length % 2 === 0;
      this.#rest = value.slice(typed.length).replace(isQuoted ? /^[^"]*"?/ : /^(?:"[^"]*"?|[^\s"])+/, "");
      const url = `${this.#input.dataset.suggestions}?q=${encodeURIComponent(typed)}`;
      try {
        const answer = await reach(url, { signal: this.#asked.signal });
        if (!answer.ok || document.activeElement !== this.#input) return;
        this.#box.innerHTML = await answer.text();
        this.#show(Boolean(this.#box.firstElementChild));
      } catch {
        // Suggestions are a help only: the search works without them.
      }
    }

    #show(isOpen) {
      this.#box.hidden = !isOpen;
      this.#input.setAttribute("aria-expanded", String(isOpen));
      if (!isOpen) this.#input.removeAttribute("aria-activedescendant");
    }

    #close() {
      this.#still();
      this.#show(false);
    }

    #still() {
      clearTimeout(this.#timer);
      this.#asked?.abort();
    }

    #choose(option) {
      // No list that is on its way takes the place of the one that is chosen from.
      this.#still();
      for (const it of this.#options) it.setAttribute("aria-selected", String(it === option));
      if (option) this.#input.setAttribute("aria-activedescendant", option.id);
      else this.#input.removeAttribute("aria-activedescendant");
      option?.scrollIntoView({ block: "nearest" });
    }

    #take(option) {
      const { insert } = option.dataset;
      this.#input.value = insert + (insert.endsWith(" ") ? this.#rest.trimStart() : this.#rest);
      this.#input.focus();
      this.#input.setSelectionRange(insert.length, insert.length);
      this.#close();
      // A field name is followed by its values; a value ends what was looked for.
      if (insert.endsWith(":")) this.#soon();
      else this.#input.form.requestSubmit();
    }

    #key = (event) => {
      if (isComposing(event)) return;
      if (event.key === "Escape" && !this.#box.hidden) {
        event.preventDefault();
        this.#close();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const all = this.#options;
        if (this.#box.hidden || !all.length) return;
        event.preventDefault();
        const at = all.indexOf(this.#active) + (event.key === "ArrowDown" ? 1 : -1);
        this.#choose(at < 0 ? all.at(-1) : all[at % all.length]);
      } else if ((event.key === "Enter" || event.key === "Tab") && !this.#box.hidden && this.#active) {
        event.preventDefault();
        this.#take(this.#active);
      }
    };

    #point = (event) => {
      const option = event.target.closest("[role=option]");
      if (!option || event.button) return;
      event.preventDefault();
      this.#take(option);
    };
  },
);
