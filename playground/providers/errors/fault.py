"""What a refused call says, read from whatever shape it has."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# An error text is for a person; a page of HTML or a dump of the request is not.
MAX_TEXT = 600
_WAIT = re.compile(
    r"try again in (?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)(ms|s))?", re.I
)


def is_openai_host(host: str) -> bool:
    """Whether this is OpenAI itself, in whatever region."""
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
    # Who answered, and the model that was asked for; "" where unknown.
    host: str = ""
    model: str = ""

    @classmethod
    def from_body(
        cls,
        body: Any,
        *,
        status: int | None,
        headers: Mapping[str, str] | None = None,
        host: str = "",
        model: str = "",
    ) -> "Fault":
        """Read an error: OpenAI's object, a plain string, or FastAPI's ``detail``.

        ``body`` is the decoded JSON, with or without the outer ``error``, or text.
        """
        headers = headers or {}
        error = body.get("error", body) if isinstance(body, Mapping) else body
        found: dict[str, Any] = {}
        if isinstance(error, Mapping):
            found = _from_object(error)
        elif isinstance(error, str) and not _is_page(error):
            found = {"message": error}
        message = " ".join(str(found.pop("message", "")).split())[:MAX_TEXT]
        return cls(
            status=status,
            message=message,
            request_id=headers.get("x-request-id"),
            retry_after_s=_wait(headers, message),
            host=host,
            model=model,
            **found,
        )

    @property
    def text(self) -> str:
        """The message in lower case, for recognising it."""
        return self.message.lower()


def _from_object(error: Mapping[str, Any]) -> dict[str, Any]:
    if "detail" in error and "message" not in error:
        return _from_detail(error["detail"])
    found: dict[str, Any] = {"message": error.get("message") or ""}
    for name in ("code", "type", "param"):
        value = error.get(name)
        found[name] = str(value) if isinstance(value, (str, int)) else None
    details = error.get("moderation_details")
    if isinstance(details, Mapping):
        found["details"] = dict(details)
    elif azure := _azure_categories(error):
        found["details"] = {"categories": azure}
    return found


def _from_detail(detail: Any) -> dict[str, Any]:
    if isinstance(detail, Mapping):
        return _from_object({"message": "", **detail})
    if not isinstance(detail, list):
        return {"message": str(detail)}
    rows = [row for row in detail if isinstance(row, Mapping)]
    places = [row["loc"][-1] for row in rows if isinstance(row.get("loc"), list)]
    return {
        "message": "; ".join(str(row.get("msg", "")) for row in rows),
        "param": str(places[0]) if places else None,
    }


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


def _wait(headers: Mapping[str, str], message: str) -> float | None:
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            wait_s = float(headers[name]) * unit
            if math.isfinite(wait_s):
                return max(0.0, wait_s)
        except (KeyError, ValueError):
            continue
    found = _WAIT.search(message)
    if not found or not any(found.groups()):
        return None
    hours, minutes, seconds, unit_name = found.groups()
    rest = float(seconds or 0) * (0.001 if unit_name == "ms" else 1)
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + rest
