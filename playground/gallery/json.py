"""Pictures as JSON; described for readers in ``docs/json.md``."""

from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from django.urls import get_script_prefix, reverse

from playground.library.models import Image
from playground.library.search import Facet, Search


class Organised(NamedTuple):
    """The tags and collections of a picture, as its JSON names them."""

    tags: list[str]
    collections: list[str]


def image_json(image: Image, organised: Organised | None = None) -> dict[str, Any]:
    """Return one picture.

    Reads its generation, and its tags and collections where they are not given: fetch
    them along.
    """
    tags, collections = organised or Organised(
        [tag.name for tag in image.tags.all()],
        [each.code for each in image.collections.all()],
    )
    return {
        "code": image.code,
        "page": _address("gallery:image", image.code),
        "generation": image.generation.code,
        "prompt": image.prompt,
        "file": _address("gallery:file", image.code),
        "format": image.output_format,
        "width_px": image.width_px,
        "height_px": image.height_px,
        "bytes": image.bytes,
        "sha256": image.sha256,
        "has_alpha": image.has_alpha,
        "parameters": image.parameters,
        "cost_usd": _money(image.cost_usd),
        "created": image.created_at.isoformat(),
        "flag": image.flag,
        "stars": image.stars,
        "note": image.note,
        "tags": tags,
        "collections": collections,
    }


def _address(name: str, code: str) -> str:
    return _pattern(name, get_script_prefix()).replace("CODE", code)


# To look an address up for each of thousands of pictures takes longer than the rest.
@lru_cache
def _pattern(name: str, prefix: str) -> str:
    return reverse(name, args=["CODE"])


def decisions_json(image: Image) -> list[dict[str, Any]]:
    """Return why this picture was taken, oldest first."""
    said = image.comments.filter(kind="decision").select_related("author")
    return [
        {"text": it.text, "by": it.who, "at": it.created_at.isoformat()}
        for it in said.order_by("pk")
    ]


def total_json(search: Search) -> dict[str, Any]:
    """Return how many it finds, and what these cost together; both up to a limit."""
    count, cost = search.count(), search.cost()
    return {
        "count": count.number,
        "at_least": count.at_least,
        "cost_usd": _money(cost.usd),
        "cost_at_least": cost.at_least,
    }


def facet_json(facet: Facet) -> dict[str, Any]:
    """A field with its counts. ``query`` is the search that a value leads to."""
    return {
        "field": facet.field,
        "label": facet.label,
        "values": [
            {
                "value": it.value,
                "count": it.count,
                "at_least": it.about,
                "chosen": it.is_chosen,
                "query": it.search.text,
            }
            for it in facet.values
        ],
    }


def _money(value: Decimal | None) -> str | None:
    """Write dollars as text, which keeps every digit, without zeros at its end."""
    return None if value is None else format(value.normalize(), "f")
