"""Answers that come in another shape: with less in them, or damaged."""

import base64
from collections.abc import Callable, Mapping
from typing import Any

from playground.simulator.behaviours import Call

Answer = dict[str, Any]

_ECHO = ("background", "quality", "size", "output_format")
_PICTURES = ("b64_json", "result", "partial_image_b64")


def _walk(value: Any, change: Callable[[Answer], Answer]) -> Any:
    if isinstance(value, dict):
        return change({key: _walk(inner, change) for key, inner in value.items()})
    if isinstance(value, list):
        return [_walk(inner, change) for inner in value]
    return value


def without_usage(call: Call, answer: Answer) -> Answer:
    """No tokens are told, as by servers that do not count them."""
    keep = {"usage", "tool_usage"}
    return dict(
        _walk(answer, lambda part: {k: v for k, v in part.items() if k not in keep})
    )


def without_echo(call: Call, answer: Answer) -> Answer:
    """Settings are not repeated, as by servers that answer only with pictures."""

    def change(part: Answer) -> Answer:
        told = "data" in part or part.get("type") == "image_generation_call"
        if told or any(name in part for name in _PICTURES):
            return {k: v for k, v in part.items() if k not in _ECHO}
        return part

    return dict(_walk(answer, change))


def bare(call: Call, answer: Answer) -> Answer:
    """The pictures and nothing else."""
    return without_echo(call, without_usage(call, answer))


def with_pictures(
    change: Callable[[str], str],
) -> Callable[[Call, Answer], Answer]:
    """Return a reshaping that replaces the Base64 text of every picture."""

    def reshape(call: Call, answer: Answer) -> Answer:
        def one(part: Answer) -> Answer:
            return {
                key: change(value) if key in _PICTURES and value else value
                for key, value in part.items()
            }

        return dict(_walk(answer, one))

    return reshape


def cut_off(picture: str) -> str:
    """Half of the Base64 and a character more, which cannot be decoded."""
    # One character past a whole group can't be decoded whatever the decoder.
    return picture[: len(picture) // 8 * 4 + 1]


def not_a_picture(picture: str) -> str:
    """Base64 that can be decoded, to words."""
    return base64.b64encode(b"This is not a picture.").decode()


def _with_urls(answer: Answer, url: Callable[[str, Mapping[str, Any]], str]) -> Answer:
    if not isinstance(answer.get("data"), list):
        return answer
    data = [
        {"url": url(entry["b64_json"], answer), "revised_prompt": None}
        for entry in answer["data"]
    ]
    return {**answer, "data": data}


def _media_type(answer: Mapping[str, Any]) -> str:
    return {"svg": "image/svg+xml"}.get(
        answer["output_format"], f"image/{answer['output_format']}"
    )


def as_urls(call: Call, answer: Answer) -> Answer:
    """Leave each picture on this server and give its address."""

    def url(picture: str, answer: Mapping[str, Any]) -> str:
        name = call.memory.keep_file(base64.b64decode(picture), _media_type(answer))
        return f"{call.request.origin}/files/{name}"

    return bare(call, _with_urls(answer, url))


def as_foreign_urls(call: Call, answer: Answer) -> Answer:
    """Addresses at another host, which nobody must follow."""
    return _with_urls(answer, lambda picture, _: "https://elsewhere.invalid/a.png")


def as_data_urls(call: Call, answer: Answer) -> Answer:
    """Data URLs where the API has Base64."""

    def url(picture: str, answer: Mapping[str, Any]) -> str:
        return f"data:{_media_type(answer)};base64,{picture}"

    return bare(call, _with_urls(answer, url))
