// What can be done with the picture at hand, by the same keys on every page. What costs
// money only opens its panel, with the price on the button that has the focus.
import { code, picture } from "./at-hand.js";
import { lead, openDialog, post } from "./post.js";
import { register } from "./keys.js";
import { send } from "./reach.js";
import { announce, toast, undo } from "./toast.js";
import { did, forget, forgetAll, isKnown, keep, way } from "./undoing.js";

const SCOPE = "A picture";

/** The address of something about a picture: address(code, "vary/"). */
export function address(of, what = "") {
  return document.body.dataset.picture.replace("CODE", of) + what;
}

function panel(what) {
  return () => {
    const of = code();
    if (!of) return false;
    void openDialog(address(of, what));
    return true;
  };
}

function submit(what) {
  return () => {
    const of = code();
    if (!of) return false;
    lead(address(of, what));
    return true;
  };
}

const grid = () => document.querySelector("tile-grid");

/** Where a picture is shown, also by tiles that are out of the page now. */
export function shown(of) {
  const found = new Set(document.querySelectorAll(`:is(.tile, .card)[data-code="${CSS.escape(of)}"]`));
  for (const tile of grid()?.tiles ?? []) if (tile.dataset.code === of) found.add(tile);
  return [...found].map((it) => it.closest(".cell") ?? it);
}

/** Hide what `shown` has found, or show it again. Both happen in the page, where each has its place. */
export function hide(held, isHidden) {
  for (const one of held) {
    grid()?.bring(one);
    one.hidden = isHidden;
  }
  grid()?.renumber();
}

/** The next picture that is shown, or the one before, of all days. */
function neighbour(element) {
  const list = element.parentElement?.closest("#results, tile-grid, .tiles") ?? grid();
  const all = list?.tiles ?? [...(list?.querySelectorAll("[data-code]") ?? [])];
  const at = all.findIndex((it) => element.contains(it));
  const isShown = (it) => !it.closest("[hidden]");
  return all.slice(at + 1).find(isShown) ?? all.slice(0, Math.max(0, at)).findLast(isShown) ?? null;
}

// What counts pictures counts anew. A room that shows one picture after the other goes
// on without it, or brings it back.
// One that would leave the page for it waits until it is `done`, and stays where it is
// refused.
export function tell(of, isBack, done) {
  document.dispatchEvent(new CustomEvent("trashed", { detail: { code: of, isBack, done } }));
}

// What a button of the page takes back is taken back.
document.addEventListener("submit", ({ target, submitter }) => {
  const to = submitter?.getAttribute("formaction") ?? target.getAttribute("action");
  forgetAll(({ told }) => told && (to === address(told.code, "restore/") || told.id === String(submitter?.value)));
});

// Where the trash is shown, a picture can only leave it.
function inTrash(of) {
  const back = async () => {
    await post(address(of, "restore/"));
    const held = shown(of);
    const next = held.map(neighbour).find(Boolean);
    forgetAll(({ told }) => told?.code === of);
    hide(held, true);
    (next?.querySelector("a") ?? document.getElementById("main")).focus({ preventScroll: true });
    tell(of, false, Promise.resolve());
    announce("Put back");
  };
  toast({ id: "in-trash", message: "It lies in the trash already.", action: { label: "Put back", run: back } });
}

/** Take back what the server has done with many, which it knows by an id; returns its words. */
export async function takeBackMany(id) {
  try {
    return (await send(document.getElementById("pick-form").dataset.undo, { id })).message;
  } catch (error) {
    toast({ id: "not-back", level: "error", message: error.message, action: error.action });
    throw error;
  }
}

/** Put a picture into the trash and stay where one is; undone by the message or Ctrl+Z. */
export async function trash(of) {
  if (grid()?.matches("[data-trash]")) return inTrash(of);
  const isOne = document.querySelector("dialog[open]");
  // In the large view one looks at one of a stack, and the others stand there as before.
  const held = shown(of).filter((one) => !isOne || !one.querySelector(".stack"));
  const opens = held.map((one) => one.querySelector(".stack")).find(Boolean);
  const next = held.map(neighbour).find(Boolean);
  const hadFocus = held.some((one) => one.contains(document.activeElement));
  const show = (isShown, done = Promise.resolve()) => {
    hide(held, !isShown);
    tell(of, isShown, done);
  };
  // All of it, as the search that its number leads to finds it.
  const told = opens && send(document.getElementById("pick-form").dataset.organise, [...new URL(opens.href).searchParams, ["action", "trash"], ["target", "search"]]);
  const done = told ?? post(address(of, "trash/"));
  const back = async () => {
    // What is refused comes back by itself.
    if (!(await done.then(() => true, () => false))) return;
    const said = opens ? await takeBackMany((await told).undo) : await post(address(of, "restore/"));
    show(true);
    held[0]?.querySelector("a")?.focus();
    announce(said ?? "Put back");
  };
  // It has its place among what was done before it has arrived; the next page hears then.
  const step = did({ kind: "trash", back });
  show(false, done);
  try {
    await done;
  } catch ({ message, action }) {
    forget(step);
    show(true);
    // A single one says so by itself.
    if (told) toast({ level: "error", message, action });
    if (hadFocus) held[0].querySelector("a")?.focus({ preventScroll: true });
    return;
  }
  if (!isKnown(step)) return;
  const all = await told;
  Object.assign(step, all ? { kind: "many", told: { id: all.undo }, run: back } : { told: { code: of } });
  keep();
  if (hadFocus) {
    if (next) next.closest("tile-grid")?.bring(next);
    (next?.querySelector("a") ?? document.getElementById("main")).focus({ preventScroll: true });
  }
  say(step, all?.message);
}

function say(step, message = "Moved to the trash.") {
  toast({ message, level: "success", action: { label: "Undo", step } });
}

// Of a page before there is nothing to show again, but on the picture's own.
way("trash", async ({ told, back }) => {
  if (back) return back();
  const of = told.code;
  await post(address(of, "restore/"));
  if (location.pathname === address(of)) location.reload();
  else toast({ id: "put-back", level: "success", message: "Put back from the trash.", action: { label: "Show it", href: address(of) } });
});

function remove() {
  const of = code();
  if (!of) return false;
  const form = picture().matches("[data-only]") && document.querySelector("form[data-trash]");
  if (form) {
    did({ kind: "trash", told: { code: of } });
    form.submit();
  } else trash(of);
  return true;
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-trash]");
  if (!form) return;
  if (!shown(form.dataset.trash).length) {
    did({ kind: "trash", told: { code: form.dataset.trash } });
    return;
  }
  event.preventDefault();
  form.closest("[popover]")?.hidePopover();
  trash(form.dataset.trash);
});

register({ key: "v", label: "Vary one thing", scope: SCOPE, run: panel("vary/") });
register({ key: "a", label: "Again: another draw", scope: SCOPE, run: panel("again/") });
register({ key: "q", label: "Qualities side by side", scope: SCOPE, run: panel("side-by-side/?name=quality") });
register({ key: "e", label: "Edit: use it as a source", scope: SCOPE, run: submit("edit/") });
register({ key: "b", label: "Pin as the baseline", scope: SCOPE, run: submit("baseline/") });
register({ key: "d", label: "Download", scope: SCOPE, run: () => code() && location.assign(address(code(), "download")) });
register({ key: "mod+z", label: "Take back what was done last", run: undo });
// A page without a search of its own leads to the one that has it.
if (!document.querySelector('[data-key="/"]')) {
  register({ key: "/", label: "Search the gallery", run: () => location.assign(`${document.body.dataset.gallery}#search`) });
}
register({ key: "Delete", label: "Put into the trash", scope: SCOPE, run: remove });
