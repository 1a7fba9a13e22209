// Wraps the composer's fields. The prompt counts its characters while it is typed,
// Ctrl or Cmd + Enter submits, and an answer of the server takes nothing away that was
// done while it was under way: words, choices, an opened group, the focus, a click.
import { isComposing, register } from "../keys.js";
import { isTypedSince, remember, restore, sent } from "../own-draft.js";
import { toast } from "../toast.js";
import { areComing, arrived, forget, recall, sendFiles } from "./composer-files.js";

// A question that has come just now has not been read.
const SHORTEST_LOOK_MS = 500;
// Whether this page has shown a composer already.
let wasShown = false;
// What a new composer takes over from the one that it replaces.
let carried = null;
// Groups opened or closed by hand, by class.
const opened = new Map();

// All but the prompt, which answers to single changes leave alone, files, which are sent
// by themselves, and what the button in the foot says of itself.
const NO_CHOICES = new Set(["prompt", "once", "seen", "seen_one_by_one", "told"]);

function choices(data) {
  return JSON.stringify([...data].filter(([name, value]) => !NO_CHOICES.has(name) && typeof value === "string"));
}

class ComposerForm extends HTMLElement {
  #form = null;
  #off = [];
  #isPressed = false;
  #hasMissed = false;
  #since = 0;

  connectedCallback() {
    this.#since = performance.now();
    this.#form = this.closest("form");
    const off = new AbortController();
    const { signal } = off;
    this.addEventListener("input", this.#count, { signal });
    this.addEventListener("change", this.#stayOut, { signal });
    this.#form.addEventListener("submit", this.#hold, { signal, capture: true });
    this.addEventListener("keydown", this.#enter, { signal });
    this.addEventListener("toggle", this.#remember, { signal, capture: true });
    this.#form.addEventListener("pointerdown", this.#press, { signal });
    document.addEventListener("pointerup", this.#release, { signal });
    document.addEventListener("pointercancel", this.#release, { signal });
    this.#form.addEventListener("htmx:beforeRequest", this.#carryFocus, { signal });
    this.#form.addEventListener("htmx:beforeSwap", this.#receive, { signal });
    this.#form.addEventListener("htmx:afterSwap", this.#prepare, { signal });
    const key = { key: "mod+Enter", label: "Generate", scope: "Studio", typing: true };
    this.#off = [
      () => off.abort(),
      register({ ...key, within: this.#form, run: this.#submit }),
      register({ ...key, key: "Escape", label: "Leave the prompt, for the keys of pictures", within: this.#prompt, run: this.#leave }),
    ];
    this.#prepare();
    if (!carried) {
      this.#write();
      if (!wasShown) restore(this.#form);
    }
    wasShown = true;
    this.#form.addEventListener("input", this.#keep, { signal });
    this.#form.addEventListener("change", this.#keep, { signal });
    if (carried) this.#takeOver(carried);
    carried = null;
  }

  disconnectedCallback() {
    for (const off of this.#off) off();
  }

  #keep = () => remember(this.#form);

  get #fields() {
    return this.querySelector("#composer-fields");
  }

  get #prompt() {
    return this.querySelector("#prompt");
  }

  /** A click says which button it was. */
  #submit = () => {
    (this.#form.querySelector("#confirm") ?? this.#form.querySelector("#generate")).click();
  };

  /** The caret stands in the prompt, behind what is there; letters before that go there. */
  #write() {
    const prompt = this.#prompt;
    prompt.dataset.aboutToWrite = "";
    // Who has gone elsewhere is not about to write any more.
    prompt.addEventListener("blur", () => document.hasFocus() && prompt.removeAttribute("data-about-to-write"), { once: true });
    if (document.querySelector("dialog:modal")) return;
    const { activeElement } = document;
    if (activeElement === document.body || activeElement === prompt || activeElement.name === "example") {
      prompt.focus({ preventScroll: true });
      prompt.setSelectionRange(prompt.value.length, prompt.value.length);
    }
  }

  #leave = () => {
    this.#prompt.removeAttribute("data-about-to-write");
    this.#prompt.blur();
  };

  #count = (event) => {
    if (event.target !== this.#prompt) return;
    // The API counts characters, not UTF-16 units.
    const count = [...this.#prompt.value].length;
    this.querySelector("[data-count]").textContent = count.toLocaleString("en");
  };

  // A field with a button of its own, such as a preset's name, is no setting.
  #stayOut = (event) => {
    if (event.target.closest("[data-own]")) event.stopPropagation();
  };

  // What is pressed while files are on their way counts when they have arrived. Where
  // one is refused it was not meant like that: nothing is sent, and the field says why.
  #hold = (event) => {
    const isAsked = this.#form.querySelector("#composer-foot [role=alert]") && event.submitter?.matches(".foot .primary");
    if (isAsked && performance.now() - this.#since < SHORTEST_LOOK_MS) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (!areComing()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    arrived((areTaken) => {
      if (!areTaken) {
        const reason = document.querySelector("#composer file-drop .error");
        const message = `Nothing was sent. ${reason?.textContent.trim() || "A file did not arrive. Add it once more."}`;
        toast({ id: "held", level: "warning", message });
        reason?.scrollIntoView({ block: "nearest" });
        return;
      }
      const button = submitter.isConnected ? submitter : document.getElementById(submitter.id);
      button?.click();
    });
  };

  #enter = (event) => {
    const own = event.key === "Enter" && event.target.matches("input") && event.target.closest("[data-own]");
    if (!own || isComposing(event)) return;
    event.preventDefault();
    own.querySelector("button").click();
  };

  #remember = (event) => {
    if (event.target.matches("details")) opened.set(event.target.className, event.target.open);
  };

  #prepare = () => {
    if (wasShown) remember(this.#form);
    recall(this);
    for (const input of this.querySelectorAll("input[type=file]")) {
      input.addEventListener("change", sendFiles);
    }
    for (const group of this.querySelectorAll("details")) {
      const wanted = opened.get(group.className) ?? group.open;
      group.open = wanted || group.querySelector(".error") !== null;
    }
  };

  // A button that is replaced between the press and the release gets no click.
  #press = () => {
    this.#isPressed = true;
  };

  #release = () => {
    if (!this.#isPressed) return;
    // After the click.
    setTimeout(() => {
      this.#isPressed = false;
      if (!this.#hasMissed) return;
      this.#hasMissed = false;
      if (!this.#form.classList.contains("htmx-request")) this.#ask();
    });
  };

  #ask() {
    this.#fields.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // Files take their time: what was chosen meanwhile is newer than their answer, and
  // only the list of files is taken from it.
  #takeFiles(swap) {
    swap.target = this.querySelector("file-drop");
    swap.selectOverride = "file-drop";
    swap.swapOverride = "outerHTML";
    // What went wrong with a file would be forgotten by another answer.
    if (swap.xhr.status !== 422) setTimeout(() => this.#ask());
  }

  // The button that has the focus is disabled during the request, and loses it.
  #carryFocus = (event) => {
    if (event.target !== this.#form) return;
    const focused = document.activeElement;
    carried = this.#form.contains(focused) ? { focus: focused.id } : null;
  };

  #receive = (event) => {
    const { target, requestConfig } = event.detail;
    if (target === this.#form && requestConfig.elt === this) {
      this.#takeFiles(event.detail);
      return;
    }
    if (target === this.#form) {
      // What these fields are still waiting for is not for those that come now.
      this.#fields.addEventListener("htmx:beforeSwap", (late) => (late.detail.shouldSwap = false));
      const prompt = this.#prompt.value;
      // What a tab brings back, it means, unless somebody has begun to type.
      const isBroughtBack = requestConfig.elt === document.body;
      const isNewer = isBroughtBack ? isTypedSince(prompt) : prompt !== requestConfig.formData.get("prompt");
      const isExample = requestConfig.triggeringEvent?.submitter?.name === "example";
      const { selectionStart, selectionEnd, selectionDirection, scrollTop } = this.#prompt;
      const written = { prompt, scrollTop, caret: [selectionStart, selectionEnd, selectionDirection] };
      const details = { scroll: this.scrollTop, prompt: isNewer && !isExample ? prompt : null, isExample, written };
      carried = { ...carried, ...details };
      const isSubmit = requestConfig.path === this.#form.getAttribute("action");
      if (isSubmit && event.detail.xhr.status < 300) sent(requestConfig.formData.get("prompt"));
      forget();
      return;
    }
    // Prices in the menu of models are for what stands there now.
    if (target.id === "model") event.detail.shouldSwap = choices(requestConfig.formData) === choices(new FormData(this.#form));
    // The answer to a change; others bring something new and are always shown.
    if (requestConfig.elt !== target || target.id !== "composer-fields") return;
    const isOutdated = choices(requestConfig.formData) !== choices(new FormData(this.#form));
    if (!this.#isPressed && !isOutdated) return;
    event.detail.shouldSwap = false;
    this.#hasMissed = this.#isPressed;
  };

  /** Who writes on, writes on there; behind what is new. */
  #putCaret({ prompt, scrollTop, caret }) {
    const { value } = this.#prompt;
    if (value !== prompt) this.#prompt.setSelectionRange(value.length, value.length);
    else {
      this.#prompt.setSelectionRange(...caret);
      this.#prompt.scrollTop = scrollTop;
    }
  }

  #takeOver({ focus, prompt, scroll, isExample, written }) {
    const isNewer = prompt !== null && prompt !== undefined;
    if (isNewer) {
      this.#prompt.value = prompt;
      this.#count({ target: this.#prompt });
    }
    this.scrollTop = scroll;
    // After htmx has given the focus to the element of the same id.
    queueMicrotask(() => {
      if (written) this.#putCaret(written);
      const wrong = this.querySelector("[aria-invalid='true']");
      const field = wrong?.closest(".field") ?? wrong;
      const confirm = this.#form.querySelector("#confirm");
      // Nothing takes the focus, least of all what costs money, from who is writing.
      const isWriting = focus === "prompt" || document.activeElement === this.#prompt;
      if (isExample) this.#write();
      else if (confirm && !isWriting) confirm.focus();
      else if (wrong && !isNewer) {
        (field.querySelector(":is(input, select, textarea)[aria-invalid='true']") ?? wrong.querySelector("input:checked") ?? wrong).focus();
        // Its message is what has to be read.
        field.querySelector(".error")?.scrollIntoView({ block: "nearest" });
      }
      else if (focus !== undefined && document.activeElement === document.body) {
        const same = focus && document.getElementById(focus);
        // What had the focus is gone: nothing that costs money gets it instead.
        (same || this.#prompt).focus({ preventScroll: true });
      }
    });
  }
}

customElements.define("composer-form", ComposerForm);
