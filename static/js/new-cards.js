// What was just started must be seen, wherever the page has been scrolled to.
import { toast } from "./toast.js";

const STARTED = "started";

function isSeen(card) {
  const { top, bottom } = card.getBoundingClientRect();
  const bar = document.querySelector("header.bar")?.getBoundingClientRect().bottom ?? 0;
  return bottom > bar + 40 && top < innerHeight - 40;
}

function go(card) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  card.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
}

// The composer is at hand on a wide page, so the page goes to the card by itself. From
// a card further down one may want to stay: a message leads to the new one.
document.addEventListener("htmx:oobAfterSwap", (event) => {
  const { target } = event.detail;
  if (target?.id !== "results") return;
  target.closest(".is-empty")?.classList.remove("is-empty");
  const card = target.querySelector(".card");
  if (!card || isSeen(card)) return;
  const asked = document.activeElement;
  const fromCard = asked?.closest?.("#results .card") !== null && asked !== document.body;
  if (!fromCard) go(card);
  else {
    toast({
      id: STARTED,
      message: "It is being drawn, at the top of the results.",
      action: { label: "Show", run: () => go(card) },
    });
  }
});
