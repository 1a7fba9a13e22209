// Between paint and files. A mask is a PNG of exactly the source's size, transparent
// where the picture may change and opaque elsewhere, with nothing between the two.
import { reach } from "../../reach.js";
import { toast } from "../../toast.js";

const HALF = 128;
const ROWS = 256;

/** The paint as a PNG; null when nothing is painted. */
export async function toFile(surface, mode, name) {
  const { width, height } = surface;
  const out = new OffscreenCanvas(width, height);
  const context = out.getContext("2d", { willReadFrequently: true });
  let painted = false;
  // In strips, so that a large picture is not held three times.
  for (let top = 0; top < height; top += ROWS) {
    const image = surface.truth.getImageData(0, top, width, Math.min(ROWS, height - top));
    const pixels = image.data;
    for (let at = 3; at < pixels.length; at += 4) {
      if (pixels[at] >= HALF) painted = true;
      if (mode === "mask") {
        pixels[at - 3] = pixels[at - 2] = pixels[at - 1] = 0;
        pixels[at] = pixels[at] >= HALF ? 0 : 255;
      }
    }
    context.putImageData(image, 0, top);
  }
  if (!painted) return null;
  const blob = await out.convertToBlob({ type: "image/png" });
  return new File([blob], name, { type: "image/png" });
}

/** Paint what a file says; returns what is wrong with it, or "". */
export async function fromFile(surface, mode, colour, file) {
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return "That file is no picture that the browser can read. Choose a PNG.";
  }
  try {
    if (picture.width !== surface.width || picture.height !== surface.height) {
      return (
        `The ${mode} must be as large as the first source, ${surface.width}×${surface.height} ` +
        `pixels. This one has ${picture.width}×${picture.height}.`
      );
    }
    if (mode === "mask" && !hasHoles(picture)) {
      return "That picture is opaque everywhere. A mask is transparent where the picture may change.";
    }
    surface.change((context) => {
      context.clearRect(0, 0, surface.width, surface.height);
      context.drawImage(picture, 0, 0);
      if (mode !== "mask") return;
      context.globalCompositeOperation = "source-out";
      context.fillStyle = colour;
      context.fillRect(0, 0, surface.width, surface.height);
    });
    return "";
  } finally {
    picture.close();
  }
}

function hasHoles(picture) {
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(picture, 0, 0);
  for (let top = 0; top < picture.height; top += ROWS) {
    const rows = Math.min(ROWS, picture.height - top);
    const { data } = context.getImageData(0, top, picture.width, rows);
    for (let at = 3; at < data.length; at += 4) if (data[at] < HALF) return true;
  }
  return false;
}

/** Give a file to a file input, as if a person had chosen it. */
export function hand(file, input) {
  const transfer = new DataTransfer();
  transfer.items.add(file);
  input.files = transfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Return what was painted here earlier: not yet sent, or kept by the server. */
export async function earlier({ input, current }, mode) {
  const chosen = document.getElementById(input)?.files?.[0];
  if (chosen || !current) return chosen;
  const answer = await reach(current).catch(() => null);
  const file = answer?.ok ? await answer.blob().catch(() => null) : null;
  if (file) return file;
  const message = `The earlier ${mode} could not be loaded. You start with an empty one.`;
  toast({ id: "painter", level: "warning", message });
  return null;
}
