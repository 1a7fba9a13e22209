"""What is asked of the API: one frozen request, its fields, and how two differ.

Field names are the API's own parameter names. ``None`` means "leave it out and
let the API decide"; ``"auto"`` is sent only where it differs from the API's own
default. Files are named by the SHA-256 of their bytes, so that two requests with
the same sources are equal.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Route = Literal["images", "responses"]
Value = str | int | tuple[str, ...] | None


@dataclass(frozen=True, kw_only=True)
class ImageRequest:
    """One request, whatever route it takes.

    ``size`` is ``"auto"`` or ``"WIDTHxHEIGHT"`` in pixels; ``output_compression``
    is 0 to 100; ``frame_duration_ms`` is in milliseconds. ``sources``, ``mask``
    and ``markup`` hold SHA-256 hex digests. ``previous`` is the code of the
    generation whose conversation is continued (Responses route only).
    ``route`` is ``"auto"``, ``"images"`` or ``"responses"``.
    """

    prompt: str
    model: str
    size: str = "auto"
    quality: str = "auto"
    output_format: str = "png"
    output_compression: int | None = None
    background: str = "auto"
    moderation: str = "auto"
    n: int = 1
    partial_images: int = 0
    input_fidelity: str | None = None
    complexity: str | None = None
    frame_count: int | None = None
    frame_duration_ms: int | None = None
    svg_model: str | None = None
    svg_effort: str | None = None
    safety_identifier: str | None = None
    route: str = "auto"
    responses_model: str | None = None
    action: str | None = None
    sources: tuple[str, ...] = ()
    mask: str | None = None
    markup: str | None = None
    previous: str | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """The digests of all that goes out with it: sources, mask, markup."""
        return (*self.sources, *filter(None, (self.mask, self.markup)))

    def to_json(self) -> dict[str, Any]:
        """Return every field as JSON values, for keeping."""
        values = dataclasses.asdict(self)
        values["sources"] = list(self.sources)
        return values

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "ImageRequest":
        """Read back what ``to_json`` wrote.

        Fields this version does not know are dropped, and fields that an older
        version did not write take their defaults.
        """
        known = {name: values[name] for name in FIELDS if name in values}
        known["sources"] = tuple(known.get("sources") or ())
        return cls(**known)

    def changed(self, **values: Any) -> "ImageRequest":
        """Return a copy with some fields set."""
        return dataclasses.replace(self, **values)


# Told from the class; ``imaging.parameters`` says what each of them is.
FIELDS: Sequence[str] = [field.name for field in dataclasses.fields(ImageRequest)]
DEFAULTS: Mapping[str, Any] = {
    field.name: field.default
    for field in dataclasses.fields(ImageRequest)
    if field.default is not dataclasses.MISSING
}


@dataclass(frozen=True)
class Change:
    """One parameter's value on both sides of a difference."""

    before: Any
    after: Any


def difference(before: ImageRequest, after: ImageRequest) -> dict[str, Change]:
    """Name the parameters that differ, in field order; empty when equal."""
    return {
        name: Change(getattr(before, name), getattr(after, name))
        for name in FIELDS
        if getattr(before, name) != getattr(after, name)
    }


def apply(request: ImageRequest, changes: Mapping[str, Change]) -> ImageRequest:
    """Return ``request`` with every change made: the inverse of ``difference``."""
    return request.changed(**{name: change.after for name, change in changes.items()})
