"""What goes into the log, and how."""

import logging
import re
from typing import Any

# Guests' links, invitations and links for a new password open what they name.
_OPENING = re.compile(r"(/r/|/accounts/join/|/password/reset/key/)[^/\s?]+")


def without_tokens(text: str) -> str:
    """Return a text in which no address opens anything."""
    return _OPENING.sub(r"\1…", text)


class TextFormatter(logging.Formatter):
    """Lines to read; tokens of addresses are left out of them."""

    def format(self, record: logging.LogRecord) -> str:
        return without_tokens(super().format(record))


class Refusals(logging.Filter):
    """Make one line of a request that was refused: its traceback tells nothing."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Turn every record into a warning without a traceback; none is dropped."""
        record.exc_info = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True


class WithoutTraceback(logging.Filter):
    """Leave the traceback out where the answer says what was wrong with the request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Take the traceback from what is no fault of ours; none is dropped."""
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = None
        return True


def logging_settings(kind: str) -> dict[str, Any]:
    """Return Django's ``LOGGING``; ``kind`` is text or json."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "text": {
                "()": "playground.core.logs.TextFormatter",
                "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
            },
            "json": {"()": "playground.core.json_logs.JsonFormatter"},
        },
        # An answer of 503 there is what was asked for, not an event.
        "filters": {
            "no_health": {
                "()": "django.utils.log.CallbackFilter",
                "callback": lambda record: (
                    not record.getMessage().endswith("Unavailable: /readyz")
                ),
            },
            "refused": {"()": "playground.core.logs.WithoutTraceback"},
            "refusals": {"()": "playground.core.logs.Refusals"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": kind}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "playground": {"level": "INFO"},
            # A line for each answer: for machines, which can leave them out.
            "playground.access": {"level": "INFO" if kind == "json" else "ERROR"},
            "django.request": {"filters": ["no_health", "refused"]},
            # Children of a logger do not pass its filters, so each is named.
            **{
                f"django.security.{name}": {"filters": ["refusals"]}
                for name in (
                    "BadRequest",
                    "DisallowedHost",
                    "RequestDataTooBig",
                    "SuspiciousOperation",
                    "TooManyFieldsSent",
                    "TooManyFilesSent",
                )
            },
        },
    }
