"""Writing down a call to come, with all that finds it again later; its pictures."""

from typing import Any

from playground.imaging.fingerprint import controlled_keys
from playground.library.models import ControlledKey, Generation, Image, Prompt
from playground.people.models import User


def generation_create(*, author: User, **columns: Any) -> Generation:
    """Write the row of a call, its keys and its prompt; inside a transaction.

    It belongs to the workspace that the author is in.
    """
    run = Generation.objects.create(
        author=author, workspace=author.workspace, **columns
    )
    ControlledKey.objects.bulk_create(
        ControlledKey(generation=run, key=key) for key in controlled_keys(run.effective)
    )
    Prompt.objects.count_use(run)
    return run


def kept_images(run: Generation) -> list[Image]:
    """Return its pictures that are not in the trash, of those that were fetched."""
    return [image for image in run.images.all() if image.trashed_at is None]
