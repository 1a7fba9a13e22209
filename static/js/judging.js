// Pick, reject, stars: by one key on the picture at hand, or by the buttons of a form.
// What was decided shows at once; the server has the last word, and Ctrl+Z takes it back.
//
// A page may listen to "judged" on the document: {codes, undone, refused, images, values}.
// One that changes what it knows of the picture first leaves it there, as `before`: where
// the decision is refused this comes back as {refused, images}.
import { code as codeAtHand } from "./at-hand.js";
import { register } from "./keys.js";
import { openDialog } from "./post.js";
import { send } from "./reach.js";
import { toast } from "./toast.js";
import { did, forget, keep as keepSteps, newest, takeBack, way } from "./undoing.js";

const TOAST = "judged";
const FLAGS = { pick: "Picked", reject: "Rejected", "": "Unflagged" };
let queue = Promise.resolve();
// What is on its way, the oldest first: it can be taken back as well, once it has arrived.
const pending = new Set();
// What was told of pictures since the page came, for tiles that were out of it then.
const told = new Map();

function words({ flag, stars, note }) {
  return [flag && FLAGS[flag], stars && `${stars} star${stars === 1 ? "" : "s"}`, note && "with a note"].filter(Boolean).join(", ");
}

/** The same as templates/library/_marks.html. */
function mark(holder, state) {
  const place = holder.querySelector(":scope > .shot, :scope > .name") ?? holder;
  place.querySelector(":scope > .marks")?.remove();
  holder.toggleAttribute("data-rejected", state.flag === "reject");
  if (!state.flag && !state.stars && !state.note) return;
  const marks = document.createElement("span");
  marks.className = "marks";
  marks.setAttribute("role", "img");
  marks.dataset.flag = state.flag;
  marks.setAttribute("aria-label", words(state));
  marks.textContent = [{ pick: "✓", reject: "✕" }[state.flag], state.stars && `${state.stars}★`, state.note && "✎"].filter(Boolean).join(" ");
  if (state.note) marks.title = state.note;
  place.append(marks);
}

/** The same as templates/library/_judge.html. */
export function showStars(group, stars) {
  group.dataset.stars = stars;
  group.ariaLabel = `Stars: ${stars} of 5`;
  for (const button of group.children) {
    const number = Number(button.value);
    button.textContent = number <= stars ? "★" : "☆";
    button.ariaPressed = String(number === stars);
  }
}

/** Write what is known of a picture wherever it stands. */
export function show(state) {
  told.set(state.code, state);
  const name = CSS.escape(state.code);
  for (const it of document.querySelectorAll(`[data-note-of="${name}"]`)) {
    it.textContent = state.note;
    it.hidden = !state.note;
  }
  for (const field of document.querySelectorAll(`form[data-judges="${name}"] textarea[name=note]`)) {
    // What has been typed and not kept yet stays.
    const isTouched = field.value !== field.defaultValue;
    field.defaultValue = state.note;
    if (!isTouched) field.value = state.note;
  }
  for (const holder of document.querySelectorAll(`:is(.tile, .card, .pane)[data-code="${CSS.escape(state.code)}"]`)) mark(holder, state);
  const forms = document.querySelectorAll(`form[data-judges="${CSS.escape(state.code)}"]`);
  for (const form of forms) {
    for (const button of form.querySelectorAll("[data-flag]")) {
      const isOn = button.dataset.flag === state.flag;
      button.setAttribute("aria-pressed", String(isOn));
      button.value = isOn ? "" : button.dataset.flag;
    }
    const stars = form.querySelector(".stars");
    if (stars) showStars(stars, state.stars);
  }
}

document.addEventListener("tiles-back", ({ detail }) => {
  for (const tile of detail) if (told.has(tile.dataset.code)) mark(tile, told.get(tile.dataset.code));
});

function keep(values) {
  return send(document.getElementById("pick-form").dataset.judge, values);
}

function tell(message, step) {
  toast({ id: TOAST, level: "success", message, action: { label: "Undo", step } });
}

// What could not be kept, the oldest first; a later word on the same takes its place.
let unsent = [];

function isOnTheSame(one, other) {
  return one.code === other.code && Object.keys(one.values)[0] === Object.keys(other.values)[0];
}

/** Say why; `retry` is offered where it may help, and nothing else would. */
function sorry({ message, action, again }, retry, id = TOAST) {
  const count = unsent.length;
  const waiting = count > 1 ? ` ${count} decisions are not kept yet.` : "";
  action ??= again && { label: "Try again", run: retry };
  toast({ id, level: "error", message: message + waiting, action });
}

function tryAgain() {
  for (const decision of unsent.splice(0)) enqueue(decision);
}

addEventListener("online", tryAgain);

addEventListener("beforeunload", (event) => {
  if (unsent.length || pending.size) event.preventDefault();
});

/** Resolves when what was decided so far has been answered. */
export function settled() {
  return queue;
}

/** What was not kept is not what a later decision of the same picture has changed. */
function correct(later, { before, values }) {
  if (!before || !later.before) return;
  for (const name of Object.keys(values)) later.before[name] = before[name];
}

/** It will never be kept: say of which picture, and let pages show what was before. */
function refuse(decision, { message, action }) {
  const { code, said, before } = decision;
  pending.delete(decision);
  const name = before?.prompt ? `“${before.prompt.slice(0, 60)}”: ` : "";
  toast({ id: `refused-${code}`, level: "error", lasts: true, message: `${name}“${said}” was not kept. ${message}`, action });
  showBefore(decision);
}

function showBefore(decision) {
  const { code, before } = decision;
  if (!before) return;
  const later = [...pending].filter((it) => it.code === code);
  const again = later.findIndex((it) => isOnTheSame(it, decision));
  for (const it of again < 0 ? later : later.slice(0, again + 1)) correct(it, decision);
  const state = Object.assign({ ...before }, ...later.map((it) => it.values));
  show(state);
  tellPages({ codes: [code], refused: true, images: [state] });
}

/** Wait with it, unless a later word on the same is on its way already. */
function putOff(decision) {
  const later = [...pending].find((it) => it !== decision && isOnTheSame(it, decision));
  if (later) {
    correct(later, decision);
    forget(decision.step);
  } else unsent.push(decision);
}

/** What has not been kept yet is taken back by sending it no more. */
function keepNoMore(step) {
  const decision = [...unsent, ...pending].find((it) => it.step === step);
  // It was refused, which has been said.
  if (!decision) return;
  unsent = unsent.filter((it) => it !== decision);
  pending.delete(decision);
  showBefore(decision);
  toast({ id: unsent.length ? "" : TOAST, message: "Taken back." });
}

function tellPages(detail) {
  document.dispatchEvent(new CustomEvent("judged", { detail }));
  return detail;
}

// One after the other: the last word has to be the last one.
function enqueue(decision) {
  pending.add(decision);
  // It can be taken back before it has arrived; what was before is told by the answer.
  const step = (decision.step ??= did({ kind: "decision" }));
  unsent = unsent.filter((it) => {
    if (!isOnTheSame(it, decision)) return true;
    correct(decision, it);
    return forget(it.step);
  });
  const answered = queue.then(async () => {
    // Taken back while it waited for its next try.
    if (!pending.has(decision)) return;
    let isKept = true;
    try {
      const { images, before } = await keep({ code: decision.code, ...decision.values });
      for (const state of images) show(state);
      step.told = before;
      keepSteps();
      // What came before and could not be kept goes along.
      if (unsent.length) tryAgain();
      else tell(`${decision.said}.`, step);
    } catch (error) {
      isKept = false;
      if (error.again) {
        putOff(decision);
        sorry(error, tryAgain);
      } else {
        forget(step);
        refuse(decision, error);
      }
    }
    pending.delete(decision);
    decision.told?.(isKept);
  });
  queue = answered;
}

/** Decide of a picture: {flag}, {stars} or {note}. `told` hears of each try, whether it was kept. */
export function judge(code, values, told) {
  const said = "flag" in values ? FLAGS[values.flag] : "stars" in values ? `${values.stars} star${values.stars === 1 ? "" : "s"}` : "Note kept";
  const { before } = tellPages({ codes: [code], values });
  enqueue({ code, values, said, before, told });
}

way("decision", (step) => {
  const taken = queue.then(() => restore(step));
  queue = taken.catch(() => {});
  return taken;
});

async function restore(step) {
  const { told } = step;
  if (!told) return keepNoMore(step);
  try {
    const { images, stayed } = await keep({ before: JSON.stringify(told) });
    for (const state of images) show(state);
    const codes = images.map((it) => it.code);
    tellPages({ codes, undone: true, images });
    const next = newest();
    if (stayed) toast({ id: TOAST, level: "warning", message: "Not taken back: it was decided anew meanwhile, and that stays." });
    else if (next?.kind === "decision") tell("Taken back. Once more takes back the one before.", next);
    else toast({ id: TOAST, message: "Taken back." });
  } catch (error) {
    sorry(error, () => takeBack(step), "not-undone");
    throw error;
  }
}

function byKey(values) {
  return () => {
    const code = codeAtHand();
    if (!code) return false;
    judge(code, values);
    return true;
  };
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-judges]");
  if (!form) return;
  event.preventDefault();
  const { name, value } = event.submitter ?? {};
  const note = form.querySelector("textarea[name=note]");
  if (name === "flag") judge(form.dataset.judges, { flag: value });
  else if (name === "stars") {
    const isSame = form.querySelector(".stars").dataset.stars === value;
    judge(form.dataset.judges, { stars: isSame ? 0 : Number(value) });
  } else if (note) keepNote(form, note);
});

/** The words stay where they are until they have been kept. */
function keepNote(form, field) {
  const { value } = field;
  const problem = form.querySelector("[data-not-kept]");
  problem.hidden = true;
  judge(form.dataset.judges, { note: value }, (isKept) => {
    // One that fails again takes the focus from nobody.
    if (!isKept && problem.hidden) field.focus();
    problem.hidden = isKept;
    if (!isKept) return;
    // As it was kept, which may be without spaces at its end.
    if (field.value === value) field.value = field.defaultValue;
    if (field.value === field.defaultValue) form.closest("dialog[data-show]")?.close();
  });
}

// In a note, Enter is a new line.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest?.("form[data-judges]:has(textarea[name=note])");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("button"));
});

function writeNote() {
  const code = codeAtHand();
  if (!code) return false;
  const field = document.querySelector(`form[data-judges="${CSS.escape(code)}"] textarea[name=note]`);
  if (field?.checkVisibility()) field.focus();
  else void openDialog(document.body.dataset.picture.replace("CODE", code) + "note/");
  return true;
}

// The picture of such a link may be another one by now.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.note-link");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  if (writeNote()) event.preventDefault();
});

const SCOPE = "Judging a picture";
register({ key: "p", label: "Pick as good", scope: SCOPE, run: byKey({ flag: "pick" }) });
register({ key: "r", label: "Reject", scope: SCOPE, run: byKey({ flag: "reject" }) });
register({ key: "u", label: "Neither picked nor rejected", scope: SCOPE, run: byKey({ flag: "" }) });
for (const stars of [0, 1, 2, 3, 4, 5]) {
  register({ key: String(stars), label: "Stars", scope: SCOPE, run: byKey({ stars }) });
}
register({ key: "n", label: "Write a note", scope: SCOPE, run: writeNote });
