"""The finished picture as a file of the asked format."""

import math
from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise

from PIL import Image


def encode(image: Image.Image, output_format: str, compression: int | None) -> bytes:
    """PNG, JPEG or WebP; the mode of the file is RGBA only when the image's is."""
    out = BytesIO()
    if output_format in ("jpeg", "jpg"):
        quality = 95 if compression is None else compression
        image.convert("RGB").save(
            out, "JPEG", quality=_clamp(quality), subsampling=_sampling(quality)
        )
    elif output_format == "webp":
        quality = 95 if compression is None else compression
        image.save(out, "WEBP", quality=_clamp(quality), method=2, exact=False)
    else:
        image.save(out, "PNG", compress_level=2)
    return out.getvalue()


def _clamp(value: int) -> int:
    return max(1, min(100, value))


def _sampling(quality: int) -> int:
    """Full colour resolution for good files, halved where small is what was asked."""
    return 0 if quality >= 90 else 2


def moving(frames: list[Image.Image], phases: Sequence[float]) -> list[Image.Image]:
    """The frames as they are, or, of a scene in which nothing moves, seen by a
    camera that breathes a little closer and back."""
    if len({frame.tobytes() for frame in frames}) == len(frames):
        return frames
    result = []
    for frame, phase in zip(frames, phases, strict=True):
        edge = 0.006 + 0.006 * math.sin(math.tau * phase)
        width, height = frame.size
        box = (width * edge, height * edge, width * (1 - edge), height * (1 - edge))
        result.append(frame.resize(frame.size, Image.Resampling.BICUBIC, box=box))
    return result


def encode_gif(frames: Sequence[Image.Image], duration_ms: int) -> bytes:
    """An endless animation in which all frames share one palette, so nothing flickers."""
    transparent = frames[0].mode == "RGBA"
    first = frames[0].convert("RGB")
    colours = 255 if transparent else 256
    palette = first.quantize(colours, Image.Quantize.MEDIANCUT)
    flat = [_indexed(frame, palette, transparent=transparent) for frame in frames]
    for before, after in pairwise(flat):
        # The encoder would drop a frame that equals the one before it.
        if before.tobytes() == after.tobytes():
            after.putpixel((0, 0), after.tobytes()[0] ^ 1)
    out = BytesIO()
    options = {"transparency": 255} if transparent else {}
    flat[0].save(
        out,
        "GIF",
        save_all=True,
        append_images=flat[1:],
        duration=max(10, round(duration_ms / 10) * 10),
        loop=0,
        disposal=2 if transparent else 1,
        optimize=False,
        **options,
    )
    return out.getvalue()


def _indexed(
    frame: Image.Image, palette: Image.Image, *, transparent: bool
) -> Image.Image:
    result = frame.convert("RGB").quantize(palette=palette, dither=Image.Dither.NONE)
    if transparent:
        clear = frame.getchannel("A").point([255 if i < 128 else 0 for i in range(256)])
        result.paste(255, (0, 0), clear)
    return result
