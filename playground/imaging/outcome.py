"""What comes back from the API, in the same shape from every route."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO


@dataclass(frozen=True, kw_only=True)
class InputFile:
    """A file that goes out with a request.

    ``open`` returns a fresh binary stream at its start; the caller closes it. So
    sixteen sources never have to be in memory at once.
    """

    name: str
    media_type: str
    bytes: int
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, kw_only=True)
class InputFiles:
    """The files of one request, in the order of its ``sources``."""

    sources: tuple[InputFile, ...] = ()
    mask: InputFile | None = None
    markup: InputFile | None = None


@dataclass(frozen=True, kw_only=True)
class Resolved:
    """What the API says it did. ``None`` where the answer does not tell."""

    model: str | None = None
    size: str | None = None
    quality: str | None = None
    background: str | None = None
    output_format: str | None = None


@dataclass(frozen=True, kw_only=True)
class OutputImage:
    """One picture: its original bytes, undecoded and unchecked."""

    data: bytes
    resolved: Resolved
    revised_prompt: str | None = None
    item_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class PartialImage:
    """A picture on its way. ``image`` counts pictures, ``index`` its partials."""

    data: bytes
    image: int
    index: int


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The whole answer of one call.

    ``usage`` is the image usage as returned (on the Responses route
    ``tool_usage.image_gen``), ``text_usage`` the text model's own; either is
    ``None`` when the answer has none. ``text`` is what the text model said.
    ``processing_ms`` is the API's own figure from its headers, ``organization`` the one
    that was charged. ``error`` says why a whole answer holds no picture. ``unread`` is
    True where the raw answer holds more than could be read, ``fetched`` where a picture
    came from an address and is not in it. ``lost`` counts the pictures that ``usage`` says
    nothing of, since the answer broke off before them: they may have been charged too.
    """

    images: tuple[OutputImage, ...]
    usage: Mapping[str, Any] | None = None
    text_usage: Mapping[str, Any] | None = None
    text: str = ""
    response_id: str | None = None
    request_id: str | None = None
    processing_ms: int | None = None
    created: int | None = None
    svg_usage: Mapping[str, Any] | None = None
    warnings: tuple[str, ...] = field(default=())
    organization: str | None = None
    error: Mapping[str, Any] | None = None
    unread: bool = False
    fetched: bool = False
    lost: int = 0


OnPartial = Callable[[PartialImage], None]
