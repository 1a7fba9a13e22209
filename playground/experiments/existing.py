"""Pictures that are there already and answer what a plan would ask."""

from collections.abc import Sequence

from playground.experiments.plan import PlanCell
from playground.imaging.fingerprint import fingerprint
from playground.library.models import Image
from playground.people.models import User
from playground.providers.client import current_provider


def existing_pictures(user: User, cells: Sequence[PlanCell]) -> dict[int, list[Image]]:
    """Return by fingerprint the pictures that answer the very same request.

    Those that the same provider has made, oldest first. One query.
    """
    provider = current_provider()
    found: dict[int, list[Image]] = {}
    wanted = {fingerprint(cell.effective) for cell in cells}
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
