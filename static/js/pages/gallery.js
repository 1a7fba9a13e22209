// What only the gallery needs.
import "../elements/tile-grid.js";
import "../elements/search-field.js";
import "../bars.js";
import "../lightbox.js";
import "./figures.js";

// Whether the filters are folded is remembered where the server reads it.
document.getElementById("rail-folded")?.addEventListener("change", (event) => {
  const value = event.target.checked ? "folded" : "open";
  document.cookie = `rail=${value};path=${document.body.dataset.gallery};max-age=31536000;samesite=lax`;
});

// On a small screen they are a sheet over the pictures.
const sheet = document.getElementById("rail-open");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !sheet?.checked || document.querySelector("dialog[open]")) return;
  sheet.checked = false;
  sheet.focus();
});

// A chip and a filter lead to a page of its own: who pressed one by a key goes on beside it.
const PRESSED = "gallery-pressed";
const rail = document.getElementById("rail");
const chips = () => [...document.querySelectorAll(".found > .chip")];
const nameOf = (link) => link.dataset.value ?? link.querySelector(".truncate")?.textContent;

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".found > .chip, .facet li > a");
  if (!link || event.detail) return;
  const told = { chip: chips().indexOf(link), facet: link.closest(".facet")?.getAttribute("aria-labelledby"), name: nameOf(link) };
  sessionStorage.setItem(PRESSED, JSON.stringify(told));
});

// What was pressed on the page before this one, until it is found here.
let pressed = JSON.parse(sessionStorage.getItem(PRESSED) ?? "null");
sessionStorage.removeItem(PRESSED);

function goOn() {
  if (!pressed) return;
  const { chip, facet, name } = pressed;
  const links = [...document.querySelectorAll(`[aria-labelledby="${facet}"] li > a`)];
  // The filters come a moment later.
  if (facet && !rail.querySelector(".facet")) return;
  pressed = null;
  const next = facet ? (links.find((it) => nameOf(it) === name) ?? links[0]) : (chips()[chip] ?? chips().at(-1));
  if (document.activeElement === document.body) (next ?? document.getElementById("search"))?.focus();
}

// Before the first frame nothing takes the focus.
requestAnimationFrame(goOn);

// Filters that could not be fetched can be asked for again.
rail?.addEventListener("htmx:afterRequest", ({ currentTarget, detail }) => {
  currentTarget.classList.toggle("failed", !detail.successful);
  goOn();
});

if (location.hash === "#search") document.getElementById("search")?.focus();

// Whatever leads away from here, Back and a reload find the place again: the address says
// which picture one looked at, and the tab how far down it stood.
const NEAR = "gallery-near";
const REST_MS = 150;
const grid = document.querySelector("tile-grid");
let resting = 0;

function remember(tile, isAtHand = tile?.contains(document.activeElement)) {
  clearTimeout(resting);
  resting = 0;
  const url = new URL(location.href);
  for (const name of ["after", "before", "at", "near"]) url.searchParams.delete(name);
  if (tile) url.searchParams.set("near", tile.dataset.code);
  const near = tile && [tile.dataset.code, tile.getBoundingClientRect().top, isAtHand];
  history.replaceState({ ...history.state, near }, "", url);
  sessionStorage.setItem(NEAR, JSON.stringify(near ?? []));
}

function rest() {
  const isMoved = scrollY !== grid.stoodAt;
  const isTop = scrollY < 1 && !document.getElementById("newer");
  if (isMoved) remember(isTop ? null : grid.lookedAt);
}

if (grid) {
  addEventListener("scroll", () => {
    clearTimeout(resting);
    resting = setTimeout(rest, REST_MS);
  }, { passive: true });
  // Who is quick leaves before the page has come to rest.
  addEventListener("keydown", () => resting && rest(), { capture: true });
  for (const type of ["click", "submit"]) addEventListener(type, rest, { capture: true });
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const tile = event.target.closest?.(".tile > a:first-of-type")?.parentElement;
  if (tile) remember(tile, true);
  // The same list, seen otherwise.
  const link = event.target.closest?.("a[data-stays]");
  const near = new URL(location.href).searchParams.get("near");
  if (!link || !near) return;
  const url = new URL(link.href);
  for (const name of ["after", "before", "at"]) url.searchParams.delete(name);
  url.searchParams.set("near", near);
  link.href = url;
});

/** A list that does not begin here begins below the search: what comes before fits above. */
function begin() {
  if (scrollY || !document.getElementById("newer")) return;
  history.scrollRestoration = "manual";
  grid.stand(() => grid.querySelector("section").scrollIntoView({ behavior: "instant" }));
}

function comeBack() {
  const code = new URL(location.href).searchParams.get("near");
  // That picture may have left the list, or lie in a stack.
  const stands = grid?.dataset.near ?? code;
  const tile = code && grid?.tiles.find((it) => it.dataset.code === stands);
  if (!tile) {
    begin();
    return;
  }
  history.scrollRestoration = "manual";
  const [known, top, hadFocus] = history.state?.near ?? JSON.parse(sessionStorage.getItem(NEAR) ?? "[]");
  const there = known === code ? top : 160;
  // The browser may have scrolled to where the page was before, far from this one.
  grid.bring(tile);
  grid.stand(() => scrollBy({ top: tile.getBoundingClientRect().top - there, behavior: "instant" }));
  if (known !== code || hadFocus) tile.querySelector("a").focus({ preventScroll: true });
}

// After the tiles have their frames.
requestAnimationFrame(comeBack);
addEventListener("pageshow", (event) => {
  if (!event.persisted) requestAnimationFrame(comeBack);
});

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
  const bar = 120;
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

if (scrubber) {
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
}
