// The picture at hand: the one that a page has marked (data-at-hand), or with the focus,
// or else under the pointer, or else the only one of its page (data-only). Keys and picks
// ask here and nowhere else.
//
//   <article data-code="…">            a picture
//   <article data-key-area>            what the keys of its buttons belong to

// Where the pointer rests, not what it has come over: a dialog that closes, a card that
// is replaced and a page that scrolls put something else under it without a move.
let pointer = null;

function follow(event) {
  // A finger does not rest on anything.
  pointer = event.pointerType === "touch" ? null : { x: event.clientX, y: event.clientY };
}

for (const type of ["pointerover", "pointermove", "pointerdown"]) {
  document.addEventListener(type, follow, { passive: true, capture: true });
}
document.documentElement.addEventListener("pointerleave", () => (pointer = null), { passive: true });

function hovered() {
  return pointer && document.elementFromPoint(pointer.x, pointer.y);
}

function around(element, selector) {
  return element?.isConnected ? element.closest(selector) : null;
}

/** The areas whose keys are meant, the nearest first. */
export function areas() {
  const focused = around(document.activeElement, "[data-key-area]");
  return [focused, around(hovered(), "[data-key-area]")].filter(Boolean);
}

/** The element of the picture at hand, or null. */
export function picture() {
  return (
    document.querySelector("[data-code][data-at-hand]:not([inert])") ??
    around(document.activeElement, "[data-code]") ??
    around(hovered(), "[data-code]") ??
    document.querySelector("[data-code][data-only]:not([inert])")
  );
}

/** The code of the picture at hand, or "". */
export function code() {
  return picture()?.dataset.code ?? "";
}
