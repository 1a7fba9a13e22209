"""The worker's side of one generation, in the order that loses nothing.

Claim (durable before the first byte leaves) → call → answer to the spool →
originals to the storage → pictures, receipt and state in one transaction →
spool cleared → thumbnails. Every state change is a compare-and-set update.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from playground.imaging.outcome import Outcome
from playground.library.models import Generation, SourceImage
from playground.library.sources import input_files
from playground.providers.errors import ProviderError
from playground.providers.run import run
from playground.runs.claiming import LONGEST_WAIT_S, claim_one
from playground.runs.engines.calling import call_worker
from playground.runs.finishing import OPEN, generation_finish
from playground.runs.heartbeat import beating
from playground.runs.partials import PartialKeeper, partials_clear
from playground.runs.spool import spool_write
from playground.runs.storable import ID_LENGTH, storable_json, storable_text
from playground.runs.thumbnails import Later, now
from playground.spending import ledger

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 4


def generation_run(pk: int) -> None:
    """Run a queued generation to its end; return quietly when it is not queued."""
    generation = claim_one(pk)
    if generation:
        generation_perform(generation)


def generation_perform(generation: Generation, *, later: Later = now) -> None:
    """Run what the caller has claimed; ``later`` gets what may be late."""
    with beating(generation.pk):
        try:
            outcome = _call(generation)
        except ProviderError as error:
            _settle(generation, error)
            return
        try:
            spool_write(generation.code, outcome)
        except OSError:
            # The storage may lie on another disk, which still has room.
            logger.exception("Generation %s: no spool, going on", generation.code)
        generation_finish(generation, outcome, later=later)


def _call(generation: Generation) -> Outcome:
    request = generation.request
    previous = generation.previous
    return run(
        request,
        input_files(request, _sources(generation) if request.files else {}),
        on_partial=PartialKeeper(generation) if request.partial_images else None,
        scenario=generation.scenario,
        previous_response_id=previous.response_id if previous else None,
    )


def _sources(generation: Generation) -> dict[str, SourceImage]:
    links = generation.generation_sources.select_related("source")
    return {link.source.sha256: link.source for link in links}


def _settle(generation: Generation, error: ProviderError) -> None:
    """Write down how the call ended: wait and repeat, failed, or unknown.

    A run that has been taken for dead meanwhile is not repeated: somebody may have
    read that it is unknown, and have run it again.
    """
    may_repeat = error.repeatable and generation.attempts + 1 < MAX_ATTEMPTS
    if may_repeat and _repeat(generation, error):
        return
    state = Generation.State.UNKNOWN if error.may_be_billed else Generation.State.FAILED
    in_the_books = ledger.doubt if error.may_be_billed else ledger.release
    with transaction.atomic():
        changed = Generation.objects.filter(pk=generation.pk, state__in=OPEN).update(
            state=state,
            error=storable_json(error.to_json()),
            request_id=storable_text(error.request_id, ID_LENGTH),
            finished_at=timezone.now(),
        )
        if changed:
            in_the_books(generation, note=error.code or "")
    logger.info("Generation %s: %s, %s", generation.code, state, error.code)


def _repeat(generation: Generation, error: ProviderError) -> bool:
    """Queue again what certainly was not billed, after the wait asked for."""
    wait_s = min(error.retry_after_s or 2.0 * 2**generation.attempts, LONGEST_WAIT_S)
    generation.retry_at = timezone.now() + timedelta(seconds=wait_s)
    generation.attempts += 1
    with transaction.atomic():
        changed = Generation.objects.filter(
            pk=generation.pk, state=Generation.State.SENDING
        ).update(
            state=Generation.State.QUEUED,
            attempts=generation.attempts,
            retry_at=generation.retry_at,
            error=storable_json(error.to_json()),
        )
        if changed:
            call_worker(generation)
    if changed:
        partials_clear(generation)
    return bool(changed)
