"""Starting an experiment, and extending one."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import Truncator

from playground.experiments.asked import BESIDE, Asked
from playground.experiments.existing import existing_pictures, places_taken
from playground.experiments.models import BriefSet, Draw, Experiment
from playground.experiments.moved import moved
from playground.experiments.plan import Plan
from playground.experiments.steering import goes_on
from playground.library.models import Image
from playground.people.models import User
from playground.providers.client import current_provider
from playground.spending.budgets import budget_set


def experiment_create(author: User, asked: Asked) -> Experiment:
    """Write the plan down: from then on workers run it. Nothing is sent here."""
    plan = asked.plan
    with transaction.atomic():
        experiment = Experiment.objects.create(
            **_columns(author, asked),
            mode=asked.mode,
            provider_id=current_provider().id,
            votes_planned=asked.votes_planned,
            equivalence=asked.equivalence,
            budget_usd=asked.budget_usd,
        )
        _add_draws(experiment, plan, reuse=asked.reuse, alone=False)
        if asked.budget_usd is not None:
            budget_set(
                scope=f"experiment:{experiment.code}",
                period="total",
                usd=asked.budget_usd,
                by=plan.author,
            )
    return experiment


class NotExtended(Exception):
    """Nothing can be added to this experiment; the message says why."""


def why_not_extended(experiment: Experiment) -> str:
    """Say why nothing can be added to an experiment; "" where it can."""
    if why := moved(experiment):
        return why
    if experiment.mode != Experiment.Mode.CHEAPEST:
        return ""
    return (
        "The cheapest that is good enough is looked for in rounds, by a plan that was "
        "fixed at the beginning: nothing can be added to it."
    )


def experiment_extend(experiment: Experiment, asked: Asked) -> int:
    """Add what is new of a plan; return how many pictures that are.

    What is there already keeps its place and is not asked for again, and what was
    paused or cancelled stays so. Raises ``NotExtended``.
    """
    if why := why_not_extended(experiment):
        raise NotExtended(why)
    plan = asked.plan
    with transaction.atomic():
        experiment = Experiment.objects.select_for_update().get(pk=experiment.pk)
        if not _begins_with(plan, experiment):
            raise NotExtended(
                "Somebody else has extended it meanwhile: this plan was made without "
                "that. Nothing has been added; look at it once more."
            )
        # Both lists grow at their ends: the plan has the old ones first.
        experiment.values = [value.text for value in plan.axis.ticked]
        experiment.second_values = list(plan.second_texts)
        experiment.prompts = list(plan.prompts)
        experiment.draws_each = max(plan.draws, experiment.draws_each)
        alone = not goes_on(experiment)
        if not alone:
            experiment.state = Experiment.State.RUNNING
            experiment.stopped_because = ""
        experiment.save(
            update_fields=[
                "values",
                "second_values",
                "prompts",
                "draws_each",
                "state",
                "stopped_because",
            ]
        )
        return _add_draws(experiment, plan, reuse=asked.reuse, alone=alone)


def _begins_with(plan: Plan, experiment: Experiment) -> bool:
    """Tell whether all that there is stands where the plan has it: places are names."""
    both = (
        ([value.text for value in plan.axis.ticked], experiment.values),
        (list(plan.second_texts), experiment.second_values),
        (list(plan.prompts), experiment.prompts),
    )
    return all(now[: len(before)] == before for now, before in both)


def _add_draws(experiment: Experiment, plan: Plan, *, reuse: bool, alone: bool) -> int:
    taken = places_taken(experiment)
    last = experiment.draws.aggregate(last=Max("place"))["last"]
    place = 0 if last is None else last + 1
    there = existing_pictures(plan.author, plan.cells) if reuse else {}
    used: set[int | None] = set(experiment.draws.values_list("image", flat=True))
    made = []
    for cell in plan.cells:
        waiting = _unused(there.get(cell.fingerprint, ()), used)
        for number in range(plan.draws):
            if (cell.prompt, cell.value, cell.second, number) in taken:
                continue
            image = waiting.pop(0) if waiting else None
            made.append(
                Draw(
                    experiment=experiment,
                    place=place,
                    prompt=cell.prompt,
                    value=cell.value,
                    second=cell.second,
                    number=number,
                    image=image,
                    asked_by=plan.author,
                    alone=alone and image is None,
                )
            )
            place += 1
    Draw.objects.bulk_create(made, batch_size=500)
    return len(made)


def _unused(images: Sequence[Image], used: set[int | None]) -> list[Image]:
    return [image for image in images if image.pk not in used]


def brief_set_save(author: User, asked: Asked) -> BriefSet:
    """Keep the plan to run it again with other values."""
    beside = {name: getattr(asked, name) for name in BESIDE}
    return BriefSet.objects.create(**_columns(author, asked), beside=beside)


def _columns(author: User, asked: Asked) -> dict[str, Any]:
    """Return what an experiment and a brief set keep of a plan in the same columns."""
    plan = asked.plan
    return {
        "workspace": author.workspace,
        "author": author,
        "name": asked.name or _name(plan),
        "base": plan.base.changed(prompt="").to_json(),
        "variable": plan.axis.name,
        "values": [value.text for value in plan.axis.ticked],
        "second": plan.second.name if plan.second else "",
        "second_values": list(plan.second_texts),
        "prompts": list(plan.prompts),
        "draws_each": plan.draws,
    }


def _name(plan: Plan) -> str:
    first = " ".join((plan.prompts or ("nothing yet",))[0].split())
    others = len(plan.prompts) - 1
    more = f" and {others} more" if others > 0 else ""
    return f"{plan.axis.label}: {Truncator(first).chars(60)}{more}"[:120]
