"""Reading an answer again that was put aside, with what this version can read."""

import hashlib
import logging
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError, transaction

from playground.imaging.outcome import Outcome, OutputImage
from playground.library.keeping import (
    StoredPicture,
    costs_share,
    image_create,
    original_delete,
    store_original,
)
from playground.library.models import Generation, Image
from playground.library.pictures import UnusableFile
from playground.library.writing import Writing
from playground.providers.errors import ProviderError
from playground.runs.finishing import generation_finish
from playground.runs.spool import (
    spool_clear_unread,
    spool_has_unread,
    spool_read_again,
)
from playground.runs.storable import storable_outcome

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reread:
    """How many pictures were found that had not been kept, and why not more."""

    found: int
    why: str = ""


def can_be_read_again(generation: Generation) -> bool:
    """Whether an answer was put aside that a later version may read."""
    return generation.is_finished and spool_has_unread(generation.code)


def generation_read_again(generation: Generation) -> Reread:
    """Read what was put aside of a run, and keep what is new in it.

    Sends no request to the API, so it costs nothing. The bill of a run that has pictures
    stays as it is; of one that has none, the answer's is taken. What was put aside stays
    until every picture in it is kept.
    """
    try:
        outcome = storable_outcome(spool_read_again(generation.code))
    except FileNotFoundError:
        return Reread(0, "The answer is not there any more.")
    except ProviderError as error:
        return Reread(0, error.message)
    try:
        return _take(generation, outcome)
    except OSError:
        logger.exception("Generation %s: cannot be kept", generation.code)
        return Reread(0, "The storage takes nothing now. Try again later.")
    except (OperationalError, InterfaceError):
        logger.exception("Generation %s: cannot be kept", generation.code)
        return Reread(0, "The database takes nothing now. Try again later.")


def _take(generation: Generation, outcome: Outcome) -> Reread:
    before = _count(generation)
    if outcome.images:
        _keep(generation, outcome)
    found = _count(generation) - before
    if not outcome.unread and outcome.images and _has_all(generation, outcome):
        spool_clear_unread(generation.code)
    why = "" if found else _why(outcome)
    return Reread(found, why)


def _count(generation: Generation) -> int:
    # Not by the run's own list, which may have been fetched before.
    return Image.objects.filter(generation=generation).count()


def _has_all(generation: Generation, outcome: Outcome) -> bool:
    wanted = {hashlib.sha256(output.data).hexdigest() for output in outcome.images}
    images = Image.objects.filter(generation=generation)
    return wanted <= set(images.values_list("sha256", flat=True))


def _why(outcome: Outcome) -> str:
    if outcome.error:
        return str(outcome.error.get("message", ""))
    return " ".join(outcome.warnings) or "There is nothing in it that was not kept."


def _keep(generation: Generation, outcome: Outcome) -> None:
    if generation.state == Generation.State.SUCCEEDED:
        _add(generation, outcome)
        return
    generation_finish(generation, outcome, again=True)


def _add(generation: Generation, outcome: Outcome) -> None:
    """Add the pictures that this run does not have yet, and share its cost anew."""
    with Writing() as writing:
        stored = []
        for output in outcome.images:
            try:
                stored.append((output, store_original(output.data, writing)))
            except UnusableFile as error:
                logger.warning("Generation %s: %s", generation.code, error)
        _add_stored(generation, stored)


def _add_stored(
    generation: Generation, stored: list[tuple[OutputImage, StoredPicture]]
) -> None:
    used: set[str] = set()
    try:
        with transaction.atomic():
            locked = Generation.objects.select_for_update().get(pk=generation.pk)
            have = {image.sha256: image for image in locked.images.all()}
            position = max((image.position for image in have.values()), default=-1)
            for output, kept in stored:
                if kept.facts.sha256 in have:
                    continue
                position += 1
                have[kept.facts.sha256] = image_create(
                    generation=locked,
                    position=position,
                    stored=kept,
                    resolved=output.resolved,
                    revised_prompt=output.revised_prompt or "",
                    item_id=output.item_id or "",
                )
                used.add(kept.name)
            images = sorted(have.values(), key=lambda image: image.position)
            costs_share(images, locked.cost_usd)
    finally:
        _take_back([kept for _, kept in stored if kept.name not in used])


def _take_back(stored: list[StoredPicture]) -> None:
    for kept in stored:
        original_delete(kept.name)
