"""What differs between pictures, for any number of them.

Three kinds of row, because they answer three questions:

variable      a requested parameter that can change the picture. Only these
              count in the verdict.
circumstance  what surrounded the request without shaping the picture: who
              answered (``provider``), and the parameters that are declared as
              such. They decide how many pictures come back, how they arrive and
              who is behind the request; each picture of a call is a draw of its
              own, so two runs that differ in nothing else are two draws of the
              same request.
outcome       what came back: price, time, bytes, measured pixels, revised prompt.

What was asked for differently and is the same by the files themselves does not count
either: a size, a format or a background that was not made. The verdict says so.

The ``route`` of a request that left the choice open is the route it took: the
call is the same one. Parameters are read from what was requested; beside it stands
what became of them: measured from the file, else as the API said it.

Nothing here queries, when the pictures were fetched through ``comparable``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from playground.imaging.parameters import PARAMETERS
from playground.imaging.request import Change, ImageRequest, difference
from playground.imaging.routing import choose
from playground.library.confounds import confounds
from playground.library.measured import MEASURED, came_out, measured_values
from playground.library.models import Generation, Image, ImageQuerySet
from playground.library.verdicts import said, verdict

Kind = Literal["variable", "circumstance", "outcome"]


@dataclass(frozen=True)
class DifferenceRow:
    """One parameter or fact, with a value for each picture in their order.

    ``resolved`` holds what the API said it did, None where it did not say, and is
    empty for rows that no answer echoes. ``varies`` is True when what was
    requested differs; ``differs`` also when only the resolved side does.
    """

    name: str
    kind: Kind
    values: tuple[Any, ...]
    resolved: tuple[Any, ...] = ()

    @property
    def varies(self) -> bool:
        return any(value != self.values[0] for value in self.values)

    @property
    def differs(self) -> bool:
        told = [value for value in self.resolved if value is not None]
        return self.varies or any(value != told[0] for value in told)

    @property
    def is_empty(self) -> bool:
        """Nothing was asked, nothing came: no picture has a value here."""
        return all(value in (None, (), "") for value in self.values)

    def to_json(self) -> dict[str, Any]:
        """As ``docs/json.md`` describes it."""
        row: dict[str, Any] = {
            "name": self.name,
            "kind": self.kind,
            "values": [_plain(value) for value in self.values],
        }
        if self.resolved:
            row["resolved"] = list(self.resolved)
        return row


@dataclass(frozen=True)
class Differences:
    """The whole answer: rows, the verdict in words, and what weakens it."""

    equal: tuple[DifferenceRow, ...]
    different: tuple[DifferenceRow, ...]
    verdict: str
    confounds: tuple[str, ...]
    # Variables that were asked for differently, and are the same in all files; and those
    # that were asked for alike, and are not.
    alike: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the variables that differ."""
        return tuple(
            row.name
            for row in self.different
            if row.kind == "variable" and row.varies and row.name not in self.alike
        )

    @property
    def is_controlled(self) -> bool:
        """At most one variable differs: the comparison can tell something."""
        return len(self.variables) <= 1 and not self.apart

    def row(self, name: str) -> DifferenceRow:
        """Raises ``StopIteration`` for a name that has no row."""
        return next(row for row in (*self.different, *self.equal) if row.name == name)

    def to_json(self) -> dict[str, Any]:
        """As ``docs/json.md`` describes it."""
        return {
            "equal": [row.to_json() for row in self.equal],
            "different": [row.to_json() for row in self.different],
            "verdict": self.verdict,
            "confounds": list(self.confounds),
        }


def comparable(images: ImageQuerySet) -> ImageQuerySet:
    """Fetch all that comparing needs: three queries, however many pictures."""
    return images.select_related("generation").prefetch_related(
        "generation__generation_sources__source"
    )


def compare(
    images: Sequence[Image], numbers: Sequence[int] | None = None
) -> Differences:
    """Compare one or more pictures; the first is the one the others stand beside.

    ``numbers`` are those by which sentences name the pictures; None counts from one.
    """
    if not images:
        raise ValueError("compare() needs at least one picture")
    requests = [effective_request(image) for image in images]
    rows = [
        *(_variable(name, images, requests) for name in PARAMETERS.variables),
        *_circumstances(images, requests),
        *_outcomes(images),
    ]
    different = tuple(row for row in rows if row.differs)
    varying = [row.name for row in different if row.kind == "variable" and row.varies]
    measured = {name: len(measured_values(images, name)) for name in MEASURED}
    alike = tuple(name for name in varying if measured.get(name) == 1)
    apart = tuple(
        name for name in MEASURED if measured[name] > 1 and name not in varying
    )
    names = [name for name in varying if name not in alike]
    return Differences(
        equal=tuple(row for row in rows if not row.differs),
        different=different,
        verdict=verdict(names, len(images), alike=alike, apart=apart),
        alike=alike,
        apart=apart,
        confounds=confounds(images, requests, numbers or range(1, len(images) + 1)),
    )


def effective_request(image: Image) -> ImageRequest:
    """Return the request behind a picture, with the route that it took."""
    return effective(image.generation)


def effective(generation: Generation) -> ImageRequest:
    """Return a run's request, with the route that it took."""
    return generation.effective


def routed(request: ImageRequest) -> ImageRequest:
    """Return a request that is still to be sent, with the route it would take."""
    return request.changed(route=choose(request).route)


def changes(before: ImageRequest, after: ImageRequest) -> dict[str, Change]:
    """Return the variables that differ between two requests, with both values."""
    counted = set(PARAMETERS.variables)
    return {
        name: change
        for name, change in difference(before, after).items()
        if name in counted
    }


def variables(before: ImageRequest, after: ImageRequest) -> tuple[str, ...]:
    """Name the variables that differ between two requests."""
    return tuple(changes(before, after))


def marks(reference: Image, images: Iterable[Image]) -> Mapping[str, str]:
    """Say of each picture, by code, in which variables it differs from a reference.

    The pictures need their generations at hand (``select_related``).
    """
    chosen = effective_request(reference)
    return {
        image.code: _mark(
            variables(chosen, effective_request(image)), (reference, image)
        )
        for image in images
    }


def _mark(names: Sequence[str], pair: Sequence[Image]) -> str:
    """Word it for a tile; what the files are alike in was only asked for."""
    alike = [name for name in names if len(measured_values(pair, name)) == 1]
    differing = [name for name in names if name not in alike]
    if not names:
        return "same request"
    if not differing:
        return f"only asked for another {said(alike)}"
    return f"differs in: {', '.join(map(PARAMETERS.said, differing))}"


def _variable(
    name: str, images: Sequence[Image], requests: Sequence[ImageRequest]
) -> DifferenceRow:
    resolved: tuple[Any, ...] = ()
    if PARAMETERS[name].is_echoed:
        resolved = tuple(came_out(image, name) for image in images)
    values = tuple(getattr(request, name) for request in requests)
    return DifferenceRow(name, "variable", values, resolved)


def _circumstances(
    images: Sequence[Image], requests: Sequence[ImageRequest]
) -> list[DifferenceRow]:
    providers = tuple(image.generation.provider_id for image in images)
    rows = [DifferenceRow("provider", "circumstance", providers)]
    for name in PARAMETERS.circumstances:
        values = tuple(getattr(request, name) for request in requests)
        rows.append(DifferenceRow(name, "circumstance", values))
    return rows


def _outcomes(images: Sequence[Image]) -> list[DifferenceRow]:
    facts: dict[str, tuple[Any, ...]] = {
        "price": tuple(image.cost_usd for image in images),
        "time": tuple(image.duration_ms for image in images),
        "bytes": tuple(image.bytes for image in images),
        "pixels": tuple(f"{image.width_px}x{image.height_px}" for image in images),
        "revised_prompt": tuple(image.revised_prompt for image in images),
    }
    return [DifferenceRow(name, "outcome", values) for name, values in facts.items()]


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it; money keeps its digits as a string."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return list(value) if isinstance(value, tuple) else value
