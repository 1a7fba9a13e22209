// What was done in this tab and can be taken back, the newest last. Ctrl+Z follows it,
// whether a message still offers it or not. What is told in plain data is known to the
// next pages too, for an hour.
//
//   way("trash", async (step) => …)              how a kind of step is taken back
//   const step = did({ kind: "trash", told })    it was done
//   const step = did({ run })                    the same, for this page alone

const KEY = "undo";
const KEPT_MS = 60 * 60 * 1000;
const MOST = 100;

const ways = new Map();
const steps = known();

function known() {
  // Where nobody is signed in, what somebody else did is nobody's.
  if (!document.getElementById("pick-form")) return [];
  try {
    const told = JSON.parse(sessionStorage.getItem(KEY)) ?? [];
    return told.filter(({ at }) => Date.now() - at < KEPT_MS);
  } catch {
    return [];
  }
}

/** Write down what the next page is to know; also after a step has been told more of. */
export function keep() {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(steps.filter(({ told }) => told).slice(-MOST)));
  } catch {
    // Without storage it is known as long as the page is.
  }
}

keep();

export function way(kind, run) {
  ways.set(kind, run);
}

export function did(step) {
  steps.push(Object.assign(step, { at: Date.now() }));
  keep();
  return step;
}

/**
 * What the server takes back by this id: done by the page before, or, where it is not
 * `isNew`, before all that is known here, in another tab.
 */
export function offered(id, isNew) {
  if (steps.some(({ told }) => told?.id === id)) return;
  steps[isNew ? "push" : "unshift"]({ kind: "many", told: { id }, at: Date.now() });
  keep();
}

/** What Ctrl+Z takes back next, or undefined. */
export function newest() {
  return steps.at(-1);
}

/** Whether it was done, and has not been taken back since. */
export function isKnown(step) {
  return steps.includes(step);
}

/** It was not done after all. */
export function forget(step) {
  forgetAll((it) => it === step);
}

/** They were not done, or have been taken back by a button of their own. */
export function forgetAll(which) {
  for (let at = steps.length - 1; at >= 0; at -= 1) if (which(steps[at])) steps.splice(at, 1);
  keep();
}

/** Take a step back. One that fails can be tried again, unless its error has `again` false. */
export async function takeBack(step) {
  const place = steps.indexOf(step);
  if (place < 0) return;
  forget(step);
  try {
    await (step.run ? step.run() : ways.get(step.kind)(step));
  } catch (error) {
    if (error.again ?? true) steps.splice(place, 0, step);
    keep();
    throw error;
  }
}
