// <copy-picture data-src="address of the picture"><button>…</button></copy-picture>
// puts the picture into the clipboard. Browsers take PNG there, so others are redrawn.
import { Refused, reach, refusal } from "../reach.js";
import { announce, toast } from "../toast.js";

async function asPng(address) {
  const answer = await reach(address);
  if (!answer.ok) throw await refusal(answer);
  const blob = await answer.blob();
  if (blob.type === "image/png") return blob;
  const image = await createImageBitmap(blob);
  const canvas = new OffscreenCanvas(image.width, image.height);
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas.convertToBlob({ type: "image/png" });
}

document.addEventListener("click", async (event) => {
  const element = event.target.closest?.("copy-picture");
  if (!element) return;
  const picture = asPng(element.dataset.src);
  try {
    // The promise goes in unresolved: the click must not be forgotten meanwhile.
    await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
  } catch {
    // The clipboard does not tell why there was no picture.
    const why = await picture.catch((error) => error);
    const { message, action } = why instanceof Refused ? why : { message: "The browser did not allow copying the picture." };
    toast({ message, level: "warning", action });
    return;
  }
  element.closest("[popover]")?.hidePopover();
  toast({ message: "The picture is in the clipboard.", level: "success", id: "copied" });
  announce("Picture copied");
});
