"""What becomes of a call that brought no picture: waited and repeated, failed, unknown."""

import logging
import time
from datetime import timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from playground.core.database import connection_let_go
from playground.core.storable import storable_text
from playground.library.models import Generation
from playground.providers.errors import ProviderError
from playground.runs.engines.calling import call_worker
from playground.runs.finishing import OPEN
from playground.runs.pacing import slow_down
from playground.runs.partials import partials_clear
from playground.runs.spool import spool_write_error
from playground.runs.storable import ID_LENGTH, storable_json
from playground.runs.waits import LONGEST_WAIT_S, WRITING_WAITS_S
from playground.spending import ledger

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 4


def generation_end(generation: Generation, error: ProviderError) -> None:
    """Write down how a call ended, for who was told; see ``generation_settle``.

    Where the database is away the reason goes into the spool, and the trouble is passed
    on: the sweep reads it there. As long as it is nowhere but in memory, try again.
    """
    is_slow = _is_for_now(error)
    for wait in WRITING_WAITS_S:
        try:
            if is_slow:
                # First, so that what is claimed from now on waits as well; and once,
                # however often its end has to be written.
                slow_down(generation, _wait(generation, error))
                is_slow = False
            generation_settle(generation, error)
            return
        except (OperationalError, InterfaceError) as trouble:
            if spool_write_error(generation.code, error, attempts=generation.attempts):
                raise
            logger.error(
                "Generation %s: its end cannot be written yet: %s",
                generation.code,
                trouble,
            )
        connection_let_go()
        time.sleep(wait)
    generation_settle(generation, error)


def generation_settle(generation: Generation, error: ProviderError) -> None:
    """Write down how the call ended: wait and repeat, failed, or unknown.

    A run that has been taken for dead meanwhile is not repeated: somebody may have
    read that it is unknown, and have run it again. May be done again where it is not
    known whether it was done. Slows nobody down: what is read from the spool was said
    a while ago.
    """
    may_repeat = error.repeatable and generation.attempts + 1 < MAX_ATTEMPTS
    if not may_repeat or not _repeat(generation, error):
        _close(generation, error)


def _is_for_now(error: ProviderError) -> bool:
    """Whether a server refuses whatever comes next as well, for a while."""
    return error.category == "limits" and (
        error.repeatable or error.retry_after_s is not None
    )


def _wait(generation: Generation, error: ProviderError) -> float:
    return error.retry_after_s or float(2.0 * 2**generation.attempts)


def _repeat(generation: Generation, error: ProviderError) -> bool:
    """Queue again what certainly was not billed, after the wait asked for.

    What asks for a longer wait than a person has does not say that it is repeatable.
    """
    wait_s = min(_wait(generation, error), LONGEST_WAIT_S)
    generation.retry_at = timezone.now() + timedelta(seconds=wait_s)
    with transaction.atomic():
        # By its attempts: where this is done again, another worker may have it by now.
        changed = Generation.objects.filter(
            pk=generation.pk,
            state=Generation.State.SENDING,
            attempts=generation.attempts,
        ).update(
            state=Generation.State.QUEUED,
            attempts=generation.attempts + 1,
            retry_at=generation.retry_at,
            error=storable_json(error.to_json()),
        )
        if changed:
            call_worker(generation)
    if changed:
        partials_clear(generation)
        generation.attempts += 1
    return bool(changed)


def _close(generation: Generation, error: ProviderError) -> None:
    state = Generation.State.UNKNOWN if error.may_be_billed else Generation.State.FAILED
    in_the_books = ledger.doubt if error.may_be_billed else ledger.release
    with transaction.atomic():
        changed = Generation.objects.filter(
            pk=generation.pk, state__in=OPEN, attempts=generation.attempts
        ).update(
            state=state,
            error=storable_json(error.to_json()),
            request_id=storable_text(error.request_id, ID_LENGTH),
            organization=storable_text(error.organization, ID_LENGTH),
            finished_at=timezone.now(),
        )
        if changed:
            in_the_books(generation, note=error.code or "")
    logger.info("Generation %s: %s, %s", generation.code, state, error.code)
