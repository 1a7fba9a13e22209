"""From an answer to kept pictures, their receipt, and a finished generation."""

import logging
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from threading import BoundedSemaphore

from django.db import Error, InterfaceError, OperationalError, transaction
from django.utils import timezone
from PIL import Image as Pillow

from playground.core.database import connection_let_go
from playground.core.processors import processors
from playground.core.storable import storable_text
from playground.imaging.money import share
from playground.imaging.outcome import Outcome, OutputImage
from playground.imaging.pricing import Receipt
from playground.library.keeping import (
    StoredPicture,
    costs_share,
    image_create,
    original_delete,
    store_original,
)
from playground.library.models import Generation, Image
from playground.library.pictures import UnusableFile
from playground.library.writing import Writing, with_no_row
from playground.providers.errors import AnswerError
from playground.runs import pacing
from playground.runs.partials import partial_files_delete
from playground.runs.receipts import receipt_of
from playground.runs.spool import spool_done, spool_set_aside
from playground.runs.storable import (
    ID_LENGTH,
    storable_json,
    storable_number,
    storable_outcome,
    storable_receipt,
)
from playground.runs.thumbnails import Later, now, thumbnails_of_new
from playground.spending import ledger

logger = logging.getLogger(__name__)

# How many answers are worked on at once. More would not be done sooner, would hold up
# the reading of those that are still arriving, and would each take four bytes of
# memory for every pixel.
_slots = BoundedSemaphore(processors())

# What a call may still end from. "unknown" is a guess about a worker that was not
# heard of; an answer that comes all the same is paid for and worth more.
OPEN = (Generation.State.SENDING, Generation.State.UNKNOWN)

_UNREAD = (
    "The call was probably charged. The answer is kept as it came: read it again on "
    "this run's page, now or after an update."
)
UNUSABLE = AnswerError(
    "The answer came, but no picture in it can be read.",
    code="unusable_picture",
    remedy=_UNREAD,
    may_be_billed=True,
)
UNKEEPABLE = AnswerError(
    "The answer came, but it could not be kept.",
    code="unkeepable_answer",
    remedy=_UNREAD,
    may_be_billed=True,
)


@dataclass(frozen=True)
class _Kept:
    """A picture whose file is safe, with the part of the answer it came from."""

    output: OutputImage
    stored: StoredPicture


def generation_finish(
    generation: Generation,
    outcome: Outcome,
    *,
    answered_at: datetime | None = None,
    later: Later = now,
    again: bool = False,
) -> None:
    """Keep the pictures of an answer that is safe in the spool.

    Files first, then pictures, receipt and state in one transaction, then the
    spool; ``later`` gets the thumbnails. May be run again after a crash at any point:
    only the run that turns ``sending`` or ``unknown`` into its end writes rows, and the
    loser deletes its files.

    ``answered_at`` is when the answer was whole, for who has received it: from then on
    only our own work is left. An answer that is read later does not tell how long it
    took, and a run that had ended keeps that moment. One that is read ``again`` may end
    a run that has failed.

    A database or a disk that is busy, full or away raises, and the spool is read
    again later. Any other error would come back each time: then the run has failed.
    """
    try:
        with _slots:
            try:
                states = (*OPEN, Generation.State.FAILED) if again else OPEN
                kept = _finish(
                    generation, storable_outcome(outcome), answered_at, states
                )
            finally:
                # Before the next one: there are as many connections as slots.
                connection_let_go()
    except (OperationalError, InterfaceError, OSError):
        raise
    except Exception:
        logger.exception("Generation %s: the answer cannot be kept", generation.code)
        generation_give_up(generation)
    else:
        if kept:
            later(partial(thumbnails_of_new, kept))


def generation_give_up(generation: Generation) -> None:
    """End a run whose answer cannot be kept, and put the answer aside."""
    with transaction.atomic():
        changed = Generation.objects.filter(pk=generation.pk, state__in=OPEN).update(
            state=Generation.State.FAILED,
            error=UNKEEPABLE.to_json(),
            finished_at=timezone.now(),
        )
        if changed:
            ledger.doubt(generation, note=UNKEEPABLE.message)
    if changed:
        spool_set_aside(generation.code)


def _finish(
    generation: Generation,
    outcome: Outcome,
    answered_at: datetime | None,
    states: tuple[Generation.State, ...],
) -> list[tuple[Image, Pillow.Image | None]]:
    """Return the pictures that are in the gallery now, each with its draft."""
    with Writing() as writing:
        changed, kept, images = _keep(generation, outcome, answered_at, writing, states)
    if not changed:
        return []
    spool_done(generation.code, outcome, kept=len(kept))
    _correct_pace(generation, outcome)
    if kept:
        partial_files_delete(generation)
    drafts = [one.stored.draft for one in kept]
    return list(zip(images, drafts, strict=True))


def _correct_pace(generation: Generation, outcome: Outcome) -> None:
    """Outside of the transaction that keeps the pictures: its pool is asked by all."""
    try:
        pacing.correct(generation, outcome.usage)
    except Error as error:
        logger.warning(
            "Generation %s: its pace is not corrected: %s", generation, error
        )


def _keep(
    generation: Generation,
    outcome: Outcome,
    answered_at: datetime | None,
    writing: Writing,
    states: tuple[Generation.State, ...],
) -> tuple[bool, list[_Kept], list[Image]]:
    """Write files, then rows; tell whether this was the one to end the run."""
    finished_at = answered_at or generation.finished_at or timezone.now()
    kept: list[_Kept] = []
    images: list[Image] = []
    changed = False
    try:
        warnings = _store(generation, outcome, kept, writing)
        bill, doubts = storable_receipt(receipt_of(generation, outcome))
        with transaction.atomic():
            told = warnings + doubts
            changed = _conclude(
                generation, outcome, bill, told, finished_at, bool(kept), states
            )
            if changed:
                images = _create_images(generation, kept, bill.usd, answered_at)
                # At last: all who keep a picture wait for the counts of the books.
                _settle(generation, bill, images)
    except BaseException:
        _take_back(kept, writing)
        raise
    if not changed:
        _take_back(kept, writing)
    return changed, kept, images


def _settle(generation: Generation, bill: Receipt, images: list[Image]) -> None:
    """Let the books decide whether the receipt goes before somebody's word."""
    if ledger.settle(generation, bill):
        Generation.objects.filter(pk=generation.pk).update(cost_usd=bill.usd)
        generation.cost_usd = bill.usd
        return
    generation.refresh_from_db(fields=["cost_usd"])
    if generation.cost_usd != bill.usd:
        costs_share(images, generation.cost_usd)


def _take_back(kept: list[_Kept], writing: Writing) -> None:
    """Delete files that no row speaks of.

    A connection that breaks during the commit leaves open whether there are rows; then
    the sweep of strays asks again.
    """
    names = [one.stored.name for one in kept]
    try:
        strays = with_no_row(names)
    except Error:
        logger.warning("Not known whether these files are needed: %s", names)
        writing.leave()
        return
    for name in strays:
        original_delete(name)


def _store(
    generation: Generation, outcome: Outcome, kept: list[_Kept], writing: Writing
) -> list[str]:
    """Add the pictures whose files are safe to ``kept``; return the warnings."""
    warnings = list(outcome.warnings)
    for number, output in enumerate(outcome.images, start=1):
        try:
            stored = store_original(output.data, writing)
        except UnusableFile as error:
            logger.warning("Generation %s: %s", generation.code, error)
            warnings.append(f"Picture {number} cannot be read: {error}")
            continue
        kept.append(_Kept(output, stored))
    return warnings


def _conclude(
    generation: Generation,
    outcome: Outcome,
    bill: Receipt,
    warnings: list[str],
    finished_at: datetime,
    usable: bool,
    states: tuple[Generation.State, ...],
) -> bool:
    state = Generation.State.SUCCEEDED if usable else Generation.State.FAILED
    # The finished picture takes the place of those on the way to it.
    partials = {"partial_count": 0, "partial_file": ""} if usable else {}
    changed = Generation.objects.filter(pk=generation.pk, state__in=states).update(
        state=state,
        finished_at=finished_at,
        receipt=bill.to_json(),
        usage=outcome.usage,
        text_usage=outcome.text_usage,
        text=outcome.text,
        request_id=outcome.request_id or "",
        response_id=outcome.response_id or "",
        processing_ms=outcome.processing_ms,
        warnings=warnings,
        organization=storable_text(outcome.organization, ID_LENGTH),
        error=None if usable else storable_json(outcome.error) or UNUSABLE.to_json(),
        **partials,
    )
    return bool(changed)


def _create_images(
    generation: Generation,
    kept: list[_Kept],
    usd: Decimal | None,
    answered_at: datetime | None,
) -> list[Image]:
    shares: list[Decimal | None] = share(usd, len(kept)) if kept else []
    took_ms = None
    if answered_at is not None:
        sent_at = generation.sent_at or generation.created_at
        took_ms = int((answered_at - sent_at).total_seconds() * 1000)
    return [
        image_create(
            generation=generation,
            position=position,
            stored=one.stored,
            resolved=one.output.resolved,
            revised_prompt=one.output.revised_prompt or "",
            item_id=one.output.item_id or "",
            cost_usd=cost,
            cost_is_share=len(kept) > 1,
            duration_ms=storable_number(took_ms),
        )
        for position, (one, cost) in enumerate(zip(kept, shares, strict=True))
    ]
