"""The finished picture as a file of the asked format."""

import math
import struct
import zlib
from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import putchunk

from playground.simulator.painter.noise import SMOOTH, toned


def encode(image: Image.Image, output_format: str, compression: int | None) -> bytes:
    """PNG, JPEG or WebP; the mode of the file is RGBA only when the image's is."""
    quality = 95 if compression is None else max(1, min(100, compression))
    out = BytesIO()
    if output_format in ("jpeg", "jpg"):
        # Full colour resolution for good files, halved where small is what was asked.
        sampling = 0 if quality >= 90 else 2
        image.convert("RGB").save(out, "JPEG", quality=quality, subsampling=sampling)
    elif output_format == "webp":
        image.save(out, "WEBP", quality=quality, method=2, exact=False)
    else:
        return _png(image)
    return out.getvalue()


def _png(image: Image.Image) -> bytes:
    """A PNG with one filter for all rows, the difference from the one above (number 2):
    half the time of Pillow, which tries five."""
    pixels = np.asarray(image).reshape(image.height, -1)
    rows = np.full((image.height, pixels.shape[1] + 1), 2, np.uint8)
    rows[0, 1:], rows[1:, 1:] = pixels[0], pixels[1:] - pixels[:-1]
    kind = 6 if image.mode == "RGBA" else 2
    out = BytesIO()
    out.write(b"\x89PNG\r\n\x1a\n")
    putchunk(out, b"IHDR", struct.pack(">IIBBBBB", *image.size, 8, kind, 0, 0, 0))
    putchunk(out, b"IDAT", _packed(rows.tobytes()))
    putchunk(out, b"IEND")
    return out.getvalue()


def _packed(rows: bytes) -> bytes:
    """Grain has nothing to be found again: looking for it would take the longest."""
    some = rows[len(rows) // 2 :][:100_000]
    grainy = len(zlib.compress(some, 1)) > 0.4 * len(some)
    how = zlib.Z_RLE if grainy else zlib.Z_DEFAULT_STRATEGY
    packer = zlib.compressobj(1, strategy=how)
    return packer.compress(rows) + packer.flush()


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
        result.append(frame.resize(frame.size, SMOOTH, box=box))
    return result


def encode_gif(frames: Sequence[Image.Image], duration_ms: int) -> bytes:
    """An endless animation in which all frames share one palette, so nothing flickers."""
    transparent = frames[0].mode == "RGBA"
    first = frames[0].convert("RGB")
    palette = first.quantize(255 if transparent else 256, Image.Quantize.MEDIANCUT)
    flat = [_indexed(frame, palette) for frame in frames]
    for before, after in pairwise(flat):
        # The encoder would drop a frame that equals the one before it.
        if before.tobytes() == after.tobytes():
            after.putpixel((0, 0), after.tobytes()[0] ^ 1)
    pace = max(10, round(duration_ms / 10) * 10)
    options = {"append_images": flat[1:], "duration": pace, "loop": 0, "disposal": 1}
    if transparent:
        options |= {"transparency": 255, "disposal": 2}
    out = BytesIO()
    flat[0].save(out, "GIF", save_all=True, optimize=False, **options)
    return out.getvalue()


def _indexed(frame: Image.Image, palette: Image.Image) -> Image.Image:
    result = frame.convert("RGB").quantize(palette=palette, dither=Image.Dither.NONE)
    if frame.mode == "RGBA":
        clear = toned(frame.getchannel("A"), lambda i: 255 * (i < 128))
        result.paste(255, (0, 0), clear)
    return result
