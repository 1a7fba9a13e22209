"""Logs for machines: one JSON object a line, each with the id of its request.

Nothing that a person typed and no key is in them: addresses go without what follows
the question mark, and of an exception only its type and the places in the code.
"""

import contextvars
import json
import logging
import re
import secrets
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from playground.core.logs import without_tokens

HEADER = "X-Request-ID"
_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_current: contextvars.ContextVar[str] = contextvars.ContextVar("request", default="")
_access = logging.getLogger("playground.access")
# What of a record is a fact and no text.
_FACTS = ("method", "path", "status", "ms", "status_code")


class RequestIdMiddleware:
    """Give each request an id: the proxy's, where it sends a plain one.

    The answer carries it, and so does every line that is logged meanwhile.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        name = given if _ID.fullmatch(given) else secrets.token_hex(8)
        token = _current.set(name)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            _access.info(
                "answered",
                extra={
                    "method": request.method,
                    "path": without_tokens(request.path),
                    "status": response.status_code,
                    "ms": round((time.perf_counter() - started) * 1000, 1),
                },
            )
        finally:
            _current.reset(token)
        response[HEADER] = name
        return response


class JsonFormatter(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """With the last frames of an error, and never its message."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": _quiet(record),
        }
        if request := _current.get():
            line["request_id"] = request
        line |= {
            name: value
            for name in _FACTS
            if (value := getattr(record, name, None)) is not None
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["where"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])[-12:]
            ]
        return json.dumps(line, ensure_ascii=False, default=str)


def _quiet(record: logging.LogRecord) -> str:
    """Return the message of our own code; of others only what they meant to fill in.

    Django and libraries put addresses, forms and answers into theirs.
    """
    if record.name.startswith("playground"):
        return without_tokens(re.sub(r"\bsk-[\w*-]{8,}", "sk-…", record.getMessage()))
    return str(record.msg)
