// What stands in the composer of this tab, kept by the tab itself. The server keeps one
// draft a person: another tab may have written there since, and what is typed last may
// not have arrived. Nothing of it gets lost: the tab shows its own again, and what has
// been put aside for something else can be brought back.
import { toast } from "./toast.js";

const KEY = "composer";
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "draft_version", "composed", "preset_name", "confirmed", "one_by_one", "once", "seen", "seen_one_by_one", "told"]);

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? null;
  } catch {
    return null;
  }
}

function write(value) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(value));
  } catch {
    // Storage may be forbidden or full; then the server's draft has to do.
  }
}

function entries(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_KEPT.has(name));
}

function version(form) {
  return Number(form.elements.draft_version?.value ?? 0);
}

/** Keep what stands there now. */
export function remember(form) {
  if (location.search) return;
  write({ version: version(form), entries: entries(form), sent: read()?.sent ?? "" });
}

/** This has been sent: nobody misses it when something else takes its place. */
export function sent(prompt) {
  write({ ...read(), sent: prompt });
}

// What stood in the prompt when the tab's own words were asked for.
let before = "";

/** Whether somebody has typed since the tab began to bring its own words back. */
export function isTypedSince(prompt) {
  return prompt !== before;
}

function put(form, kept) {
  before = form.elements.prompt.value;
  const values = { draft_version: String(version(form)) };
  for (const [name, value] of kept) (values[name] ??= []).push(value);
  return window.htmx
    .ajax("POST", form.dataset.compose, { source: document.body, target: "#composer", swap: "outerHTML", values })
    .catch(() => {});
}

/** A page has been opened: show the tab's own text, or offer what was put aside. */
export function restore(form) {
  const kept = read();
  if (!kept || location.search) return;
  const prompt = Object.fromEntries(kept.entries ?? []).prompt ?? "";
  if (kept.version === version(form)) {
    if (JSON.stringify(kept.entries) !== JSON.stringify(entries(form))) put(form, kept.entries);
  } else if (prompt.trim() && prompt !== kept.sent && prompt !== form.elements.prompt.value) {
    const start = prompt.length > 60 ? `${prompt.slice(0, 60)}…` : prompt;
    toast({
      id: "aside",
      message: `Put aside, and not sent: “${start}”`,
      action: { label: "Undo", run: () => put(form.isConnected ? form : document.getElementById("composer"), kept.entries) },
      lasts: true,
    });
  }
}
