"""Pictures as JSON; described for readers in ``docs/json.md``."""

from decimal import Decimal
from typing import Any

from django.urls import reverse

from playground.library.models import Image
from playground.library.search import Facet


def image_json(image: Image) -> dict[str, Any]:
    """Return one picture.

    Reads its generation, tags and collections: fetch them along.
    """
    return {
        "code": image.code,
        "page": image.get_absolute_url(),
        "generation": image.generation.code,
        "prompt": image.prompt,
        "file": reverse("gallery:file", args=[image.code]),
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
        "tags": [tag.name for tag in image.tags.all()],
        "collections": [each.code for each in image.collections.all()],
    }


def decisions_json(image: Image) -> list[dict[str, Any]]:
    """Return why this picture was taken, oldest first."""
    said = image.comments.filter(kind="decision").select_related("author")
    return [
        {"text": it.text, "by": it.who, "at": it.created_at.isoformat()}
        for it in said.order_by("pk")
    ]


def facet_json(facet: Facet) -> dict[str, Any]:
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
