"""What the rows and items of an answer say, told without reading their pictures."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from playground.imaging.outcome import OutputImage, Resolved
from playground.providers.reading.pictures import Text
from playground.providers.reading.values import as_text


def is_preview(kind: str, value: Mapping[str, Any]) -> bool:
    if kind.endswith(("partial_image", ".completed", ".done")):
        return kind.endswith("partial_image")
    marks = ("partial_image_b64", "partial_image_index")
    return any(value.get(mark) is not None for mark in marks)


def timestamp(value: Any) -> int | None:
    """Return a moment in whole seconds since 1970, if it is one."""
    if isinstance(value, (int, float)) and math.isfinite(value):
        return int(value)
    return None


def is_address(row: Mapping[str, Any], text: Text) -> bool:
    if row.get("b64_json") or row.get("result"):
        return _start(text).startswith(("http://", "https://"))
    return not _start(text).startswith("data:")


def _start(text: Text) -> str:
    start = text[:8]
    return (start if isinstance(start, str) else bytes(start).decode("latin-1")).lower()


def resolved(*places: Mapping[str, Any]) -> Resolved:
    """Collect the echo of the parameters; the first place that has one wins."""

    def first(name: str) -> str | None:
        return next(
            (as_text(place.get(name)) for place in places if as_text(place.get(name))),
            None,
        )

    return Resolved(
        model=None,
        size=first("size"),
        quality=first("quality"),
        background=first("background"),
        output_format=first("output_format"),
    )


def merged(known: OutputImage, later: OutputImage) -> OutputImage:
    told = {
        name: value
        for name, value in vars(later.resolved).items()
        if getattr(known.resolved, name) is None
    }
    return replace(
        known,
        resolved=replace(known.resolved, **told),
        revised_prompt=known.revised_prompt or later.revised_prompt,
        item_id=known.item_id or later.item_id,
    )


def with_model(image: OutputImage, model: str | None) -> OutputImage:
    if not model:
        return image
    return replace(image, resolved=replace(image.resolved, model=model))


def image_model(tools: Any) -> str:
    for tool in tools if isinstance(tools, list) else ():
        if isinstance(tool, Mapping) and tool.get("type") == "image_generation":
            return as_text(tool.get("model"))
    return ""
