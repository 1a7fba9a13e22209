"""One tree of errors at the API's boundary.

    ProviderError
    ├── SetupError        no key, wrong key, wrong address        (setup)
    ├── AccessError       organisation not verified, no access    (access)
    ├── LimitError        rate limit, quota, budget               (limits)
    ├── RequestError      the parameters were wrong               (request)
    ├── SafetyError       the safety system refused               (safety)
    ├── OutageError       the API is down, or did not answer      (outage)
    └── AnswerError       the answer could not be used            (ours)

Each error says what happened, whose move it is (``category``), what to do next
(``remedy``), whether it may have been billed, and whether sending the same
request again can help. The text is fit to show to a person.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

Category = Literal["setup", "access", "limits", "request", "safety", "outage", "ours"]


class ProviderError(Exception):
    """Base of all errors that a call can end in.

    ``may_be_billed`` is True when the call's outcome is unknown: it must never
    be sent again by itself. ``retry_after_s`` is the wait in seconds that the API
    asked for; ``repeatable`` is True only where the call certainly was not billed
    and the same request may succeed later, and soon. ``unread`` is True where the
    answer holds something that could not be read, and is worth keeping.
    ``organization`` is the one that OpenAI's answer names.
    """

    category: ClassVar[Category] = "ours"

    def __init__(
        self,
        message: str,
        *,
        remedy: str,
        code: str | None = None,
        status: int | None = None,
        param: str | None = None,
        request_id: str | None = None,
        may_be_billed: bool = False,
        repeatable: bool = False,
        retry_after_s: float | None = None,
        details: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.unread = False
        self.organization: str | None = None
        self.message = message
        self.remedy = remedy
        self.code = code
        self.status = status
        self.param = param
        self.request_id = request_id
        self.may_be_billed = may_be_billed
        self.repeatable = repeatable
        self.retry_after_s = retry_after_s
        self.details = details or {}

    def to_json(self) -> dict[str, Any]:
        """Return what is kept with the generation."""
        return {
            "category": self.category,
            "code": self.code,
            "status": self.status,
            "param": self.param,
            "message": self.message,
            "remedy": self.remedy,
            "may_be_billed": self.may_be_billed,
            "details": self.details,
        }


class SetupError(ProviderError):
    """Whoever runs the installation has to change its settings."""

    category = "setup"


class AccessError(ProviderError):
    """The organisation or the project has to be allowed what was asked."""

    category = "access"


class LimitError(ProviderError):
    """There is no room now: of the rate, of the account, or of a budget here."""

    category = "limits"


class RequestError(ProviderError):
    """The request has to be changed; ``param`` is the field, where one is meant."""

    category = "request"


class SafetyError(ProviderError):
    """Other words, or another source, may pass."""

    category = "safety"


class OutageError(ProviderError):
    """Nobody here can do anything but wait."""

    category = "outage"


class AnswerError(ProviderError):
    """The call came through, and may be paid; what came back cannot be used."""

    category = "ours"


def error_from_json(values: Mapping[str, Any]) -> ProviderError:
    """Return the error that ``to_json`` has told of."""
    kinds = {kind.category: kind for kind in ProviderError.__subclasses__()}
    told = dict(values)
    kind = kinds.get(told.pop("category"), ProviderError)
    return kind(told.pop("message"), **told)
