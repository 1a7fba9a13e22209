"""Pictures as JSON; described for readers in ``docs/json.md``."""

from decimal import Decimal
from typing import Any

from django.urls import reverse

from playground.library.models import Image


def image_json(image: Image) -> dict[str, Any]:
    """Return one picture. Reads ``image.generation``: select it along."""
    return {
        "code": image.code,
        "generation": image.generation.code,
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
    }


def _money(value: Decimal | None) -> str | None:
    """Write dollars as text, which keeps every digit, without zeros at its end."""
    return None if value is None else format(value.normalize(), "f")
