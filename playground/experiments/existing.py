"""What is there already of what a plan asks: pictures, and places of an experiment."""

from collections.abc import Sequence

from playground.experiments.models import Experiment
from playground.experiments.plan import Plan, PlanCell
from playground.library.models import Image
from playground.people.models import User
from playground.providers.client import current_provider


def existing_pictures(user: User, cells: Sequence[PlanCell]) -> dict[int, list[Image]]:
    """Return by fingerprint the pictures that answer the very same request.

    Those that the same provider has made, oldest first. One query.
    """
    provider = current_provider()
    found: dict[int, list[Image]] = {}
    wanted = {cell.fingerprint for cell in cells}
    images = (
        Image.objects.visible_to(user)
        .kept()
        .filter(
            fingerprint__in=wanted,
            generation__provider=provider.kind,
            generation__provider_id=provider.id,
        )
    )
    for image in images.oldest():
        found.setdefault(image.fingerprint, []).append(image)
    return found


def new_pictures(experiment: Experiment, plan: Plan) -> list[PlanCell]:
    """Return the cell of each picture that an extension would add."""
    taken = places_taken(experiment)
    return [
        cell
        for cell in plan.cells
        for number in range(plan.draws)
        if (cell.prompt, cell.value, cell.second, number) not in taken
    ]


def places_taken(experiment: Experiment) -> set[tuple[int, int, int, int]]:
    """Where draws are already: prompt, value, second value and number of each."""
    rows = experiment.draws.values_list("prompt", "value", "second", "number")
    return set(rows)
