"""How many pictures have which value, counted among the newest of what was found."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playground.imaging.parameters import PARAMETERS
from playground.library.models import CollectionItem, Image, Tag
from playground.library.search.documents import DECIDED

if TYPE_CHECKING:
    from playground.library.search.query import Search

LIMIT = 1000
MOST = 12
# The parameters that are columns of a picture, and what else is counted there.
ASKED = (*PARAMETERS.echoed, "route")
COLUMNS = ("pk", "width_px", "height_px", "flag", "stars", *ASKED)
# Where the field of the search has a shorter name.
SHORT = {"output_format": "format"}
FACETS = {
    **{SHORT.get(name, name): PARAMETERS[name].label for name in ASKED},
    "shape": "Shape",
    "judged": "Judged",
    "stars": "Stars",
    "tag": "Tags",
    "in": "Collections",
}
# Facets that are values of the field "is".
_OF_IS = {
    "shape": ("portrait", "landscape", "square"),
    "judged": ("picked", "rejected", "unjudged"),
}


@dataclass(frozen=True)
class FacetValue:
    """One value on offer. ``about``: only the newest pictures were counted, so that
    there may be more. ``search`` is where a click leads."""

    value: str
    label: str
    count: int
    about: bool
    is_chosen: bool
    search: "Search"


@dataclass(frozen=True)
class Facet:
    field: str
    label: str
    values: tuple[FacetValue, ...]


def facets_of(search: "Search") -> list[Facet]:
    """Count each facet as if nothing had been chosen in it.

    One query, one more for each facet with a choice, and two for tags and collections.
    """
    counted, about = _counted(search)
    found = []
    for name, label in FACETS.items():
        chosen = [it for it in search.clauses if _belongs(it, name) and not it.is_not]
        counts, is_about = counted, about
        if chosen:
            counts, is_about = _counted(search.without(*chosen), only=name)
        values = _values(search, name, counts[name], is_about)
        if values:
            found.append(Facet(name, label, values))
    return found


def _belongs(clause: Any, facet: str) -> bool:
    if facet in _OF_IS:
        return clause.field == "is" and clause.value.lower() in _OF_IS[facet]
    return bool(clause.field == facet)


def _counted(search: "Search", only: str = "") -> tuple[dict[str, Counter[str]], bool]:
    found, about = search._plan.sample(LIMIT)
    rows = list(Image.objects.filter(pk__in=found).values_list(*COLUMNS))
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for _, width, height, flag, stars, *asked in rows:
        counts["shape"][_shape(width, height)] += 1
        counts["judged"][DECIDED[flag]] += 1
        counts["stars"][str(stars)] += 1
        for name, value in zip(ASKED, asked, strict=True):
            counts[SHORT.get(name, name)][str(value)] += 1
    keys = [row[0] for row in rows]
    if keys and only in ("", "tag"):
        counts["tag"] = _tags(keys)
    if keys and only in ("", "in"):
        counts["in"] = _collections(keys)
    return counts, about


def _shape(width: int, height: int) -> str:
    if width == height:
        return "square"
    return "landscape" if width > height else "portrait"


def _tags(keys: Iterable[int]) -> Counter[str]:
    links = Tag.images.through.objects.filter(image_id__in=keys)
    return Counter(links.values_list("tag__name", flat=True))


def _collections(keys: Iterable[int]) -> Counter[str]:
    items = CollectionItem.objects.filter(image_id__in=keys)
    return Counter(items.values_list("collection__name", flat=True))


def _values(
    search: "Search", name: str, counts: Counter[str], about: bool
) -> tuple[FacetValue, ...]:
    field = "is" if name in _OF_IS else name
    chosen = {it.value.lower() for it in search.clauses if it.field == field}
    common = counts.most_common(MOST)
    return tuple(
        FacetValue(
            value=value,
            label=_label(name, value),
            count=count,
            about=about,
            is_chosen=value.lower() in chosen,
            search=search.toggled(field, value),
        )
        for value, count in common
    )


def _label(name: str, value: str) -> str:
    if name == "size":
        return value.replace("x", "×")
    if name == "stars":
        return "no stars" if value == "0" else "★" * int(value)
    return value
