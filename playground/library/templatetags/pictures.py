"""Tags and filters for showing pictures.

{% load pictures %}
{% tile image %}
<img src="{{ image|thumbnail:640 }}" srcset="{{ image|srcset }}"
     alt="{{ image|summary }}" width=… height=…>
"""

from decimal import Decimal
from functools import partial
from typing import Any

from django import template
from django.template.context import RequestContext

from playground.core.kept_html import kept_html, written
from playground.core.units import bytes_text, duration_text
from playground.imaging.money import padded, usd_paid, usd_text
from playground.imaging.parameters import PARAMETERS
from playground.library import names, tiles
from playground.library.authors import initials
from playground.library.differences import marks
from playground.library.models import Image
from playground.library.search import Search

register = template.Library()


register.filter("thumbnail", tiles.thumbnail_url)
register.filter("srcset", tiles.thumbnail_srcset)
register.filter("tile_sizes", tiles.tile_sizes)
register.filter("size_text", tiles.size_text)
register.filter("price_text", tiles.price_text)
register.filter("summary", names.summary)
register.filter("named", names.named)
register.filter("download_name", names.download_name)
register.filter("file_size", bytes_text)
register.filter("initials", initials)


@register.simple_tag(takes_context=True)
def tile(
    context: RequestContext, image: Image, count: int = 1, *, now: bool = False
) -> str:
    """Write one picture of a list.

    ``count`` is how many it stands for, ``now`` whether it is seen at once.
    """
    view = context.get("view") or {}
    layout = view.get("tiles", "")
    author = (context.get("authors") or {}).get(image.author_id)
    more = {"image": image, "count": count, "now": now, "layout": layout}
    more["author"] = author
    more["words"] = words = view.get("captions") == "on"
    search = context.get("search")
    if count > 1 and search:
        more["opens"] = search.with_filter("like", image.code).address_query()
    write = partial(written, context, "gallery/_tile.html", **more)
    if context.get("against"):
        return write()
    selection = context.get("selection")
    return kept_html(
        "tile",
        [image],
        count,
        now,
        bool(selection and image.code in selection),
        context.get("walk"),
        layout,
        author,
        words,
        write=write,
    )


@register.filter
def address(search: Search, is_open: bool) -> str:
    """The query string of a search, for a page whose filters stay open without script."""
    return search.address_query(filters="1" if is_open else "")


@register.filter
def mark_against(image: Image, reference: Image) -> str:
    """Say in which variables a picture differs from a reference."""
    if image == reference:
        return "the reference"
    return marks(reference, [image])[image.code]


@register.filter
def usd_sum(value: Decimal | str | None) -> str:
    """Write a sum, a rate or an estimate: with two digits that count."""
    return usd_text(None if value is None else Decimal(value))


register.filter("padded", padded)


@register.filter
def usd(value: Decimal | str | None) -> str:
    """Write an amount of money; also one from JSON, where it is a string."""
    return usd_paid(None if value is None else Decimal(value))


@register.filter
def seconds(milliseconds: int | None) -> str:
    """Return such as "16.1 s"; "" when nobody knows."""
    return "" if milliseconds is None else duration_text(milliseconds)


@register.filter
def thousands(count: int | None) -> str:
    """Return such as "12,400"; "" for None."""
    return "" if count is None else f"{count:,}"


@register.filter
def parameter_label(name: str) -> str:
    """What pages call a parameter."""
    return PARAMETERS.label(name)


@register.simple_tag
def posted_facts(fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Say what a form posts along as pages say it: labels, and values in words.

    Files are told once by their number: their codes mean nothing to a reader.
    """
    found: dict[str, list[str]] = {}
    for name, value in fields:
        found.setdefault(name, []).append(value)
    told = []
    for parameter in PARAMETERS.values():
        values = found.get(parameter.posted_name)
        if not values:
            continue
        if parameter.kind in ("files", "file"):
            words = f"{len(values)} file{'s' if len(values) > 1 else ''}"
        else:
            words = parameter.words(parameter.read(values[0]))
        told.append((parameter.label, words))
    return told


@register.simple_tag
def request_facts(asked: dict[str, Any]) -> list[tuple[str, str]]:
    """Say the settings of a request that were not left alone, as pages say them."""
    return [
        (each.label, each.words(asked[each.name]))
        for each in PARAMETERS.settings
        if asked.get(each.name, each.default) != each.default
    ]


@register.filter
def parameter_said(name: str) -> str:
    """What a sentence calls it."""
    return PARAMETERS.said(name)
