"""What the pictures of a comparison are called: by what makes them differ."""

from collections.abc import Collection, Sequence

from django.utils.text import Truncator

from playground.core.text_difference import words
from playground.gallery.compare_table import TEXTS, is_file, label
from playground.imaging.natural_order import in_order
from playground.imaging.parameters import PARAMETERS
from playground.imaging.request import ImageRequest
from playground.library.measured import MEASURED, measured_values
from playground.library.models import Generation, Image
from playground.library.pixels import first_source

# What no short value tells apart.
PICTURE = "Picture"
DRAW = "Draw"
# Values of so many variables fit into the corner of a pane.
_LABELLED = 2
_LONGEST_TITLE = 40

Thing = Image | Generation


def titles_of(
    requests: Sequence[ImageRequest], alike: Collection[str] = ()
) -> list[str]:
    """Name pictures by what makes them differ: short values, or the words.

    What the files are ``alike`` in is only what was asked for, and no name beside others.
    """
    names = differing(requests)
    names = [name for name in names if name not in alike] or names
    short = [name for name in names if name not in TEXTS and not is_file(name)]
    if names == ["prompt"]:
        return _differing_words([request.prompt for request in requests])
    if not short or len(short) > _LABELLED:
        return [PICTURE if names else DRAW] * len(requests)
    asked = "asked for " if short[0] in alike else ""
    return [
        asked + ", ".join(label(name, getattr(request, name)) for name in short)
        for request in requests
    ]


def alike_in(things: Sequence[Thing]) -> list[str]:
    """Name what is the same in all files, whatever was asked for."""
    images = [thing for thing in things if isinstance(thing, Image)]
    if len(images) < len(things):
        return []
    return [name for name in MEASURED if len(measured_values(images, name)) == 1]


def differing(requests: Sequence[ImageRequest]) -> list[str]:
    """Name the variables that are not the same in all requests."""
    return [
        name
        for name in PARAMETERS.variables
        if any(getattr(it, name) != getattr(requests[0], name) for it in requests)
    ]


def _differing_words(prompts: Sequence[str]) -> list[str]:
    """Name each prompt by the words that the first one does not have.

    The first, and each that is the same, by those that the next other one lacks.
    """
    base = prompts[0]
    other = next(it for it in prompts if it != base)
    own = _words(base, other, "removed")
    return [own if it == base else _words(base, it, "added") for it in prompts]


def _words(before: str, after: str, kind: str) -> str:
    pieces = [it.text.strip() for it in words(before, after) if it.kind == kind]
    said = " … ".join(piece for piece in pieces if piece)
    if not said:
        return "as it was" if kind == "removed" else "fewer words"
    return Truncator(f"“{said}”").chars(_LONGEST_TITLE)


def naturally_ordered(
    things: Sequence[Thing], requests: Sequence[ImageRequest]
) -> list[int]:
    """Return the positions as they belong side by side.

    Values in their natural order, low before high; where that tells nothing, as given.
    A picture stands before those that were varied from it in what no order ranks:
    its words or files.
    """
    names = differing(requests)
    ranked = [name for name in names if name not in TEXTS and not is_file(name)]
    if ranked:
        return in_order(requests, ranked)
    known = {thing.pk for thing in things if isinstance(thing, Image)}
    return sorted(range(len(things)), key=lambda at: _parent(things[at]) in known)


def edited_from(things: Sequence[Thing]) -> int | None:
    """Return the position of the picture that all the others were made from."""
    for at, thing in enumerate(things):
        if not isinstance(thing, Image) or len(things) < 2:
            continue
        if all(_starts_from(other, thing) for other in things if other is not thing):
            return at
    return None


def _starts_from(thing: Thing, image: Image) -> bool:
    run = thing.generation if isinstance(thing, Image) else thing
    source = first_source(run)
    return source is not None and source.sha256 == image.sha256


def _parent(thing: Thing) -> int | None:
    return thing.parent_id
