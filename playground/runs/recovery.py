"""After a crash: finish what was answered, mark what is unknown, run the rest."""

import logging
from collections.abc import Callable

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from playground.library.models import Generation
from playground.providers.errors import OutageError, ProviderError
from playground.runs.ending import generation_settle
from playground.runs.engines import presence
from playground.runs.finishing import generation_finish, generation_give_up
from playground.runs.heartbeat import held
from playground.runs.pulse import Watch
from playground.runs.spool import (
    spool_clear,
    spool_codes,
    spool_done,
    spool_error,
    spool_let_go,
    spool_read,
    spool_set_aside,
    spool_tidy,
)
from playground.spending import ledger

logger = logging.getLogger(__name__)

# Seconds between two sweeps.
INTERVAL_S = 3.0
# For pictures at addresses, of one answer all together: other runs wait for their ends.
PATIENCE_S = 5.0

_watch = Watch()

STOPPED = OutageError(
    "The worker stopped while the call was on its way.",
    code="worker_stopped",
    remedy="The call may have been charged, and its picture cannot be fetched again. "
    "Look at your usage, then run it again if you still want it.",
    may_be_billed=True,
)


def sweep(*, worker: str = "") -> None:
    """Look after generations whose worker has died. Safe to run at any time.

    ``sending`` and its worker is dead: finished from the spool where the answer was
    written, else ``unknown`` and never sent again by itself. ``unknown`` with an
    answer in the spool after all: finished. ``queued`` needs nothing: it runs.
    ``worker`` is the name of this process, whose runs are in its own hands.
    """
    # Read first: what is taken on from now on has a fresh heartbeat.
    mine = held()
    gone = presence.gone()
    sending = Generation.objects.filter(state=Generation.State.SENDING)
    others = sending.annotate(db_now=Now()).exclude(pk__in=mine)
    for generation in _watch.dead(others, own=worker, gone=gone):
        _try(_recover, generation)
    if codes := spool_codes():
        left = Generation.objects.filter(code__in=codes).exclude(
            state__in=Generation.UNFINISHED
        )
        for generation in left.exclude(pk__in=mine):
            _try(_empty_spool, generation)
    spool_tidy()
    for name in gone:
        # Not before its runs have found their ends.
        if not sending.filter(worker=name).exists():
            presence.forget(name)


def _try(action: Callable[[Generation], None], generation: Generation) -> None:
    """Do it for one generation; its trouble must not keep the others from theirs."""
    try:
        action(generation)
    except Exception:
        logger.exception("Generation %s: could not be recovered", generation.code)


def _recover(generation: Generation) -> None:
    if _finish_from_spool(generation):
        return
    with transaction.atomic():
        changed = Generation.objects.filter(
            pk=generation.pk, state=Generation.State.SENDING
        ).update(
            state=Generation.State.UNKNOWN,
            error=STOPPED.to_json(),
            finished_at=timezone.now(),
        )
        if changed:
            ledger.doubt(generation, note=STOPPED.code or "")
    if changed:
        logger.warning("Generation %s: outcome unknown", generation.code)


def _empty_spool(generation: Generation) -> None:
    """Deal with an answer that lies in the spool of a run that has ended."""
    if generation.state == Generation.State.UNKNOWN:
        _finish_from_spool(generation)
    elif generation.state == Generation.State.SUCCEEDED:
        # Its worker died, or lost the database, just after the pictures were kept; or is
        # about to do the same.
        _put_away(generation)
    else:
        spool_set_aside(generation.code)


def _put_away(generation: Generation) -> None:
    """Clear the spool of a run that has its pictures, but for what is not among them."""
    try:
        outcome = spool_read(generation.code, patience_s=PATIENCE_S)
    except ProviderError as error:
        spool_let_go(generation.code, error)
        return
    except (ValueError, TypeError, KeyError, AttributeError):
        logger.exception("Generation %s: its spool is damaged", generation.code)
        spool_set_aside(generation.code)
        return
    if outcome is None:
        spool_clear(generation.code)
    else:
        spool_done(generation.code, outcome, kept=generation.images.count())


def _finish_from_spool(generation: Generation) -> bool:
    """Finish a run whose answer is in the spool; tell whether there was one."""
    if error := spool_error(generation.code, attempts=generation.attempts):
        generation_settle(generation, error)
        spool_clear(generation.code)
        return True
    try:
        outcome = spool_read(generation.code, patience_s=PATIENCE_S)
    except ProviderError as error:
        is_end = _tells_the_end(error)
        if is_end:
            generation_settle(generation, error)
        spool_let_go(generation.code, error)
        return is_end
    except (ValueError, TypeError, KeyError, AttributeError):
        logger.exception("Generation %s: its spool is damaged", generation.code)
        generation_give_up(generation)
        return True
    if outcome is None:
        return False
    logger.warning("Generation %s: finished from the spool", generation.code)
    generation_finish(generation, outcome)
    return True


def _tells_the_end(error: ProviderError) -> bool:
    """Whether this is how the call ended: the server's word, or a picture at an address.

    Else the recording breaks off, as the worker did, and tells nothing.
    """
    return error.category != "ours" or bool(error.details.get("addresses"))
