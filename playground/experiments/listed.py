"""What the list of experiments shows of each: first pictures, sums, and the votes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from playground.experiments.models import Ballot, Draw, Experiment
from playground.library.models import Image

# Of the first prompt, one for each value.
SHOWN = 4


@dataclass(frozen=True)
class Listed:
    """``spent_usd`` is what its runs cost as far as that is known, None: nothing yet."""

    experiment: Experiment
    pictures: list[Image]
    wanted: int
    done: int
    spent_usd: Decimal | None
    is_judged: bool


def listed(experiments: Sequence[Experiment]) -> list[Listed]:
    """Collect it in four queries, however many experiments there are."""
    among = [it.pk for it in experiments]
    pictures: dict[int, list[Image]] = defaultdict(list)
    firsts = Draw.objects.with_pictures().filter(
        experiment__in=among, prompt=0, second=0, number=0, value__lt=SHOWN
    )
    for draw in firsts.order_by("value"):
        if picture := draw.picture:
            pictures[draw.experiment_id].append(picture)
    is_there = Q(generation__state="succeeded") | Q(image__isnull=False)
    sums = {
        row["experiment"]: row
        for row in Draw.objects.filter(experiment__in=among, skipped=False)
        .order_by()
        .values("experiment")
        .annotate(
            wanted=Count("pk"),
            done=Count("pk", filter=is_there),
            usd=Sum("generation__cost_usd"),
        )
    }
    complete = Ballot.objects.filter(experiment__in=among, ended_early=False)
    judged = set(complete.exclude(closed_at=None).values_list("experiment", flat=True))
    return [
        Listed(
            it,
            pictures[it.pk],
            wanted=sums[it.pk]["wanted"] if it.pk in sums else 0,
            done=sums[it.pk]["done"] if it.pk in sums else 0,
            spent_usd=sums[it.pk]["usd"] if it.pk in sums else None,
            is_judged=it.pk in judged,
        )
        for it in experiments
    ]
