// What only the gallery needs.
import "../elements/tile-grid.js";
import "../elements/search-field.js";

// Whether the filters are folded is remembered where the server reads it.
document.getElementById("rail-folded")?.addEventListener("change", (event) => {
  const value = event.target.checked ? "folded" : "open";
  document.cookie = `rail=${value};path=/;max-age=31536000;samesite=lax`;
});

// The scrubber says where one is: the year, month and day of the first row in sight.
const scrubber = document.querySelector(".scrubber");
let asked = 0;

function place() {
  asked = 0;
  const bar = 120;
  let day = "";
  for (const section of document.querySelectorAll("section[data-day]")) {
    if (section.getBoundingClientRect().top > bar && day) break;
    day = section.dataset.day;
  }
  for (const link of scrubber.querySelectorAll("a")) {
    const at = new URL(link.href).searchParams.get("at");
    if (day.startsWith(at)) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

if (scrubber) {
  addEventListener("scroll", () => (asked ||= requestAnimationFrame(place)), { passive: true });
  // Dragging over it: the place under the finger is gone to when it is let go.
  let under = null;
  scrubber.addEventListener("pointermove", (event) => {
    if (!event.buttons) return;
    under = document.elementFromPoint(event.clientX, event.clientY)?.closest(".scrubber a") ?? under;
    for (const link of scrubber.querySelectorAll("a")) link.toggleAttribute("data-under", link === under);
  });
  scrubber.addEventListener("dragstart", (event) => event.preventDefault());
  scrubber.addEventListener("pointerup", () => under && location.assign(under.href));
}
