// The original of a picture is fetched when its small copy no longer suffices, once,
// and decoded before it is put into the page, so that nothing waits for it.

const KEPT = 12;
const loaded = new Map();

function fetched(url) {
  let image = loaded.get(url);
  if (!image) {
    image = new Image();
    image.draggable = false;
    image.src = url;
    loaded.set(url, image);
    if (loaded.size > KEPT) loaded.delete(loaded.keys().next().value);
  }
  return image;
}

/** Put the original over the small copy when it is ready. */
export async function sharpen(plate, url, alt) {
  if (plate.dataset.original) return;
  plate.dataset.original = "loading";
  const image = fetched(url);
  try {
    await image.decode();
  } catch {
    // The small copy stays; the page says elsewhere that a file is gone.
    loaded.delete(url);
    return;
  }
  if (!plate.isConnected) return;
  image.alt = alt;
  plate.dataset.original = "shown";
  const small = plate.querySelector("img");
  plate.append(image);
  // Two frames later the original has been painted over it.
  requestAnimationFrame(() => requestAnimationFrame(() => small?.remove()));
}

/** Fetch a picture into the cache for the next step. */
export function foresee(url) {
  if (url) new Image().src = url;
}
