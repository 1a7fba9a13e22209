// What is replaced while somebody works in it, cards of runs (.run) and what fills by
// itself (data-live), keeps the focus, and what was scrolled, ticked, chosen and opened.
const KEPT = ".run, [data-live]";

let kept = null;
let isPressed = false;

/** What an element is, told from others of its kind; the same in what replaces it. */
function mark(element) {
  const { tagName, id, name = "" } = element;
  const value = element.matches("select") ? "" : (element.value ?? "");
  const about = element.getAttribute("href") ?? element.getAttribute("formaction") ?? "";
  const hidden = [...(element.form?.querySelectorAll("input[type=hidden]:not([name=csrfmiddlewaretoken])") ?? [])];
  const words = id || name || about ? "" : (element.ariaLabel ?? element.textContent.trim());
  return JSON.stringify([tagName, id, name, value, about, hidden.map((it) => it.value), words]);
}

function alike(root, element) {
  const wanted = mark(element);
  return [...root.querySelectorAll(element.tagName)].filter((it) => mark(it) === wanted);
}

/** What somebody has done in it, each with how to do it again to what replaces it. */
function done(root) {
  const found = [];
  for (const box of root.querySelectorAll("[tabindex='0']")) {
    const place = { left: box.scrollLeft, top: box.scrollTop, behavior: "instant" };
    if (place.left || place.top) found.push([box, (same) => same.scrollTo(place)]);
  }
  for (const group of root.querySelectorAll("details[open]")) {
    found.push([group.firstElementChild, (same) => (same.parentElement.open = true)]);
  }
  for (const box of root.querySelectorAll("input[type=checkbox]")) {
    const { checked } = box;
    if (checked !== box.defaultChecked) found.push([box, (same) => (same.checked = checked)]);
  }
  for (const list of root.querySelectorAll("select")) {
    const { value } = list;
    if (!list.selectedOptions[0]?.defaultSelected) found.push([list, (same) => (same.value = value)]);
  }
  return found.map(([element, again]) => [element.tagName, mark(element), again]);
}

function remember(target) {
  if (!target?.id || !target.matches(KEPT)) return;
  const focused = document.activeElement;
  const hasFocus = target.contains(focused);
  if (!hasFocus && !target.matches("[data-live]")) return;
  kept = {
    id: target.id,
    // One that is taken away gives the focus to the one beside it.
    beside: (target.nextElementSibling ?? target.previousElementSibling)?.id,
    focused: hasFocus ? focused : null,
    place: hasFocus ? alike(target, focused).indexOf(focused) : 0,
    again: target.matches("[data-live]") ? done(target) : [],
  };
}

function lead(root) {
  return [...(root?.querySelectorAll("a[href], button:not([formaction])") ?? [])].find((it) => it.checkVisibility());
}

function giveBack() {
  if (!kept) return;
  const { id, beside, focused, place, again } = kept;
  kept = null;
  const root = document.getElementById(id);
  for (const [tagName, wanted, apply] of again) {
    const same = [...(root?.querySelectorAll(tagName) ?? [])].find((it) => mark(it) === wanted);
    if (same) apply(same);
  }
  if (!focused || focused.isConnected || document.activeElement !== document.body) return;
  const same = root && alike(root, focused);
  const next = same?.[place] ?? same?.[0] ?? lead(root) ?? lead(document.getElementById(beside));
  next?.focus({ preventScroll: true });
}

// What is pressed is not taken from under the pointer; the next answer comes soon. A list
// of choices or a menu of the browser swallows the end of it: no press lasts for ever.
const LONGEST_PRESS_MS = 2000;
const ENDS = ["pointerup", "pointercancel", "contextmenu", "change", "blur", "visibilitychange"];
let pressTimer = 0;

addEventListener(
  "pointerdown",
  (event) => {
    isPressed = Boolean(event.target.closest?.("[data-live]"));
    clearTimeout(pressTimer);
    pressTimer = setTimeout(() => (isPressed = false), LONGEST_PRESS_MS);
  },
  { capture: true, passive: true },
);
for (const end of ENDS) {
  addEventListener(end, ({ type, target }) => {
    // A press itself takes the focus from a field, which may tell of its change then.
    if (type === "blur" && target !== window) return;
    if (type === "change" && !target.matches("select")) return;
    setTimeout(() => (isPressed = false));
  }, { capture: true, passive: true });
}

document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => detail.shouldSwap && remember(detail.target));
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (isPressed && detail.target === detail.requestConfig.elt && detail.target.matches("[data-live]")) detail.shouldSwap = false;
  else if (detail.shouldSwap) remember(detail.target);
});
document.addEventListener("htmx:afterRequest", giveBack);
