"""What a refused call says, read from whatever shape it has."""

import contextlib
import json
import math
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

from playground.providers.errors.secrets import scrub

# An error text is for a person; a page of HTML or a dump of the request is not.
MAX_TEXT = 600
_WRAPPINGS = ("error", "errors", "fault")
_HELD = (Mapping, list, str)
_WORDS = (
    "message", "msg", "error_description", "title", "error_message", "errorMessage",
    "error_msg", "faultstring", "reason", "description",
)  # fmt: skip
# Where words stand that may be one word only.
_NAMES = (*_WORDS, "detail", "text", "exception", "Error", "error")
_ASKED = ("prompt", "negative_prompt", "input", "inputs", "request", "parameters")
_WAIT = re.compile(
    r"try again in (?:(\d{1,4})d)?(?:(\d{1,6})h)?(?:(\d{1,8})m(?!s))?"
    r"(?:(\d{1,9}(?:\.\d{1,9})?)\d*(ms|s))?",
    re.I,
)


def is_openai_host(host: str) -> bool:
    """Whether this is OpenAI itself, in whatever region. A port does not matter."""
    host = host.partition(":")[0]
    return host == "api.openai.com" or host.endswith(".api.openai.com")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """An error as the server tells it. ``status`` is None inside an answer."""

    status: int | None
    message: str = ""
    code: str | None = None
    type: str | None = None
    param: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    request_id: str | None = None
    retry_after_s: float | None = None
    # Who answered, and the models that were asked for; "" where unknown or none.
    host: str = ""
    model: str = ""
    text_model: str = ""

    @classmethod
    def from_body(
        cls,
        body: Any,
        *,
        status: int | None,
        headers: Mapping[str, str] | None = None,
        host: str = "",
        model: str = "",
        text_model: str = "",
        key: str = "",
    ) -> "Fault":
        """Read an error: OpenAI's object, a plain string, or FastAPI's ``detail``.

        ``body`` is the decoded JSON, with or without the outer ``error``, or text.
        The ``key`` is taken out of every text before one is cut.
        """
        headers = headers or {}
        error = _unwrapped(body)
        found: dict[str, Any] = {}
        if isinstance(error, Mapping):
            found = _from_object(error)
        elif isinstance(error, str) and not _is_page(error):
            found = {"message": error}
        # A key may have been broken over two lines; so may words, which need the blank.
        message = scrub(" ".join(str(found.pop("message", "")).split()), key)[:MAX_TEXT]
        for name in ("code", "type", "param"):
            if found.get(name):
                found[name] = scrub(found[name], key)[:MAX_TEXT]
        return cls(
            status=status,
            message=message,
            request_id=headers.get("x-request-id"),
            retry_after_s=_wait(headers, message),
            host=host,
            model=model,
            text_model=text_model,
            **found,
        )

    @property
    def text(self) -> str:
        """The message in lower case, for recognising it."""
        return self.message.lower()


def _unwrapped(body: Any) -> Any:
    """Return the error itself, out of the wrappings that servers put around it."""
    if isinstance(body, str) and body.lstrip().startswith("data:"):
        # A stream that begins with its error.
        first = body.lstrip()[5:].partition("\n")[0]
        with contextlib.suppress(ValueError, RecursionError):
            body = json.loads(first)
    for _ in range(4):
        if isinstance(body, list):
            body = next((row for row in body if isinstance(row, _HELD) and row), "")
        inner = _inner(body) if isinstance(body, Mapping) else None
        if not inner:
            break
        body = inner
    return body


def _inner(body: Mapping[str, Any]) -> Any:
    inner = next(
        (body[name] for name in _WRAPPINGS if isinstance(body.get(name), _HELD)), None
    )
    is_said = any(_text(body.get(name)) for name in _WORDS)
    # Beside words of its own, "error" is the name of the status, and "errors" are details.
    return None if is_said and not isinstance(inner, Mapping) else inner


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(filter(None, map(_text, value)))
    return value if isinstance(value, str) else ""


def _from_object(error: Mapping[str, Any]) -> dict[str, Any]:
    if "detail" in error and not error.get("message"):
        return _from_detail(error["detail"])
    words = (_text(error.get(name)) for name in _WORDS)
    found: dict[str, Any] = {"message": next(filter(None, words), "") or _rows(error)}
    found["message"] = found["message"] or _anywhere(error)
    for name in ("code", "type", "param"):
        value = error.get(name)
        found[name] = str(value) if isinstance(value, (str, int)) else None
    details = error.get("moderation_details")
    if isinstance(details, Mapping):
        found["details"] = dict(details)
    elif azure := _azure_categories(error):
        found["details"] = {"categories": azure}
    return found


def _anywhere(value: Any, depth: int = 3) -> str:
    """Return the first words in an object of a form that nobody knows, "" for none.

    What has a blank in it is said to a person; a short name is a code. What was asked
    for, and comes back, is nobody's answer.
    """
    rows = value.items() if isinstance(value, Mapping) else enumerate(value)
    for name, part in rows:
        if name in _ASKED:
            continue
        if isinstance(part, (Mapping, list)) and depth:
            if said := _anywhere(part, depth - 1):
                return said
        elif isinstance(part, str) and (" " in part.strip() or name in _NAMES):
            return part
    return ""


def _rows(error: Mapping[str, Any]) -> str:
    """Return what is said of each field, where an error is nothing but that."""
    said = {name: _text(value) for name, value in error.items()}
    lists = [name for name, value in error.items() if isinstance(value, list)]
    return "; ".join(f"{name}: {said[name]}" for name in lists if said[name])


def _from_detail(detail: Any) -> dict[str, Any]:
    if isinstance(detail, Mapping):
        return _from_object({"message": "", **detail})
    if not isinstance(detail, list):
        return {"message": str(detail)}
    rows = [row for row in detail if isinstance(row, Mapping)]
    places = [_place(row) for row in rows]
    return {
        "message": "; ".join(
            f"{place}: {row.get('msg', '')}" if place else str(row.get("msg", ""))
            for row, place in zip(rows, places, strict=True)
        ),
        "param": next(filter(None, places), None),
        "code": next((str(row["type"]) for row in rows if row.get("type")), None),
    }


def _place(row: Mapping[str, Any]) -> str:
    """Return the name of the field that a row of details is about."""
    places = row.get("loc")
    names = (
        [str(name) for name in places if name not in ("body", "query", "header")]
        if isinstance(places, list)
        else []
    )
    return ".".join(names)


def _azure_categories(error: Mapping[str, Any]) -> list[str]:
    inner = error.get("inner_error") or error.get("innererror")
    if not isinstance(inner, Mapping):
        return []
    results = inner.get("content_filter_results") or inner.get("content_filter_result")
    if not isinstance(results, Mapping):
        return []
    return [
        str(name)
        for name, result in results.items()
        if isinstance(result, Mapping) and result.get("filtered")
    ]


def _is_page(text: str) -> bool:
    return text.lstrip()[:200].lower().startswith(("<!doctype", "<html", "<?xml"))


def _moment(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None


def _wait(headers: Mapping[str, str], message: str) -> float | None:
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            wait_s = float(headers[name]) * unit
            if math.isfinite(wait_s):
                return max(0.0, wait_s)
        except (KeyError, ValueError):
            continue
    if moment := _moment(headers.get("retry-after", "")):
        return max(0.0, moment - time.time())
    found = _WAIT.search(message)
    if not found or not any(found.groups()):
        return None
    days, hours, minutes, seconds, unit_name = found.groups()
    rest = float(seconds or 0) * (0.001 if unit_name == "ms" else 1)
    whole = int(days or 0) * 24 + int(hours or 0)
    return whole * 3600 + int(minutes or 0) * 60 + rest
