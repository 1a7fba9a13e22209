"""What the frame around every page shows."""

from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from playground.gallery.selection import selection_for
from playground.people.models import User
from playground.provider.client import current_provider
from playground.provider.pricing import usd_text
from playground.studio.models import Generation

PAGES = (
    ("Studio", "studio:index"),
    ("Gallery", "gallery:index"),
    ("Models", "studio:models"),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the provider, what was spent today, the pages, and the selection.

    Costs one query for the spending, and one more where the selection is shown.
    Error pages come without a person; then only the pages are listed.
    """
    context: dict[str, Any] = {"nav": _pages(request)}
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return context
    today_usd = spent_today(user)
    return {
        **context,
        "provider": current_provider(),
        "today_usd": today_usd,
        "today_text": usd_text(today_usd),
        "selection": SimpleLazyObject(lambda: selection_for(request)),  # type: ignore[arg-type]
    }


def _pages(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": reverse(name), "current": request.path == reverse(name)}
        for label, name in PAGES
    ]


def spent_today(user: User) -> Decimal:
    """Sum up the receipts since midnight, in dollars; unknown prices not counted."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    spent = Generation.objects.visible_to(user).filter(created_at__gte=midnight)
    total: Decimal | None = spent.aggregate(total=Sum("cost_usd"))["total"]
    return total or Decimal(0)
