"""What the Compare page shows: panes, and the links around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from playground.catalog import parse_size
from playground.gallery.compare_names import DRAW, PICTURE
from playground.library.models import Generation, Image, SourceImage
from playground.library.names import summary
from playground.library.relatives import ChallengerWalk
from playground.library.thumbnails import thumbnail_edges
from playground.library.tiles import price_text

SOURCE = "Source"
RESULT = "Result"
# The order of an address that somebody chose by hand.
GIVEN = "given"
_USUAL_EDGE = 1024
# Width to height of all panes together, and what name and buttons take of that height in
# each row of them.
DESKTOP = (2.55, 0.056)
PHONE = (0.63, 0.115)


@dataclass(frozen=True)
class Pane:
    """One picture with all that stands around it.

    ``label`` names it in running text, ``title`` beside its number. ``file`` is the
    original, ``src`` what is shown until that is there; ``scale`` is the width of
    ``src`` as a fraction of the original's, 1 where it is the original. ``image`` is
    None for a source that was uploaded.
    """

    image: Image | None
    code: str
    number: int
    label: str
    title: str
    alt: str
    price: str
    page: str
    file: str
    src: str
    scale: float
    width_px: int
    height_px: int
    is_missing: bool
    without: str
    as_base: str
    is_pending = False

    @property
    def width(self) -> int:
        return self.width_px

    @property
    def height(self) -> int:
        return self.height_px

    @property
    def is_base(self) -> bool:
        """Panes count from 1; all others are held against the first."""
        return self.number == 1


@dataclass(frozen=True)
class Around:
    """What the panes of one comparison have in common: all codes, and the walk."""

    codes: Sequence[str]
    missing: frozenset[str]
    walk: ChallengerWalk

    def without(self, code: str) -> str:
        """The address of the comparison without this picture, the order kept."""
        return address([it for it in self.codes if it != code], self.walk, given=True)

    def as_base(self, code: str) -> str:
        """The address of the comparison with this picture in front."""
        others = [it for it in self.codes if it != code]
        return address([code, *others], self.walk, given=True)


def image_pane(image: Image, number: int, title: str, around: Around) -> Pane:
    """Show a picture; ``around`` knows how many stand beside it, and whose file is gone."""
    name = _in_text(title, number)
    src, scale = first_src(image, len(around.codes))
    return Pane(
        image=image,
        code=image.code,
        number=number,
        label=name,
        title=title,
        alt=f"{name}: {summary(image)}",
        price=price_text(image),
        page=image.get_absolute_url(),
        file=reverse("gallery:file", args=[image.code]),
        src=src,
        scale=scale,
        width_px=image.width_px,
        height_px=image.height_px,
        is_missing=image.code in around.missing,
        without=around.without(image.code),
        as_base=around.as_base(image.code),
    )


def source_pane(source: SourceImage, number: int, around: Around) -> Pane:
    """An uploaded file, as what an edit started from."""
    file = reverse("studio:source-file", args=[source.code])
    return Pane(
        image=None,
        code=source.code,
        number=number,
        label=SOURCE,
        title=SOURCE,
        alt=f"{SOURCE}: {source.name}",
        price="",
        page=file,
        file=file,
        src=file,
        scale=1.0,
        width_px=source.width_px,
        height_px=source.height_px,
        is_missing=source.code in around.missing,
        without=around.without(source.code),
        as_base=around.as_base(source.code),
    )


def _in_text(title: str, number: int) -> str:
    """The name of a pane where its number does not stand beside it."""
    return f"{title} {number}" if title in (PICTURE, DRAW) else title


@dataclass(frozen=True)
class PendingPane:
    """The place of a picture that is still to come. ``width`` and ``height`` are
    those asked for, or a square where the API decides."""

    run: Generation
    number: int
    title: str
    label: str
    width: int
    height: int
    is_pending = True

    @property
    def since(self) -> datetime:
        """When it began to be drawn, or to wait."""
        return self.run.sent_at or self.run.created_at

    @property
    def words(self) -> str:
        return "Drawing" if self.run.state == "sending" else "Waiting for its turn"


def pending_pane(run: Generation, number: int, title: str) -> PendingPane:
    """Hold a place open."""
    width, height = parse_size(run.request.size) or (_USUAL_EDGE, _USUAL_EDGE)
    return PendingPane(
        run=run,
        number=number,
        title=title,
        label=_in_text(title, number),
        width=width,
        height=height,
    )


def address(
    codes: Sequence[str], walk: ChallengerWalk | None = None, *, given: bool = False
) -> str:
    """Return the page that compares these; in just this order where ``given``."""
    query = [("image", code) for code in codes]
    if given:
        query.append(("order", GIVEN))
    if walk is not None:
        query += walk.query
    return f"{reverse('gallery:compare')}?{urlencode(query)}"


def first_src(image: Image, count: int) -> tuple[str, float]:
    """Choose what to load first: the smallest copy that fills its pane."""
    edges = thumbnail_edges(image) if image.has_thumbnails else ()
    if not edges or image.frame_count > 1:
        return reverse("gallery:file", args=[image.code]), 1.0
    wanted = 1280 if count < 4 else 640
    edge = max((edge for edge in edges if edge <= wanted), default=edges[0])
    longest = max(image.width_px, image.height_px)
    return reverse("gallery:thumbnail", args=[image.code, edge]), edge / longest


def measured_address(one: str, other: str) -> str:
    """Return where the changed pixels between two pictures are counted."""
    query = urlencode([("image", one), ("image", other)])
    return f"{reverse('gallery:compare-measured')}?{query}"


@dataclass(frozen=True)
class PaneDifference:
    """Where a pane is held against the first one pixel by pixel.

    ``names`` are those of both, "" where there are no others.
    """

    place: int
    names: str
    address: str


def measured_against_first(
    places: Sequence[Pane | PendingPane],
) -> list[PaneDifference]:
    """Return this of every pane whose picture is there; nothing until the first is."""
    first = places[0] if places else None
    if not isinstance(first, Pane):
        return []
    return [
        PaneDifference(
            place,
            f"{first.label} and {pane.label}: " if len(places) > 2 else "",
            measured_address(first.code, pane.code),
        )
        for place, pane in enumerate(places)
        if place and isinstance(pane, Pane)
    ]


def columns_for(
    places: Sequence[Pane | PendingPane], stage: tuple[float, float] = DESKTOP
) -> int:
    """Return the columns in which the pictures cover most of a usual stage.

    A browser with script does the same for its own; this spares it the moving.
    """
    shape, strip = stage
    ratios = [it.width / it.height for it in places]

    def covered(columns: int) -> float:
        rows = -(-len(ratios) // columns)
        across, high = shape / columns, 1 / rows - strip
        return sum(min(across, high * it) ** 2 / it for it in ratios)

    return max(range(1, len(ratios) + 1), key=lambda it: (round(covered(it), 6), -it))
