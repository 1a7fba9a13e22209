"""What the pages of one picture and of one run say about how it was made."""

from dataclasses import dataclass
from typing import Any

from playground.imaging.parameters import PARAMETERS
from playground.library.measured import came_out
from playground.library.models import Generation, Image

WORTH_TELLING_MS = 1000


@dataclass(frozen=True)
class ToldParameter:
    """One parameter as asked for, and as resolved where that is another value.

    ``kind`` is "same", "chosen" (the API filled in an ``auto``), "other" (it did
    something else than it was asked), or "untold" (it was left to the API, which
    did not say what it took).
    """

    name: str
    label: str
    requested: str
    resolved: str
    kind: str


def parameters(run: Generation, image: Image | None) -> list[ToldParameter]:
    """List the parameters of a run, with what became of them in its picture.

    The telling ones always, every other one only where it was set.
    """
    requested = run.requested
    shown = []
    for each in PARAMETERS.settings:
        value = requested.get(each.name, each.default)
        if each.is_telling or value != each.default:
            told = _told(run, image, each.name)
            shown.append(_parameter(each.name, value, told))
    return shown


def waited_ms(run: Generation) -> int | None:
    """Return how long the run waited for its turn; None when it hardly did."""
    if run.sent_at is None:
        return None
    waited = int((run.sent_at - run.created_at).total_seconds() * 1000)
    return waited if waited >= WORTH_TELLING_MS else None


def _told(run: Generation, image: Image | None, name: str) -> str | None:
    """Return what is known of the outcome; None where nothing tells."""
    if name == "route":
        return run.route
    if image is None or not PARAMETERS[name].is_echoed:
        return None
    told = came_out(image, name)
    return str(told) if told else ""


def _parameter(name: str, requested: Any, told: str | None) -> ToldParameter:
    if told == "" and requested == "auto":
        kind, told = "untold", None
    elif not told or told == requested:
        kind, told = "same", None
    else:
        kind = "chosen" if requested == "auto" else "other"
    return ToldParameter(
        name=name,
        label=PARAMETERS.label(name),
        requested=PARAMETERS.words(name, requested),
        resolved=PARAMETERS.words(name, told) if told else "",
        kind=kind,
    )
