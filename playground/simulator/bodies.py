"""Reading the two kinds of body: JSON, and multipart forms with files."""

import json
from typing import Any

from multipart import MultipartError, MultipartPart, parse_form_data

from playground.simulator import errors
from playground.simulator.pictures import Upload
from playground.simulator.wire import Request

# Sixteen pictures of just under 50 MB, or as data addresses, and their text.
_MAX_BODY_BYTES = 820 * 2**20
_MAX_PARTS = 128


def read_json(request: Request) -> dict[str, Any]:
    """Read a body that is one JSON object."""
    _refuse_oversize(request)
    try:
        values = json.loads(request.read(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise errors.unreadable_body() from None
    if not isinstance(values, dict):
        raise errors.unreadable_body()
    return values


def read_form(request: Request) -> tuple[dict[str, Any], list[Upload]]:
    """Read a multipart form: its texts as one object, and its files in order.

    ``svg[reasoning][effort]`` becomes an object in an object, as it is sent.
    """
    _refuse_oversize(request)
    try:
        texts, files = parse_form_data(
            request.environ, strict=False, ignore_errors=False, part_limit=_MAX_PARTS
        )
    except (MultipartError, UnicodeError, LookupError):
        raise errors.unreadable_body() from None
    values: dict[str, Any] = {}
    for name, text in texts.iterallitems():
        _put(values, name, text)
    return values, [_upload(name, part) for name, part in files.iterallitems()]


def _refuse_oversize(request: Request) -> None:
    if request.length > _MAX_BODY_BYTES:
        raise errors.body_too_large()


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _put(values: dict[str, Any], name: str, text: str) -> None:
    first, *rest = name.replace("]", "").split("[")
    for part in rest:
        inner = values.setdefault(first, {})
        if not isinstance(inner, dict):
            return
        values, first = inner, part
    values[first] = text


def _upload(name: str, part: MultipartPart) -> Upload:
    data = part.raw
    part.close()
    return Upload(name, part.content_type, data)
