"""What the Compare page shows: panes, links, and the state of the viewer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from playground.catalog import parse_size
from playground.gallery.compare_table import TEXTS, is_file, label
from playground.imaging.parameters import PARAMETERS
from playground.imaging.pricing import usd_paid
from playground.imaging.request import ImageRequest
from playground.library.models import Image
from playground.library.names import summary
from playground.library.relatives import Walk
from playground.library.thumbnails import thumbnail_edges

if TYPE_CHECKING:
    from playground.library.models import Generation

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
# What a pane is called that no short value tells apart.
PICTURE = "Picture"
DRAW = "Draw"
# Values of so many variables fit into the corner of a pane.
_LABELLED = 2
_USUAL_EDGE = 1024


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
    titles: Sequence[str],
    *,
    missing: frozenset[str],
    walk: Walk,
) -> list[Pane]:
    """Build the panes of pictures; ``titles`` as ``titles_of`` gives them."""
    codes = [image.code for image in images]
    made = []
    for number, (image, title) in enumerate(zip(images, titles, strict=False), start=1):
        others = [code for code in codes if code != image.code]
        name = _in_text(title, number)
        src, scale = first_source(image, len(titles))
        made.append(
            Pane(
                image=image,
                number=number,
                label=name,
                title=title,
                alt=f"{name}: {summary(image)}",
                price=usd_paid(image.cost_usd),
                src=src,
                scale=scale,
                is_missing=image.code in missing,
                without=address(others, walk),
                as_base=address([image.code, *others], walk),
            )
        )
    return made


def titles_of(requests: Sequence[ImageRequest]) -> list[str]:
    """Name pictures by the values that make them differ, where those are short."""
    names = [
        name
        for name in PARAMETERS.variables
        if any(getattr(it, name) != getattr(requests[0], name) for it in requests)
    ]
    short = [name for name in names if name not in TEXTS and not is_file(name)]
    if not short or len(short) > _LABELLED:
        return [PICTURE if names else DRAW] * len(requests)
    return [
        ", ".join(label(name, getattr(request, name)) for name in short)
        for request in requests
    ]


def _in_text(title: str, number: int) -> str:
    """The name of a pane where its number does not stand beside it."""
    return f"{title} {number}" if title in (PICTURE, DRAW) else title


@dataclass(frozen=True)
class PendingPane:
    """The place of a picture that is still to come. ``width`` and ``height`` are
    those asked for, or a square where the API decides."""

    run: "Generation"
    number: int
    title: str
    label: str
    width: int
    height: int

    @property
    def words(self) -> str:
        return "Drawing" if self.run.state == "sending" else "Waiting for its turn"


def pending_panes(
    runs: "Sequence[Generation]", titles: Sequence[str]
) -> list[PendingPane]:
    """Hold places open; ``titles`` are those of all panes, these come last."""
    first = len(titles) - len(runs) + 1
    made = []
    for number, run in enumerate(runs, start=first):
        width, height = parse_size(run.request.size) or (_USUAL_EDGE, _USUAL_EDGE)
        title = titles[number - 1]
        made.append(
            PendingPane(
                run=run,
                number=number,
                title=title,
                label=_in_text(title, number),
                width=width,
                height=height,
            )
        )
    return made


def address(codes: Sequence[str], walk: Walk | None = None) -> str:
    """Return the page that compares these."""
    query = [("image", code) for code in codes]
    if walk is not None:
        query += walk.query
    return f"{reverse('gallery:compare')}?{urlencode(query)}"


def first_source(image: Image, count: int) -> tuple[str, float]:
    """Choose what to load first: the smallest copy that fills its pane."""
    edges = thumbnail_edges(image) if image.has_thumbnails else ()
    if not edges or image.frame_count > 1:
        return reverse("gallery:file", args=[image.code]), 1.0
    wanted = 1280 if count < 4 else 640
    edge = max((edge for edge in edges if edge <= wanted), default=edges[0])
    longest = max(image.width_px, image.height_px)
    return reverse("gallery:thumbnail", args=[image.code, edge]), edge / longest
