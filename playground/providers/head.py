"""What an answer says before its body, and what was asked of it.

It is kept beside the raw answer, so that the answer can be read again without the call
that it belongs to.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from playground.providers.errors.secrets import scrub

_KEPT = (
    "content-type",
    "x-request-id",
    "openai-processing-ms",
    "openai-organization",
    "retry-after",
    # How a body is packed that could not be unpacked (unpacking.py).
    "x-packed-as",
)


@dataclass(frozen=True, kw_only=True)
class Head:
    """``place`` is the server's name and port; ``url`` the API's address, no password.

    ``n`` is how many pictures were asked for, ``None`` on the Responses route, where
    nobody says.
    """

    headers: Mapping[str, str] = field(default_factory=dict)
    url: str = ""
    place: str = ""
    model: str = ""
    text_model: str = ""
    n: int | None = None
    partial_images: int = 0

    @property
    def request_id(self) -> str | None:
        """What to name to the provider's support; None where it gave none."""
        return self.headers.get("x-request-id") or None

    @property
    def organization(self) -> str | None:
        """The one that the key belongs to, as OpenAI tells it; None elsewhere."""
        return self.headers.get("openai-organization") or None

    @property
    def packed(self) -> str:
        """How the body is compressed where nobody here can unpack it; else ""."""
        return self.headers.get("x-packed-as", "")

    @property
    def is_stream(self) -> bool:
        """By the content type, whatever was asked for."""
        return "event-stream" in self.headers.get("content-type", "").lower()

    @property
    def processing_ms(self) -> int | None:
        """The API's own figure of how long it worked.

        A stream's headers leave before the work is done; the time in them is not it.
        """
        value = self.headers.get("openai-processing-ms", "")
        counts = value.isascii() and value.isdigit() and not self.is_stream
        return int(value[:12]) if counts else None

    def to_json(self) -> dict[str, Any]:
        """What a copy on the disk begins with."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Head":
        """Raises ``TypeError`` for what another version wrote."""
        return cls(**values)


def kept_headers(headers: Mapping[str, str], key: str = "") -> dict[str, str]:
    """Return the headers that are worth keeping with an answer, without the ``key``."""
    return {name: scrub(headers[name], key)[:500] for name in _KEPT if name in headers}


class Recorder(Protocol):
    """Takes an answer's bytes as they arrive. None of its methods may raise."""

    def begin(self, head: Head) -> None:
        """An answer begins."""

    def write(self, chunk: bytes) -> None:
        """More of it has arrived."""

    def end(self) -> None:
        """All of it has arrived, or no more will."""


class NoRecorder:
    """Keeps nothing."""

    def begin(self, head: Head) -> None:
        pass

    def write(self, chunk: bytes) -> None:
        pass

    def end(self) -> None:
        pass
