"""How many pictures have which value, counted among the newest of what was found."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from playground.imaging.parameters import PARAMETERS
from playground.library.models import CollectionItem, GenerationSource, Image, Tag
from playground.library.search.bars import HistogramBar, cost_bars, date_bars
from playground.library.search.clauses import SEVERAL
from playground.library.search.documents import DECIDED
from playground.library.search.query import Search

LIMIT = 1000
MOST = 12
# The parameters that are columns of a picture, and what else is counted there.
ASKED = (*PARAMETERS.echoed, "route")
COLUMNS = (
    *("pk", "width_px", "height_px", "flag", "stars", "cost_usd", "created_at"),
    *("generation", "generation__parent", "generation__previous"),
)
# Where the field of the search has a shorter name.
SHORT = {"output_format": "format"}
FIRST = ("model", "quality", "size")
_LABELS = {SHORT.get(name, name): PARAMETERS[name].label for name in ASKED}
# In the order in which they are looked for.
FACETS = {
    "judged": "Judged",
    "stars": "Stars",
    **{name: _LABELS[name] for name in FIRST},
    "shape": "Shape",
    "kind": "Kind",
    "date": "Date",
    "cost": "Price",
    "tag": "Tags",
    "in": "Collections",
    **{name: label for name, label in _LABELS.items() if name not in FIRST},
}
# Shown as bars, in the order of their values.
BARS = ("date", "cost")
DATES = ("date", "made")
# Facets that are values of the field "is".
_OF_IS = {
    "shape": ("portrait", "landscape", "square"),
    "judged": ("picked", "rejected", "unjudged"),
}


@dataclass(frozen=True)
class FacetValue:
    """One value on offer. ``about``: only the newest pictures were counted, so that
    there may be more. ``search`` is where a click leads. ``height`` of a bar is in per
    cent of the highest one."""

    value: str
    label: str
    count: int
    about: bool
    is_chosen: bool
    search: Search
    height: int = 0

    @property
    def depth(self) -> int:
        """What is left above the bar."""
        return 100 - self.height


@dataclass(frozen=True)
class Facet:
    """One field: how many of what was found have which of its values."""

    field: str
    label: str
    values: tuple[FacetValue, ...]

    @property
    def is_bars(self) -> bool:
        """Whether it is drawn as bars: years and prices are."""
        return self.field in BARS


def facets_of(search: Search) -> list[Facet]:
    """Count each facet as if nothing had been chosen in it, or, of what a picture has
    several of, where a click asks for one more, beside what has been chosen.

    One query, one more for each facet with a choice, two for tags and collections, one
    for kinds, and those of ``bars``.
    """
    counted, about = _counted(search)
    found = []
    for name, label in FACETS.items():
        chosen = [it for it in search.clauses if _belongs(it, name) and not it.is_not]
        counts, is_about = counted, about
        if chosen and name != "date" and name not in SEVERAL:
            counts, is_about = _counted(search.without(*chosen), only=name)
        if name == "date":
            values = _bars(search, name, _dates(search, counted["date"], about))
        elif name == "cost":
            costs = [Decimal(it) for it in counts[name].elements() if it]
            values = _bars(search, name, cost_bars(costs, about=is_about))
        else:
            values = _values(search, name, counts[name], is_about)
        if values:
            found.append(Facet(name, label, values))
    return found


def _belongs(clause: Any, facet: str) -> bool:
    if facet in _OF_IS:
        return clause.field == "is" and clause.value in _OF_IS[facet]
    return bool(clause.field == facet)


def _counted(search: Search, only: str = "") -> tuple[dict[str, Counter[str]], bool]:
    found, about = search.sample(LIMIT)
    rows = list(Image.objects.filter(pk__in=found).values_list(*COLUMNS, *ASKED))
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    edits = _edits([row[7] for row in rows]) if only in ("", "kind") else set()
    zone = timezone.get_current_timezone()
    for _, width, height, flag, stars, cost, made, run, parent, turn, *asked in rows:
        counts["shape"][_shape(width, height)] += 1
        counts["judged"][DECIDED[flag]] += 1
        counts["stars"][str(stars)] += 1
        counts["date"][made.astimezone(zone).isoformat()[:7]] += 1
        counts["cost"]["" if cost is None else str(cost)] += 1
        kinds = {"edit": run in edits, "turn": turn, "variation": parent}
        counts["kind"].update([it for it, is_it in kinds.items() if is_it] or ["new"])
        for name, value in zip(ASKED, asked, strict=True):
            counts[SHORT.get(name, name)][str(value)] += 1
    keys = [row[0] for row in rows]
    if keys and only in ("", "tag"):
        counts["tag"] = _tags(keys)
    if keys and only in ("", "in"):
        counts["in"] = _collections(keys)
    return counts, about


def _edits(runs: Iterable[int]) -> set[int]:
    """Those of the runs that were edits of source pictures."""
    links = GenerationSource.objects.filter(
        generation__in=set(runs), role=GenerationSource.Role.IMAGE
    )
    return set(links.values_list("generation", flat=True))


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
    search: Search, name: str, counts: Counter[str], about: bool
) -> tuple[FacetValue, ...]:
    field = "is" if name in _OF_IS else name
    chosen = {it.value.lower() for it in search.clauses if it.field == field}
    common = counts.most_common(MOST)
    if name == "stars":
        common.sort(reverse=True)
    return tuple(
        FacetValue(
            value=value,
            label=_label(name, value),
            count=count,
            about=about,
            is_chosen=_asked(name, value).lower() in chosen,
            search=search.toggled(field, _asked(name, value)),
        )
        for value, count in common
    )


def _asked(name: str, value: str) -> str:
    """How a value is asked for. What is counted is the whole name of a model, and the
    size that was measured."""
    return f"={value}" if name in ("model", "size") else value


def _dates(search: Search, months: Counter[str], about: bool) -> list[HistogramBar]:
    dated = [it for it in search.clauses if it.field in DATES and not it.is_not]
    others = search.without(*dated)
    if dated:
        found, about = _counted(others, only="date")
        months = found["date"]
    chosen = next((it.value for it in dated if it.field == "date"), "")
    return date_bars(others, chosen, None if about else months)


def _bars(
    search: Search, field: str, bars: list[HistogramBar]
) -> tuple[FacetValue, ...]:
    """Bars of one facet; the lowest that is not empty can still be seen."""
    highest = max((bar.count for bar in bars), default=0)
    chosen = {it.value for it in search.clauses if it.field == field and not it.is_not}
    return tuple(
        FacetValue(
            value=bar.value,
            label=bar.label,
            count=bar.count,
            about=bar.about,
            is_chosen=bar.value in chosen,
            search=search.toggled(field, bar.value),
            height=max(4, round(100 * bar.count / highest)) if bar.count else 0,
        )
        for bar in bars
    )


def _label(name: str, value: str) -> str:
    if name == "size":
        return value.replace("x", "×")
    if name == "stars":
        return "no stars" if value == "0" else "★" * int(value)
    return value
