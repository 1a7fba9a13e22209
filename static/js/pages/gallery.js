// What only the gallery needs.
import "../elements/tile-grid.js";
import "../elements/search-field.js";
import "../lightbox.js";

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
const NEAR = "near-";
const REST_MS = 150;
const grid = document.querySelector("tile-grid");
let resting = 0;

function remember(tile, isAtHand = tile?.contains(document.activeElement)) {
  clearTimeout(resting);
  resting = 0;
  const url = new URL(location.href);
  for (const name of ["after", "before", "at", "near"]) url.searchParams.delete(name);
  if (tile) url.searchParams.set("near", tile.dataset.code);
  history.replaceState(history.state, "", url);
  if (tile) sessionStorage.setItem(NEAR + tile.dataset.code, JSON.stringify([tile.getBoundingClientRect().top, isAtHand]));
}

function rest() {
  const isTop = scrollY < 1 && !document.getElementById("newer");
  if (scrollY !== grid.stoodAt) remember(isTop ? null : grid.lookedAt);
}

if (grid) {
  addEventListener("scroll", () => {
    clearTimeout(resting);
    resting = setTimeout(rest, REST_MS);
  }, { passive: true });
  // Who is quick leaves before the page has come to rest.
  addEventListener("keydown", () => resting && rest(), { capture: true });
  for (const type of ["click", "submit"]) addEventListener(type, rest, { capture: true });
  // The tile that had the focus last: a dialog, a message and the bar only borrow it.
  let focused = null;
  document.addEventListener("focusin", (event) => {
    if (!event.target.closest("dialog, .toasts, selection-bar")) focused = event.target.closest(".tile");
  });
  // What is done with many leads back to it, also from a form that was there before it.
  addEventListener("submit", (event) => {
    if (event.defaultPrevented || !focused?.checkVisibility()) return;
    remember(focused, true);
    const { next } = event.target.elements;
    if (next) next.value = location;
  });
  document.addEventListener("trashed", ({ detail: { code, done } }) => {
    // Its day is known as long as the tile is in the page.
    const detail = grid.tiles.find((it) => it.dataset.code === code)?.closest("section")?.dataset.day;
    void Promise.all([import("./figures.js"), done]).then(() => document.dispatchEvent(new CustomEvent("day-changed", { detail })), () => {});
  });
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
  url.searchParams.set("near", near);
  link.href = url;
});

/** A list that does not begin here begins below the search: what comes before fits above. */
function begin() {
  if (scrollY || !document.getElementById("newer")) return;
  history.scrollRestoration = "manual";
  const section = grid.querySelector("section");
  const tile = section.querySelector(".tile");
  const below = parseFloat(getComputedStyle(document.documentElement).scrollPaddingBlockStart);
  grid.stand(tile, below + tile.getBoundingClientRect().top - section.getBoundingClientRect().top);
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
  const [top, hadFocus] = JSON.parse(sessionStorage.getItem(NEAR + code) ?? "[160, true]");
  // The browser may have scrolled to where the page was before, far from this one.
  grid.bring(tile);
  grid.stand(tile, top);
  if (hadFocus) tile.querySelector("a").focus({ preventScroll: true });
}

// After the tiles have their frames.
requestAnimationFrame(comeBack);
addEventListener("pageshow", (event) => {
  if (!event.persisted) requestAnimationFrame(comeBack);
});

// What can wait: the bars come with the filters, after the pictures, and the large view opens later.
void import("../bars.js");
void import("../lightbox-ground.js");
if (document.querySelector(".scrubber")) void import("../scrubber.js");
