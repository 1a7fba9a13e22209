// The scrubber says where one is: the year, month and day of the first row in sight.
const scrubber = document.querySelector(".scrubber");
let asked = 0;
let placed = null;

/** In a low window it scrolls by itself; the page does not move with it. */
function show(link) {
  const [box, room] = [link, scrubber].map((it) => it.getBoundingClientRect());
  if (box.top < room.top) scrubber.scrollTop -= room.top - box.top;
  else if (box.bottom > room.bottom) scrubber.scrollTop += box.bottom - room.bottom;
}

function place() {
  asked = 0;
  // A day that was jumped to begins right below the search.
  const bar = 140;
  const days = document.querySelectorAll("section[data-day]");
  // The last one that begins above: there may be hundreds.
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle].getBoundingClientRect().top > bar) high = middle;
    else low = middle + 1;
  }
  const day = days[Math.max(0, low - 1)]?.dataset.day ?? "";
  if (day === placed) return;
  placed = day;
  let here = null;
  for (const link of scrubber.querySelectorAll("a")) {
    const at = new URL(link.href).searchParams.get("at");
    if (day && day.startsWith(at)) (here = link).setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  if (here) show(here);
}

asked = requestAnimationFrame(place);
// Before the tiles take rows out and put others in: looked at after that, the page would
// be laid out once more in the same frame.
const options = { passive: true, capture: true };
addEventListener("scroll", () => (asked ||= requestAnimationFrame(place)), options);
// Dragging over it: the place under the finger is gone to when it is let go.
let under = null;
const mark = () => {
  for (const link of scrubber.querySelectorAll("a")) link.toggleAttribute("data-under", link === under);
};
// A drag that was ended elsewhere, or taken over by the browser, leads nowhere.
const forget = () => {
  under = null;
  mark();
};
scrubber.addEventListener("pointerdown", forget);
scrubber.addEventListener("pointercancel", forget);
scrubber.addEventListener("pointermove", (event) => {
  if (!event.buttons) {
    if (under) forget();
    return;
  }
  if (!scrubber.hasPointerCapture(event.pointerId)) scrubber.setPointerCapture(event.pointerId);
  under = document.elementFromPoint(event.clientX, event.clientY)?.closest(".scrubber a") ?? under;
  // At an end of what is seen of it, more comes.
  const room = scrubber.getBoundingClientRect();
  if (event.clientY > room.bottom - 16) scrubber.scrollTop += 12;
  else if (event.clientY < room.top + 16) scrubber.scrollTop -= 12;
  mark();
});
scrubber.addEventListener("dragstart", (event) => event.preventDefault());
scrubber.addEventListener("pointerup", () => under && location.assign(under.href));
