"""Which field of a request becomes which field of the API, on every route.

``TABLE`` is the one place that knows. A path is the name of a keyword argument of
the SDK's method, with dots into nested values and numbers into lists. An empty
path means that the route has no such field. What equals the API's own default is
left out, so that a request says only what was chosen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playground.imaging.request import DEFAULTS, ImageRequest
from playground.imaging.routing import Endpoint


@dataclass(frozen=True)
class Row:
    """Where one field of ``ImageRequest`` goes on each endpoint."""

    field: str
    generations: str = ""
    edits: str = ""
    responses: str = ""

    def path(self, endpoint: Endpoint) -> str:
        path: str = getattr(self, endpoint)
        return path


def _everywhere(field: str, path: str = "") -> Row:
    path = path or field
    return Row(field, path, path, f"tools.0.{path}")


TABLE: tuple[Row, ...] = (
    Row("prompt", "prompt", "prompt", "input.0.content.0.text"),
    _everywhere("model"),
    _everywhere("size"),
    _everywhere("quality"),
    _everywhere("output_format"),
    _everywhere("output_compression"),
    _everywhere("background"),
    # ``images.edit`` lacks the argument, the API has it.
    Row("moderation", "moderation", "extra_body.moderation", "tools.0.moderation"),
    Row("n", "n", "n"),
    _everywhere("partial_images"),
    Row("input_fidelity", "", "input_fidelity", "tools.0.input_fidelity"),
    _everywhere("complexity"),
    _everywhere("frame_count"),
    _everywhere("frame_duration_ms"),
    _everywhere("svg_model", "svg.model"),
    _everywhere("svg_effort", "svg.reasoning.effort"),
    Row(
        "safety_identifier",
        "safety_identifier",
        "safety_identifier",
        "safety_identifier",
    ),
    # It decides which row of this table is read.
    Row("route"),
    Row("responses_model", "", "", "model"),
    Row("action", "", "", "tools.0.action"),
    Row("sources", "", "image", "input.0.content.1.image_url"),
    Row("mask", "", "mask", "tools.0.input_image_mask.image_url"),
    Row("markup", "", "markup", ""),
    Row("previous", "", "", "previous_response_id"),
)

# Their values on the wire are not the request's own: files, an id of the API's.
SUPPLIED = ("sources", "mask", "markup", "previous", "responses_model")
_ALWAYS = ("prompt", "model")


def arguments(
    request: ImageRequest,
    endpoint: Endpoint,
    supplied: Mapping[str, Any] | None = None,
    *,
    stream: bool = True,
) -> dict[str, Any]:
    """Return the keyword arguments of the SDK's method for ``endpoint``.

    ``supplied`` holds what the request only names: ``sources``, ``mask`` and
    ``markup`` (on edits what the SDK takes as a file, on Responses a data URL),
    ``previous`` (the response's id) and ``responses_model``. Without ``stream``
    partial pictures are left out and the answer comes in one piece.
    """
    supplied = supplied or {}
    body = _skeleton(endpoint)
    for row in TABLE:
        path = row.path(endpoint)
        value = _value(request, row.field, supplied)
        if not path or value is None or (row.field == "partial_images" and not stream):
            continue
        if row.field == "sources" and endpoint == "responses":
            body["input"][0]["content"] += [_input_image(url) for url in value]
        else:
            _put(body, path.split("."), value)
    if stream and request.partial_images:
        body["stream"] = True
    return body


def _skeleton(endpoint: Endpoint) -> dict[str, Any]:
    if endpoint != "responses":
        return {}
    return {
        "model": "",
        "input": [{"role": "user", "content": [{"type": "input_text", "text": ""}]}],
        "tools": [{"type": "image_generation"}],
    }


def _input_image(url: str) -> dict[str, str]:
    return {"type": "input_image", "image_url": url, "detail": "auto"}


def _value(request: ImageRequest, field: str, supplied: Mapping[str, Any]) -> Any:
    if field in SUPPLIED:
        return supplied.get(field) or None
    value = getattr(request, field)
    if field in _ALWAYS:
        return value
    return None if value == DEFAULTS[field] else value


def _put(body: dict[str, Any], path: list[str], value: Any) -> None:
    place: Any = body
    for step in path[:-1]:
        place = place[int(step)] if step.isdigit() else place.setdefault(step, {})
    place[path[-1]] = value
