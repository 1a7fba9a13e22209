"""A request as the arguments of the SDK's method, on every endpoint.

Where each field goes stands in its declaration (``parameters``). What equals the
API's own default is left out, so that a request says only what was chosen.
"""

from collections.abc import Mapping
from typing import Any

from playground.imaging.parameters import PARAMETERS, Parameter
from playground.imaging.request import ImageRequest
from playground.imaging.routing import Endpoint

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
    for name, parameter in PARAMETERS.items():
        path = parameter.wire.path(endpoint)
        value = _value(request, parameter, supplied)
        if not path or value is None or (name == "partial_images" and not stream):
            continue
        if name == "sources" and endpoint == "responses":
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


def _value(
    request: ImageRequest, parameter: Parameter, supplied: Mapping[str, Any]
) -> Any:
    if parameter.is_supplied:
        return supplied.get(parameter.name) or None
    value = getattr(request, parameter.name)
    if parameter.name in _ALWAYS:
        return value
    return None if value == parameter.default else value


def _put(body: dict[str, Any], path: list[str], value: Any) -> None:
    place: Any = body
    for step in path[:-1]:
        place = place[int(step)] if step.isdigit() else place.setdefault(step, {})
    place[path[-1]] = value
