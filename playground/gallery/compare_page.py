"""What the Compare page shows: panes, links, and the state of the viewer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from playground.provider.pricing import usd_text

from .compare_table import FILES, TEXTS, label
from .differences import Differences
from .models import Image
from .names import summary
from .relatives import Walk
from .services.thumbnails import thumbnail_edges

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
# Values of so many variables fit into the corner of a pane.
_LABELLED = 2


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


@dataclass(frozen=True)
class Pane:
    """One picture with all that stands around it.

    ``label`` names it in running text, ``title`` beside its number. ``scale`` is
    the width of ``src`` as a fraction of the original's; at 1 the original is
    shown from the start.
    """

    image: Image
    number: int
    label: str
    title: str
    alt: str
    price: str
    src: str
    scale: float
    is_missing: bool
    without: str
    as_base: str

    @property
    def is_base(self) -> bool:
        return self.number == 1


def panes(
    images: Sequence[Image],
    differences: Differences,
    *,
    missing: frozenset[str],
    walk: Walk,
) -> list[Pane]:
    codes = [image.code for image in images]
    made = []
    for number, image in enumerate(images, start=1):
        others = [code for code in codes if code != image.code]
        title, name = _names(number, image, differences)
        src, scale = first_source(image, len(images))
        made.append(
            Pane(
                image=image,
                number=number,
                label=name,
                title=title,
                alt=f"{name}: {summary(image)}",
                price=usd_text(image.cost_usd),
                src=src,
                scale=scale,
                is_missing=image.code in missing,
                without=address(others, walk),
                as_base=address([image.code, *others], walk),
            )
        )
    return made


def address(codes: Sequence[str], walk: Walk | None = None) -> str:
    """Return the page that compares these."""
    query = [("image", code) for code in codes]
    if walk is not None:
        query += walk.query
    return f"{reverse('gallery:compare')}?{urlencode(query)}"


def _names(number: int, image: Image, differences: Differences) -> tuple[str, str]:
    """Name a pane by what makes it differ, if that is short."""
    short = [name for name in differences.variables if name not in (*TEXTS, *FILES)]
    if not short or len(short) > _LABELLED:
        kind = "Picture" if differences.variables else "Draw"
        return kind, f"{kind} {number}"
    values = (differences.row(name).values[number - 1] for name in short)
    name = ", ".join(
        label(name, value, image) for name, value in zip(short, values, strict=True)
    )
    return name, name


def first_source(image: Image, count: int) -> tuple[str, float]:
    """Choose what to load first: the smallest copy that fills its pane."""
    edges = thumbnail_edges(image) if image.has_thumbnails else ()
    if not edges or image.frame_count > 1:
        return reverse("gallery:file", args=[image.code]), 1.0
    wanted = 1280 if count < 4 else 640
    edge = max((edge for edge in edges if edge <= wanted), default=edges[0])
    longest = max(image.width_px, image.height_px)
    return reverse("gallery:thumbnail", args=[image.code, edge]), edge / longest
