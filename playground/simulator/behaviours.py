"""How a scenario departs from what the API normally does.

A behaviour acts at one of five points: on the bare request (``arrive``), on a
valid request (``refuse``), on the answer's values (``reshape``), on its bytes
(``corrupt``), or on the stream of events (``restream``).
"""

import base64
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from playground.simulator import errors
from playground.simulator.errors import INVALID, USER_ERROR, ApiError
from playground.simulator.memory import Memory
from playground.simulator.wire import (
    ConnectionDroppedError,
    Event,
    ReadTimedOutError,
    Reply,
    Request,
    json_reply,
)

Restream = Callable[["Call", Iterator[Event]], Iterator[Event]]


@dataclass(frozen=True)
class Call:
    """A valid call, at the moment when the drawing would begin."""

    request: Request
    endpoint: str
    model: str
    prompt: str
    streamed: bool
    memory: Memory


@dataclass(frozen=True, kw_only=True)
class Behaviour:
    """What is done differently; nothing by default.

    ``streams`` is False for a server that ignores ``stream``; ``any_model`` accepts model names that the catalogue does not know, as servers
    with models of their own do; ``local_models`` are what such a server lists.
    """

    arrive: Callable[[Request, float], Reply | None] | None = None
    refuse: Callable[[Call], Reply | None] | None = None
    reshape: Callable[[Call, dict[str, Any]], dict[str, Any]] | None = None
    corrupt: Callable[[bytes], Iterator[bytes]] | None = None
    restream: Restream | None = None
    moderation_stage: str | None = None
    slower: bool = False
    streams: bool = True
    any_model: bool = False
    local_models: tuple[str, ...] = ()


def refusing(make: Callable[[Call], ApiError]) -> Behaviour:
    """Return a behaviour that refuses every valid request with this error."""

    def refuse(call: Call) -> Reply | None:
        raise make(call)

    return Behaviour(refuse=refuse)


# --- Arriving ---------------------------------------------------------------


def refuse_key(request: Request, hang_s: float) -> Reply | None:
    raise errors.bad_key(request.api_key)


def hang(request: Request, hang_s: float) -> Reply | None:
    """Say nothing until the client's own patience or ours is over."""
    patience = request.header("x-stainless-read-timeout")
    try:
        seconds = min(hang_s, float(patience or hang_s))
    except ValueError:
        seconds = hang_s
    time.sleep(max(seconds, 0))
    raise ReadTimedOutError("The read operation timed out")


def hang_up(request: Request, hang_s: float) -> Reply | None:
    raise ConnectionDroppedError("Server disconnected without sending a response.")


def bad_gateway(request: Request, hang_s: float) -> Reply | None:
    page = (
        b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
        b"<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>cloudflare"
        b"</center>\r\n</body>\r\n</html>\r\n"
    )
    return Reply(502, page, content_type="text/html")


def web_page(request: Request, hang_s: float) -> Reply | None:
    page = b"<!doctype html><title>Welcome</title><p>This is not an API.</p>"
    return Reply(200, page, content_type="text/html; charset=utf-8")


def redirect(request: Request, hang_s: float) -> Reply | None:
    target = f"https://elsewhere.invalid{request.path}"
    return Reply(302, b"", [("Location", target)], content_type="text/html")


# --- Refusing ---------------------------------------------------------------


def rate_limited(call: Call, wait_s: int | None) -> ApiError:
    """Return the 429; the wait stands in the text and, if given, in the headers."""
    headers = []
    if wait_s is not None:
        headers = [("retry-after", str(wait_s)), ("retry-after-ms", f"{wait_s}000")]
    return ApiError(
        429,
        f"Rate limit reached for {call.model} (for limit gpt-image) in organization "
        "org-simulator on input-images per min: Limit 5, Used 5, Requested 1. Please "
        f"try again in {12 if wait_s is None else wait_s}s. Visit "
        "https://platform.openai.com/account/rate-limits to learn more.",
        type="input-images",
        code="rate_limit_exceeded",
        headers=headers,
    )


def refuse_once(call: Call) -> Reply | None:
    """Answer 429 to the first of two equal requests, and work on the second."""
    if call.memory.first_of_two((call.endpoint, call.model, call.prompt)):
        raise rate_limited(call, 1)
    return None


def out_of_quota(code: str, message: str) -> Behaviour:
    return refusing(
        lambda call: ApiError(429, message, type="insufficient_quota", code=code)
    )


def error_as_text(call: Call) -> Reply | None:
    return json_reply({"error": "sample_steps is out of range"}, status=400)


def error_as_detail(call: Call) -> Reply | None:
    return json_reply({"detail": "The image size is not supported."}, status=422)


def moderation_error(request_id: str, stage: str) -> ApiError:
    category = {"input": "sexual", "output": "violence"}[stage]
    return ApiError(
        400,
        "Your request was rejected by the safety system. If you believe this is an "
        "error, contact us at help.openai.com and include the request ID "
        f"{request_id}. safety_violations=[{category}].",
        type=USER_ERROR,
        code="moderation_blocked",
        extra={
            "moderation_details": {
                "moderation_stage": stage,
                "categories": [category],
            }
        },
    )


def server_error(message: str, status: int = 500) -> ApiError:
    return ApiError(status, message, type="server_error")


def unverified(call: Call) -> ApiError:
    return ApiError(
        403,
        f"Your organization must be verified to use the model `{call.model}`. Please "
        "go to: https://platform.openai.com/settings/organization/general and click "
        "on Verify Organization. If you just verified, it can take up to 15 minutes "
        "for access to propagate.",
    )


def not_in_project(call: Call) -> ApiError:
    return ApiError(
        403,
        f"Project `proj_simulator` does not have access to model `{call.model}`",
        code="model_not_found",
    )


def billing_limit(call: Call) -> ApiError:
    return ApiError(
        400,
        "Billing hard limit has been reached",
        type=INVALID,
        code="billing_hard_limit_reached",
    )


# --- Reshaping --------------------------------------------------------------

_ECHO = ("background", "quality", "size", "output_format")
_PICTURES = ("b64_json", "result", "partial_image_b64")


def _walk(value: Any, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    if isinstance(value, dict):
        return change({key: _walk(inner, change) for key, inner in value.items()})
    if isinstance(value, list):
        return [_walk(inner, change) for inner in value]
    return value


def without_usage(call: Call, answer: dict[str, Any]) -> dict[str, Any]:
    keep = {"usage", "tool_usage"}
    return dict(
        _walk(answer, lambda part: {k: v for k, v in part.items() if k not in keep})
    )


def without_echo(call: Call, answer: dict[str, Any]) -> dict[str, Any]:
    def change(part: dict[str, Any]) -> dict[str, Any]:
        told = "data" in part or part.get("type") == "image_generation_call"
        if told or any(name in part for name in _PICTURES):
            return {k: v for k, v in part.items() if k not in _ECHO}
        return part

    return dict(_walk(answer, change))


def bare(call: Call, answer: dict[str, Any]) -> dict[str, Any]:
    return without_echo(call, without_usage(call, answer))


def with_pictures(
    change: Callable[[str], str],
) -> Callable[[Call, dict[str, Any]], dict[str, Any]]:
    """Return a reshaping that replaces the Base64 text of every picture."""

    def reshape(call: Call, answer: dict[str, Any]) -> dict[str, Any]:
        def one(part: dict[str, Any]) -> dict[str, Any]:
            return {
                key: change(value) if key in _PICTURES and value else value
                for key, value in part.items()
            }

        return dict(_walk(answer, one))

    return reshape


def cut_off(picture: str) -> str:
    # One character past a whole group can't be decoded whatever the decoder.
    return picture[: len(picture) // 8 * 4 + 1]


def not_a_picture(picture: str) -> str:
    return base64.b64encode(b"This is not a picture.").decode()


def _with_urls(
    answer: dict[str, Any], url: Callable[[str, Mapping[str, Any]], str]
) -> dict[str, Any]:
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


def as_urls(call: Call, answer: dict[str, Any]) -> dict[str, Any]:
    """Leave each picture on this server and give its address."""

    def url(picture: str, answer: Mapping[str, Any]) -> str:
        name = call.memory.keep_file(base64.b64decode(picture), _media_type(answer))
        return f"{call.request.origin}/files/{name}"

    return bare(call, _with_urls(answer, url))


def as_foreign_urls(call: Call, answer: dict[str, Any]) -> dict[str, Any]:
    return _with_urls(answer, lambda picture, _: "https://elsewhere.invalid/a.png")


def as_data_urls(call: Call, answer: dict[str, Any]) -> dict[str, Any]:
    def url(picture: str, answer: Mapping[str, Any]) -> str:
        return f"data:{_media_type(answer)};base64,{picture}"

    return bare(call, _with_urls(answer, url))


# --- Bytes and streams ------------------------------------------------------


def unreadable(body: bytes) -> Iterator[bytes]:
    """Send a body of the right length that is not JSON."""
    yield body[:-2] + b",,"


def half(body: bytes) -> Iterator[bytes]:
    yield body[: len(body) // 2]
    raise ConnectionDroppedError(
        "peer closed connection without sending complete message body"
    )


def _up_to_a_picture(events: Iterator[Event]) -> Iterator[Event]:
    """Pass on events until the first partial picture is out, or no more are due."""
    for event in events:
        if event.name.endswith("completed"):
            return
        yield event
        if event.name.endswith("partial_image"):
            return


def break_off(call: Call, events: Iterator[Event]) -> Iterator[Event]:
    yield from _up_to_a_picture(events)
    raise ConnectionDroppedError(
        "peer closed connection without sending complete message body "
        "(incomplete chunked read)"
    )


def garble(call: Call, events: Iterator[Event]) -> Iterator[Event]:
    yield from _up_to_a_picture(events)
    yield Unreadable("error", {})


class Unreadable(Event):
    """An event whose data is not JSON."""

    def encode(self) -> bytes:
        return b'event: image_generation.completed\ndata: {"type":,,}\n\n'


def fail_response(call: Call, events: Iterator[Event]) -> Iterator[Event]:
    """End a response as failed; the images endpoints know no such state."""
    if call.endpoint != "responses":
        yield from fail_midway(call, events)
        return
    body: dict[str, Any] = {}
    count = 0
    for event in _up_to_a_picture(events):
        body = dict(event.data.get("response") or body)
        count += 1
        yield event
    data = {"type": "response.failed", "response": failed_response(call, body)}
    yield Event("response.failed", {**data, "sequence_number": count})


def failed_response(call: Call, answer: dict[str, Any]) -> dict[str, Any]:
    if "output" not in answer:
        return answer
    # No recorded text.
    error = {
        "code": "server_error",
        "message": "The server had an error while processing your request.",
    }
    return {
        **answer,
        "status": "failed",
        "completed_at": None,
        "error": error,
        "output": [],
        "usage": None,
    }


def fail_images(call: Call) -> Reply | None:
    """Fail outright where there is no response that could fail, and no stream."""
    if call.streamed or call.endpoint == "responses":
        return None
    raise server_error("The server had an error while processing your request.")


def fail_unstreamed(call: Call) -> Reply | None:
    if call.streamed:
        return None
    raise server_error("The server had an error while processing your request.")


def fail_midway(call: Call, events: Iterator[Event]) -> Iterator[Event]:
    """Send the error that ends a stream, in the shape of its endpoint."""
    count = 0
    for event in _up_to_a_picture(events):
        count += 1
        yield event
    # No recorded text.
    message = "The server had an error while processing your request."
    if call.endpoint == "responses":
        data = {"type": "error", "code": "server_error", "message": message}
        yield Event("error", {**data, "param": None, "sequence_number": count})
    else:
        yield Event("error", {"type": "error", **server_error(message).body()})
