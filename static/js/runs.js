// Cards of runs, wherever they arrive: in the Studio, or in the panel of Vary.
import { toast } from "./toast.js";

// A new card is seen beside its parent, wherever the panel has been scrolled to.
document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target?.id !== "vary-results") return;
  event.detail.target.parentElement.scrollIntoView({ block: "nearest" });
});

// What was varied stays on a page that shows runs when the panel closes.
document.addEventListener(
  "close",
  (event) => {
    const made = event.target.querySelectorAll?.("#vary-results > *") ?? [];
    if (!made.length) return;
    const results = document.getElementById("results");
    if (results) results.prepend(...made);
    else toast({ message: "What you started is in the Studio, and in the gallery as soon as it is done." });
  },
  { capture: true },
);
