// <comment-spot> in the form of a comment: the next click on the picture says where.
// The two numbers can be typed as well. Spots of earlier comments are shown on it.
const percent = (share) => (Math.min(1, Math.max(0, share)) * 100).toFixed(1);

/** Where the picture lies within its canvas, as the browser has laid it out. */
const place = (mark, picture, canvas, x, y) => {
  const [box, around] = [picture.getBoundingClientRect(), canvas.getBoundingClientRect()];
  mark.style.left = `${box.left - around.left + canvas.scrollLeft + box.width * x}px`;
  mark.style.top = `${box.top - around.top + canvas.scrollTop + box.height * y}px`;
};

customElements.define(
  "comment-spot",
  class extends HTMLElement {
    #off = new AbortController();
    #marks = [];
    #seen = new ResizeObserver(() => this.#placeAll());

    connectedCallback() {
      const canvas = document.querySelector("picture-stage .canvas");
      const button = this.querySelector("button");
      const picture = canvas?.querySelector("img:not(.preview)");
      if (!picture) {
        button.hidden = true;
        return;
      }
      const { signal } = this.#off;
      const pointing = (on) => {
        button.setAttribute("aria-pressed", String(on));
        canvas.classList.toggle("pointing", on);
      };
      button.addEventListener(
        "click",
        () => pointing(button.getAttribute("aria-pressed") !== "true"),
        { signal },
      );
      // Before the stage, for which a click means another size.
      document.addEventListener(
        "click",
        (event) => {
          if (button.getAttribute("aria-pressed") !== "true" || !canvas.contains(event.target)) return;
          event.preventDefault();
          event.stopPropagation();
          const box = picture.getBoundingClientRect();
          this.#field("x").value = percent((event.clientX - box.left) / box.width);
          this.#field("y").value = percent((event.clientY - box.top) / box.height);
          pointing(false);
          this.closest("form").querySelector("textarea").focus();
        },
        { signal, capture: true },
      );
      for (const said of document.querySelectorAll(".threads [data-spot]")) {
        const mark = document.createElement("a");
        mark.className = "spot-number on-picture";
        mark.href = `#${said.id}`;
        mark.textContent = said.dataset.spot;
        mark.setAttribute("aria-label", `Comment ${said.dataset.spot}`);
        canvas.append(mark);
        this.#marks.push({ mark, picture, canvas, x: Number(said.dataset.x), y: Number(said.dataset.y) });
      }
      this.#seen.observe(picture);
      this.#seen.observe(canvas);
    }

    disconnectedCallback() {
      this.#off.abort();
      this.#seen.disconnect();
    }

    #field(name) {
      return this.querySelector(`[name="${name}"]`);
    }

    #placeAll() {
      for (const { mark, picture, canvas, x, y } of this.#marks) place(mark, picture, canvas, x, y);
    }
  },
);
