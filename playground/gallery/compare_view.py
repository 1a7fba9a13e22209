"""How the pictures of a comparison are looked at, as its address says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from playground.library.models import Image

MODES = {
    "side": "Side by side",
    "wipe": "Wipe",
    "overlay": "Overlay",
    "flicker": "Flicker",
    "difference": "Difference",
}
BACKGROUNDS = {
    "black": "Black",
    "grey": "18 % grey",
    "white": "White",
    "checker": "Checkerboard",
}
MAX_ZOOM = 400.0


@dataclass(frozen=True)
class ViewState:
    """How the pictures are looked at; everything that the address keeps.

    ``zoom`` is relative to fitting the pane, ``x`` and ``y`` are the fraction of
    the picture in the middle of every pane, so that sizes do not matter.
    ``own_background`` is what these pictures have when nothing is chosen.
    """

    mode: str
    background: str
    own_background: str
    zoom: float
    x: float
    y: float


def view_state(query: Mapping[str, str], images: Sequence[Image]) -> ViewState:
    """Read the state from an address; what makes no sense takes its default."""
    mode, background = query.get("mode", ""), query.get("background", "")
    own = "checker" if any(image.has_alpha for image in images) else "grey"
    return ViewState(
        mode=mode if mode in MODES else "side",
        background=background if background in BACKGROUNDS else own,
        own_background=own,
        zoom=_number(query.get("zoom"), 1.0, low=0.01, high=MAX_ZOOM),
        x=_number(query.get("x"), 0.5, low=0.0, high=1.0),
        y=_number(query.get("y"), 0.5, low=0.0, high=1.0),
    )


def _number(text: str | None, default: float, *, low: float, high: float) -> float:
    try:
        value = float(text or "")
    except ValueError:
        return default
    # "nan" is a float too, and no comparison with it holds.
    return value if low <= value <= high else default
