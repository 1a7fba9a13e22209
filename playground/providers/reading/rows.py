"""What the rows and items of an answer say, told without reading their pictures."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from playground.imaging.outcome import OutputImage, Resolved
from playground.providers.reading.pictures import Text
from playground.providers.reading.searching import says
from playground.providers.reading.usage import read_usage
from playground.providers.reading.values import as_text

CALL = "image_generation_call"
_PICTURES = {"data", "output", "b64_json"}


@dataclass
class Piece:
    """One finished picture: its bytes, or the address where it waits."""

    image: OutputImage | None
    address: str = ""
    row: Mapping[str, Any] = field(default_factory=dict)
    beside: Mapping[str, Any] = field(default_factory=dict)


def errors_in(kind: str, value: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the errors that an event or a body tells."""
    error = value.get("error") or value.get("errors")
    for one in error if isinstance(error, list) else [error]:
        if isinstance(one, Mapping):
            if kind != CALL and says(one):
                yield one
        elif isinstance(one, str) and says({"message": one}):
            yield {"message": one}
        elif kind == "error":
            yield {**value, "type": None}
        elif value.get("detail") and not _PICTURES & set(value):
            yield value


def response_facts(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a Responses answer says of itself, as far as it does."""
    details = body.get("incomplete_details")
    told = {
        "id": as_text(body.get("id")),
        "status": as_text(body.get("status")),
        "usage": read_usage(body.get("usage")),
        "image_model": _image_model(body.get("tools")),
        "reason": as_text(details.get("reason"))
        if isinstance(details, Mapping)
        else "",
    }
    return {name: value for name, value in told.items() if value}


def words_in(item: Mapping[str, Any]) -> str:
    """Return what the text model says in an item of its answer."""
    content = item.get("content")
    if isinstance(content, str):
        content = [{"text": content}]
    parts = [
        as_text(part.get("text")) or as_text(part.get("refusal"))
        for part in (content if isinstance(content, list) else ())
        if isinstance(part, Mapping)
    ]
    return "\n\n".join(part for part in parts if part.strip())


def timestamp(value: Any) -> int | None:
    """Return a moment in whole seconds since 1970, if it is one."""
    if isinstance(value, (int, float)) and math.isfinite(value):
        return int(value)
    return None


def is_address(row: Mapping[str, Any], text: Text) -> bool:
    """Tell whether a row holds an address to load from; a data URL is none."""
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
    """Return a picture with what a later word on it tells; what was known first stays."""
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
    """Put in which model drew, where the answer told; a copy."""
    if not model:
        return image
    return replace(image, resolved=replace(image.resolved, model=model))


def _image_model(tools: Any) -> str:
    for tool in tools if isinstance(tools, list) else ():
        if isinstance(tool, Mapping) and tool.get("type") == "image_generation":
            return as_text(tool.get("model"))
    return ""
