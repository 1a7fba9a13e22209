// The switch of themes. early.js has applied the choice before the first paint.
const root = document.documentElement;

function stored() {
  try {
    return localStorage.getItem("theme") ?? "system";
  } catch {
    return "system";
  }
}

function apply(theme) {
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
}

function keep(theme) {
  try {
    if (theme === "system") localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch {
    // Not kept then, but applied.
  }
}

customElements.define(
  "theme-switch",
  class extends HTMLElement {
    #choose = (event) => {
      apply(event.target.value);
      keep(event.target.value);
    };
    // Another tab has changed it.
    #follow = (event) => {
      if (event.key !== "theme") return;
      apply(stored());
      this.#show();
    };
    #show() {
      for (const input of this.querySelectorAll("input[type=radio]")) {
        input.checked = input.value === stored();
      }
    }

    connectedCallback() {
      this.#show();
      this.addEventListener("change", this.#choose);
      window.addEventListener("storage", this.#follow);
    }

    disconnectedCallback() {
      this.removeEventListener("change", this.#choose);
      window.removeEventListener("storage", this.#follow);
    }
  },
);
