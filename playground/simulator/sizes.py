"""Sizes: what a model takes, and what ``auto`` becomes."""

import math
import re
from typing import Any

from playground.catalog import Model, parse_size
from playground.catalog.sizes import SizeFault
from playground.simulator import errors
from playground.simulator.fields import kind

Size = tuple[int, int]

_WIDE = re.compile(r"\b(landscape|wide|panorama\w*|banner|horizontal)\b", re.IGNORECASE)
_TALL = re.compile(r"\b(portrait|tall|poster|vertical|full[- ]body)\b", re.IGNORECASE)
# What ``auto`` aims at for an edit: 1254x1254 is what comes back for a square, and
# it is not a multiple of 16.
_AUTO_EDGE = 1254


def check(
    value: Any,
    model: Model,
    param: str,
    *,
    output_format: str = "png",
    frame_count: int | None = None,
) -> None:
    """Refuse a size that the model does not make. ``None`` means ``auto``."""
    if value is None:
        return
    if not isinstance(value, str):
        raise errors.wrong_type(param, "a string", kind(value))
    fault = model.size_fault(
        value, output_format=output_format, frame_count=frame_count
    )
    if fault is not None:
        raise errors.refused(f"Invalid size '{value}'. {_why(fault, model)}", param)


def _why(fault: SizeFault, model: Model) -> str:
    rule = model.custom_size
    if rule is None:
        names = [*sorted(model.sizes), *(["auto"] if model.size_auto else [])]
        return f"Supported sizes are {', '.join(names[:-1])}, and {names[-1]}."
    texts: dict[SizeFault, str] = {
        "step": f"Width and height must both be divisible by {rule.step}.",
        "edge": f"The longest edge must be less than or equal to {rule.max_edge}.",
        "too_small": "Requested resolution is below the current minimum pixel budget.",
        "too_large": "Requested resolution exceeds the current pixel budget.",
        # The next three have no recorded text.
        "ratio": f"The aspect ratio must be between 1:{rule.max_ratio} and "
        f"{rule.max_ratio}:1.",
        "gif_edge": "The frames do not fit together.",
        "gif_too_large": "The frames do not fit together.",
    }
    return texts.get(fault, "Expected WIDTHxHEIGHT, for example '1824x1024'.")


def resolve(
    value: str | None, model: Model, prompt: str, source: Size | None = None
) -> Size:
    """Return the size to draw.

    ``auto`` follows the shape of the first source, else words of the prompt.
    """
    named = parse_size(value) if value else None
    if named:
        return named
    if source is not None and model.custom_size is not None:
        return _like(source, model)
    if source is not None:
        ratio = source[0] / source[1]
        wide, tall = ratio > 1.2, ratio < 1 / 1.2
    else:
        wide, tall = bool(_WIDE.search(prompt)), bool(_TALL.search(prompt))
    options = [size for size in map(parse_size, model.sizes) if size] or [(1024, 1024)]
    if wide and not tall:
        return max(options, key=lambda size: size[0] / size[1])
    if tall and not wide:
        return min(options, key=lambda size: size[0] / size[1])
    return min(options, key=lambda size: abs(math.log(size[0] / size[1])))


def _like(source: Size, model: Model) -> Size:
    """Return the source's shape at the model's own weight."""
    limit = float(model.custom_size.max_ratio) if model.custom_size else 3.0
    ratio = min(max(source[0] / source[1], 1 / limit), limit)
    return round(_AUTO_EDGE * math.sqrt(ratio)), round(_AUTO_EDGE / math.sqrt(ratio))


def fit_frames(size: Size, model: Model, frames: int) -> Size:
    """Shrink a size that ``auto`` chose until that many frames fit in a GIF."""
    if model.gif is None or model.gif.fault(*size, frames) is None:
        return size
    edge = model.gif.largest_square(
        frames, model.custom_size.step if model.custom_size else 16
    )
    scale = edge / max(size)
    return round(size[0] * scale), round(size[1] * scale)
