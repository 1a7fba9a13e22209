// For a room that walks through a list: what was put into the trash is taken out of the
// list, and stands in its place again when that is undone.
//
//   const off = follow(() => items, (place, isBack, done) => …)

/**
 * Call `run(place, isBack, done)` after the list has changed; returns a function that ends
 * it. `done` is the promise of the request: who leaves before it is answered cancels it.
 */
export function follow(list, run) {
  const kept = new Map();
  const trashed = ({ detail: { code, isBack, done } }) => {
    const items = list();
    if (isBack) {
      const was = kept.get(code);
      kept.delete(code);
      // Another walk by now, which the picture may be no part of.
      if (was?.items !== items) return;
      const place = placeOf(was, items);
      items.splice(place, 0, was.item);
      run(place, true, done);
      return;
    }
    const place = items.findIndex((it) => it.code === code);
    if (place < 0) return;
    const item = items[place];
    kept.set(code, { items, item, before: new Set(items.slice(0, place)), after: new Set(items.slice(place + 1)) });
    items.splice(place, 1);
    run(place, false, done);
  };
  document.addEventListener("trashed", trashed);
  return () => document.removeEventListener("trashed", trashed);
}

// More may have come on either side, and neighbours may have gone.
function placeOf({ before, after }, items) {
  const next = items.findIndex((it) => after.has(it));
  return next < 0 ? items.findLastIndex((it) => before.has(it)) + 1 : next;
}
