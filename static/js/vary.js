// The panel of Vary, which answers replace while somebody types in it, and while other forms
// of it wait for theirs. There may be two, in one dialog over the other.
import { takeOver } from "./runs.js";
import { toast } from "./toast.js";

const PANEL = ".vary-parameters";
const panelOf = (vary) => vary.querySelector(`:scope > ${PANEL}`);

/** What is typed in a panel, to be done again to the panel that takes its place. */
function typedIn(panel) {
  const field = panel?.querySelector("textarea");
  if (!field) return () => {};
  const { value, defaultValue, selectionStart, selectionEnd, selectionDirection, scrollTop } = field;
  const hasFocus = document.activeElement === field;
  return (next) => {
    const same = next?.querySelector("textarea");
    if (!same || same === field) return;
    // What has been sent is the default: words that have not stay told from it.
    Object.assign(same, { defaultValue, value, scrollTop });
    if (!hasFocus) return;
    // A question takes no focus from who is typing.
    next.querySelector("[autofocus]")?.removeAttribute("autofocus");
    same.focus({ preventScroll: true });
    same.setSelectionRange(selectionStart, selectionEnd, selectionDirection);
  };
}

/** A question that has been answered is gone: the focus goes back to what it was about. */
function leaveQuestion(form, vary) {
  if (document.activeElement && document.activeElement !== document.body) return;
  const [name, value] = ["name", "value"].map((it) => form.elements[it]?.value);
  const forms = [...vary.querySelectorAll("form[data-runs]")].filter((it) => it.elements.name?.value === name);
  const buttons = forms.flatMap((it) => [...it.querySelectorAll("button")]);
  (buttons.find((it) => it.value === value) ?? buttons[0])?.focus({ preventScroll: true });
}

/** Take in the answers to a form, also when the panel around it has been replaced meanwhile. */
function attend(form, vary) {
  let carry = () => {};
  let isLate = false;
  form.addEventListener("htmx:beforeOnLoad", ({ detail }) => {
    carry = typedIn(panelOf(vary));
    isLate = !vary.contains(form);
    if (!isLate) return;
    // For this long it stands there again: htmx looks for places, and events go, from it.
    form.hidden = true;
    vary.append(form);
    detail.target = panelOf(vary);
  });
  form.addEventListener("htmx:afterOnLoad", ({ detail }) => {
    if (isLate) form.remove();
    carry(panelOf(vary));
    if (!form.isConnected) leaveQuestion(form, vary);
    if (vary.isConnected || detail.requestConfig.verb !== "post") return;
    // Whoever closed the dialog meanwhile is told what came of it.
    if (detail.xhr.status === 422) toast({ level: "warning", message: "Nothing was started: there was a question, and the dialog is closed." });
    else takeOver(vary);
  });
}

const attended = new WeakSet();

document.addEventListener("htmx:beforeRequest", ({ detail: { elt, target } }) => {
  const vary = target.matches?.(PANEL) && elt.closest(".vary");
  if (!vary || attended.has(elt)) return;
  attended.add(elt);
  attend(elt, vary);
});
