// Bars of years and prices: a drag over several asks for all of them. Each alone is a link.
const FIELDS = {
  date: (low, high) => (low.startsWith("..") ? `..${high}` : `${low}..${high}`),
  // Of "0.01..<0.02" and "0.05..<0.1" what lies between their outer ends.
  cost: (low, high) => {
    const from = low.startsWith("<") ? "0" : low.replace(/\.\.<.*$|^>=/, "");
    if (high.startsWith(">=")) return from === "0" ? ">=0" : `>=${from}`;
    return `${from}..<${high.replace(/^.*</, "")}`;
  },
};

function linkUnder(event, list) {
  const link = document.elementFromPoint(event.clientX, event.clientY)?.closest(".bars a");
  return list.contains(link) ? link : null;
}

let from = null;
let to = null;

function marked() {
  const links = [...from.closest(".bars").querySelectorAll("a")];
  const ends = [links.indexOf(from), links.indexOf(to)].sort((a, b) => a - b);
  return [links, links.slice(ends[0], ends[1] + 1)];
}

function show() {
  const [links, under] = marked();
  for (const link of links) link.toggleAttribute("data-under", under.length > 1 && under.includes(link));
}

document.addEventListener("dragstart", (event) => event.target.closest?.(".bars") && event.preventDefault());

document.addEventListener("pointerdown", (event) => {
  const link = event.button === 0 && event.target.closest?.(".bars a");
  if (link) from = to = link;
});

document.addEventListener("pointermove", (event) => {
  if (!from) return;
  // Let go where nobody told of it: outside of the window.
  if (!event.buttons) {
    forget();
    return;
  }
  to = linkUnder(event, from.closest(".bars")) ?? to;
  show();
});

function forget() {
  for (const link of from?.closest(".bars")?.querySelectorAll("a") ?? []) link.removeAttribute("data-under");
  from = to = null;
}

document.addEventListener("pointercancel", forget);

document.addEventListener("pointerup", () => {
  if (!from) return;
  const under = marked()[1];
  const list = from.closest(".bars");
  // A plain click is the link's own business.
  if (under.length > 1) {
    const field = list.dataset.bars;
    const [first, last] = [under[0], under.at(-1)];
    // The link of one that is chosen leads out of it; every other one ends with its own value.
    const link = first.getAttribute("aria-current") ? last : first;
    const url = new URL(link.href);
    const others = url.searchParams.get("q").slice(0, -`${field}:${link.dataset.value}`.length);
    url.searchParams.set("q", `${others}${field}:${FIELDS[field](first.dataset.value, last.dataset.value)}`);
    location.assign(url);
  }
  forget();
});
