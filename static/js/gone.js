// For a room that walks through a list: what was put into the trash is taken out of the
// list, and stands in its place again when that is undone.
//
//   const off = follow(() => items, (place, isBack) => …)

/** Call `run(place, isBack)` after the list has changed; returns a function that ends it. */
export function follow(list, run) {
  const kept = new Map();
  const trashed = ({ detail: { code, isBack } }) => {
    const items = list();
    if (isBack) {
      if (!kept.has(code)) return;
      const { place, item } = kept.get(code);
      kept.delete(code);
      items.splice(place, 0, item);
      run(Math.min(place, items.length - 1), true);
      return;
    }
    const place = items.findIndex((it) => it.code === code);
    if (place < 0) return;
    kept.set(code, { place, item: items[place] });
    items.splice(place, 1);
    run(place, false);
  };
  document.addEventListener("trashed", trashed);
  return () => document.removeEventListener("trashed", trashed);
}
