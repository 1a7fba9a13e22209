"""The JSON twin of a run, as documented in ``docs/json.md``."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from playground.library.generations import kept_images
from playground.library.models import Generation

ERROR_KEYS = ("category", "code", "message", "remedy")


def generation_json(generation: Generation) -> dict[str, Any]:
    """Describe a generation fetched with its images. Money is text, in dollars."""
    images = kept_images(generation)
    receipt = generation.receipt
    error = generation.error if generation.state != "queued" else None
    return {
        "code": generation.code,
        "state": generation.state,
        "route": generation.route,
        "route_reason": generation.route_reason,
        "provider": generation.provider,
        "provider_id": generation.provider_id,
        "requested": generation.requested,
        "resolved": images[0].resolved if images else None,
        "images": [
            {
                "code": image.code,
                "url": reverse("gallery:image", args=[image.code]),
                "file": reverse("gallery:file", args=[image.code]),
            }
            for image in images
        ],
        "estimate_usd": _money(generation.estimate_usd),
        "receipt": receipt
        and {
            "usd": _money(generation.cost_usd),
            "basis": receipt["basis"],
            "lines": receipt["lines"],
            "complete": receipt.get("complete", True),
        },
        "usage": generation.usage,
        "request_id": generation.request_id or None,
        "organization": generation.organization or None,
        "timings": {
            "created": _iso(generation.created_at),
            "sent": _iso(generation.sent_at),
            "finished": _iso(generation.finished_at),
            "processing_ms": generation.processing_ms,
        },
        "error": error and {key: error.get(key) for key in ERROR_KEYS},
    }


def _money(value: Any) -> str | None:
    return None if value is None else format(value.normalize(), "f")


def _iso(value: datetime | None) -> str | None:
    return value.isoformat() if value else None
