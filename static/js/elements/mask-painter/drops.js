// A picture that is dropped onto the open painter is a mask, or a markup, to begin with.

/** Take dropped files for a painter; returns a function that ends it. */
export function takeDrops(painter) {
  const off = new AbortController();
  const options = { signal: off.signal };
  const carries = (event) => event.dataTransfer?.types.includes("Files");
  painter.addEventListener("dragover", (event) => carries(event) && event.preventDefault(), options);
  painter.addEventListener(
    "drop",
    (event) => {
      const [file] = event.dataTransfer?.files ?? [];
      if (!file) return;
      event.preventDefault();
      void painter.load(file);
    },
    options,
  );
  return () => off.abort();
}
