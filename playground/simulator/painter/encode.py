"""The finished picture as a file of the asked format."""

from collections.abc import Sequence
from io import BytesIO

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


def encode_gif(frames: Sequence[Image.Image], duration_ms: int) -> bytes:
    """An endless animation in which all frames share one palette, so nothing flickers."""
    transparent = frames[0].mode == "RGBA"
    first = frames[0].convert("RGB")
    colours = 255 if transparent else 256
    palette = first.quantize(colours, Image.Quantize.MEDIANCUT)
    flat = [_indexed(frame, palette, transparent=transparent) for frame in frames]
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
