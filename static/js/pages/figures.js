// What the heading of a day and the total say, after pictures have gone or come back.
import { reach } from "../reach.js";

const TOTAL = ".found > [role=status]";
const LINGER_MS = 300;
// As many as are answered at once.
const MOST = 20;

const days = new Set();
let timer = 0;

function take(fresh, selector) {
  const [there, now] = [document, fresh].map((it) => it.querySelector(selector));
  if (there && now) there.replaceChildren(...now.childNodes);
}

async function write() {
  while (days.size) {
    const some = [...days].slice(0, MOST);
    for (const day of some) days.delete(day);
    const url = new URL(document.querySelector("tile-grid").dataset.figures, location.href);
    for (const day of some) if (day) url.searchParams.append("day", day);
    const answer = await reach(url);
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    take(fresh, TOTAL);
    for (const day of some) if (day) take(fresh, `#day-${day} > span`);
  }
}

// Pictures of a day are others now, or of one that the page does not show.
document.addEventListener("day-changed", ({ detail }) => {
  days.add(detail);
  clearTimeout(timer);
  timer = setTimeout(() => void write().catch(() => {}), LINGER_MS);
});
