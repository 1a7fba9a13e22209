"""The account's usage tier: what the environment says, else what was chosen in Setup.

It is read where it is needed and kept nowhere else, so that all workers and pages go by
a new one at once.
"""

from django.conf import settings
from django.db import transaction

from playground.catalog import catalog
from playground.library.models import Generation
from playground.people import audit
from playground.people.models import User
from playground.runs.engines.calling import hasten
from playground.runs.models import ChosenTier

# Of the one row.
ROW = 1


class NoTier(ValueError):
    """What was named cannot be the tier; the message says why."""


def tiers() -> list[str]:
    """Return the tiers whose limits are published."""
    limits = (model.rate_limits or {} for model in catalog().models.values())
    return sorted({tier for of_model in limits for tier in of_model})


def tier_in_force() -> str:
    """Return the tier; "" where nobody has said it, and runs are sent until refused."""
    return settings.PLAYGROUND_TIER or tier_chosen()


def tier_chosen() -> str:
    """Return what was chosen in Setup, "" for nothing; the environment goes before it."""
    return ChosenTier.objects.values_list("tier", flat=True).first() or ""


def tier_choose(tier: str, *, by: User) -> None:
    """Choose the tier, or none with "". Runs that wait are told their turn anew."""
    if settings.PLAYGROUND_TIER:
        raise NoTier(
            f"PLAYGROUND_TIER is {settings.PLAYGROUND_TIER} where this runs, and goes "
            "before what is chosen here. Take it away there first."
        )
    if tier and tier not in tiers():
        raise NoTier(f"{tier[:20]!r} is no tier. There are: {', '.join(tiers())}.")
    with transaction.atomic():
        before = tier_chosen()
        if tier:
            ChosenTier.objects.update_or_create(pk=ROW, defaults={"tier": tier})
        else:
            ChosenTier.objects.all().delete()
        if tier == before:
            return
        audit.note("tier chosen", by=by, what=f"{before or 'none'} to {tier or 'none'}")
        # Their turns were told by the tier before.
        waiting = Generation.objects.filter(state=Generation.State.QUEUED)
        codes = list(waiting.exclude(turn_at=None).values_list("code", flat=True))
        waiting.filter(code__in=codes).update(retry_at=None)
        hasten(codes)
