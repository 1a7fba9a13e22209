// What the heading of a day and the total say, after pictures have gone or come back: both
// are read from the page as the server writes it now.
import { reach } from "../reach.js";

const TOTAL = ".found > [role=status]";
const LINGER_MS = 300;

const days = new Set();
let timer = 0;

/** The list as it begins with a day, or with its first one. */
function address(day) {
  const url = new URL(location.href);
  for (const name of ["after", "before", "at", "near"]) url.searchParams.delete(name);
  if (day) url.searchParams.set("at", day);
  // With what they cost together, which otherwise comes with the filters.
  url.searchParams.set("filters", "1");
  return url;
}

function take(fresh, selector, otherwise = null) {
  const [there, now] = [document, fresh].map((it) => it.querySelector(selector));
  if (there && now) there.replaceChildren(...now.childNodes);
  else if (there && otherwise !== null) there.textContent = otherwise;
}

async function write() {
  const wanted = [...days];
  days.clear();
  for (const day of wanted) {
    const answer = await reach(address(day));
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    take(fresh, TOTAL);
    // The last of a day leaves no heading there.
    if (day) take(fresh, `#day-${day} > span`, "0 pictures");
  }
}

document.addEventListener("trashed", async ({ detail: { code, done } }) => {
  const grid = document.querySelector("tile-grid");
  if (!document.querySelector(TOTAL)) return;
  const tile = grid?.tiles.find((it) => it.dataset.code === code);
  try {
    await done;
  } catch {
    return;
  }
  days.add(tile?.closest("section")?.dataset.day ?? "");
  clearTimeout(timer);
  timer = setTimeout(() => void write().catch(() => {}), LINGER_MS);
});
