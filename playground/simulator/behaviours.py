"""How a scenario departs from what the API normally does.

A behaviour acts at one of five points: on the bare request (``arrive``), on a
valid request (``refuse``), on the answer's values (``reshape``), on its bytes
(``corrupt``), or on the stream of events (``restream``).
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
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

_MARGIN_S = 1.0

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

    ``streams`` is False for a server that ignores ``stream``. ``any_model`` accepts
    model names that the catalogue does not know, as servers with models of their
    own do; ``local_models`` are what such a server lists.
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


@dataclass(frozen=True)
class Scenario:
    """One way of answering. ``group`` is the heading of a menu."""

    key: str
    label: str
    description: str
    group: str
    behaviour: Behaviour = field(default_factory=Behaviour)

    @property
    def api_key(self) -> str:
        """The key that asks for it: ``sim-`` and its name."""
        return f"sim-{self.key}"


def refusing(make: Callable[[Call], ApiError]) -> Behaviour:
    """Return a behaviour that refuses every valid request with this error."""

    def refuse(call: Call) -> Reply | None:
        raise make(call)

    return Behaviour(refuse=refuse)


# --- Arriving ---------------------------------------------------------------


def refuse_key(request: Request, hang_s: float) -> Reply | None:
    """Refuse any key, as OpenAI words it."""
    raise errors.bad_key(request.api_key)


def hang(request: Request, hang_s: float) -> Reply | None:
    """Say nothing until our patience is over, or well past the client's own."""
    try:
        patience = float(request.header("x-stainless-read-timeout") or hang_s)
    except ValueError:
        patience = hang_s
    # Over HTTP the client must be the one that gives up.
    time.sleep(min(hang_s, max(patience, 0) + _MARGIN_S))
    raise ReadTimedOutError("The read operation timed out")


def hang_up(request: Request, hang_s: float) -> Reply | None:
    """Drop the connection before anything is answered."""
    raise ConnectionDroppedError("Server disconnected without sending a response.")


def bad_gateway(request: Request, hang_s: float) -> Reply | None:
    """The HTML page that a proxy in front of the API answers with."""
    page = (
        b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
        b"<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>cloudflare"
        b"</center>\r\n</body>\r\n</html>\r\n"
    )
    return Reply(502, page, content_type="text/html")


def web_page(request: Request, hang_s: float) -> Reply | None:
    """What a wrong address answers with: a success that is no JSON."""
    page = b"<!doctype html><title>Welcome</title><p>This is not an API.</p>"
    return Reply(200, page, content_type="text/html; charset=utf-8")


def redirect(request: Request, hang_s: float) -> Reply | None:
    """Lead to another host, which nobody must send the key to."""
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
    """A behaviour that refuses for want of money, by one of the codes for it."""
    return refusing(
        lambda call: ApiError(429, message, type="insufficient_quota", code=code)
    )


def error_as_text(call: Call) -> Reply | None:
    """An error whose value is a string, as some compatible servers answer."""
    return json_reply({"error": "sample_steps is out of range"}, status=400)


def error_as_detail(call: Call) -> Reply | None:
    """An error under ``detail``, as some compatible servers answer."""
    return json_reply({"detail": "The image size is not supported."}, status=422)


def moderation_error(request_id: str, stage: str) -> ApiError:
    """``stage`` is input or output; each names a category of its own."""
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


# No recorded text.
SERVER_ERROR = "The server had an error while processing your request."


def server_error(message: str = SERVER_ERROR, status: int = 500) -> ApiError:
    """What is the API's own fault."""
    return ApiError(status, message, type="server_error")


def unverified(call: Call) -> ApiError:
    """For models that are kept for verified organisations."""
    return ApiError(
        403,
        f"Your organization must be verified to use the model `{call.model}`. Please "
        "go to: https://platform.openai.com/settings/organization/general and click "
        "on Verify Organization. If you just verified, it can take up to 15 minutes "
        "for access to propagate.",
    )


def not_in_project(call: Call) -> ApiError:
    """For a key whose project was not given the model."""
    return ApiError(
        403,
        f"Project `proj_simulator` does not have access to model `{call.model}`",
        code="model_not_found",
    )


def billing_limit(call: Call) -> ApiError:
    """The hard limit of the account: status 400, unlike other limits."""
    return ApiError(
        400,
        "Billing hard limit has been reached",
        type=INVALID,
        code="billing_hard_limit_reached",
    )
