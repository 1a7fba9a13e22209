"""What the frame around every page shows."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from playground.core.clock import today
from playground.gallery.views.selected import selection_for
from playground.imaging.money import usd_text
from playground.people.models import User
from playground.people.roles import ADMIN, may
from playground.providers.client import current_provider
from playground.spending.amounts import to_usd
from playground.spending.figures import spent
from playground.spending.models import LedgerEntry

PAGES = (
    ("Studio", "studio:index"),
    ("Gallery", "gallery:index"),
    ("Experiments", "experiments:index"),
    ("Runs", "studio:submit"),
    ("Spending", "spending:index"),
    ("Models", "site:models"),
)

# The pages of a room belong to one of these.
SECTIONS = {
    "gallery": "gallery:index",
    "review": "gallery:index",
    "experiments": "experiments:index",
    "spending": "spending:index",
}
OF_RUNS = ("submit", "generation", "read-again")


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the provider, what was spent today, the pages, and the selection.

    Costs one query where the spending is shown, and one more where the selection is:
    most fragments show neither.
    Error pages come without a person; then only the pages are listed.
    """
    user = getattr(request, "user", None)
    if isinstance(user, AnonymousUser) and settings.PLAYGROUND_ACCOUNTS:
        # Every page would lead back to the sign-in.
        return {"nav": []}
    context: dict[str, Any] = {"nav": _pages(request)}
    if not isinstance(user, User) or user.membership is None:
        return context
    return {
        **context,
        "account": _account(user) if settings.PLAYGROUND_ACCOUNTS else None,
        "provider": current_provider(),
        "today": SimpleLazyObject(lambda: spent_today(user)),
        "selection": SimpleLazyObject(lambda: selection_for(request)),  # type: ignore[arg-type]
    }


def _account(user: User) -> dict[str, Any]:
    return {
        "name": user.get_username(),
        "is_admin": may(user, ADMIN),
        "workspace": user.membership.workspace if user.membership else None,
        "workspaces": [
            membership.workspace
            for membership in user.memberships.select_related("workspace")
        ],
    }


def _pages(request: HttpRequest) -> list[dict[str, Any]]:
    """The entries of the bar; ``current`` is "page", "true" for its section, or ""."""
    here = _section(request)
    found = []
    for label, name in PAGES:
        url = reverse(name)
        current = "page" if request.path == url else "true" if name == here else ""
        found.append({"label": label, "url": url, "current": current})
    return found


def _section(request: HttpRequest) -> str:
    """Return the name of the page that a deeper one belongs to; "" where none is."""
    match = request.resolver_match
    if match is None:
        return ""
    if match.namespace == "studio":
        return "studio:submit" if match.url_name in OF_RUNS else "studio:index"
    return SECTIONS.get(match.namespace, "")


@dataclass(frozen=True)
class Spending:
    """What is known of it, and how many runs have a price that is not wholly known.

    ``simulated`` tells that it would have been spent, had the API been asked.
    """

    usd: Decimal
    unpriced: int
    simulated: bool

    @property
    def text(self) -> str:
        """The figure for the bar: "$0.42", "≥ $0.42", "price unknown"."""
        if not self.unpriced:
            return usd_text(self.usd)
        return f"≥ {usd_text(self.usd)}" if self.usd else "price unknown"


def spent_today(user: User) -> Spending:
    """Sum up the ledger of today, real money or simulated, as the Spending page does.

    What the simulator would have cost must not be mixed with what was paid.
    """
    simulated = current_provider().kind == "simulator"
    mine = LedgerEntry.objects.visible_to(user)
    found = spent(mine.filter(day=today(), simulated=simulated))
    return Spending(to_usd(found.spent), found.open_bills + found.doubts, simulated)
