// The Studio's own behaviour: nothing here is needed to submit and see a result.
import "./elements/composer-form.js";
import "./elements/file-drop.js";
import { toast } from "./toast.js";

// A new card is seen beside its parent, wherever the panel has been scrolled to.
document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target?.id !== "vary-results") return;
  event.detail.target.parentElement.scrollIntoView({ block: "nearest" });
});

// On a small screen the results stand below the composer: go there once there is one.
document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target?.id !== "results") return;
  const title = document.getElementById("results-title");
  if (title && title.getBoundingClientRect().top > innerHeight / 2) title.scrollIntoView();
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
