"""The worker's side of one generation, in the order that loses nothing.

Claim (durable before the first byte leaves) → call → answer to the spool →
originals to the storage → pictures, receipt and state in one transaction →
spool cleared → thumbnails. Every state change is a compare-and-set update.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from playground.core.storable import storable_text
from playground.library.models import Generation
from playground.providers.errors import ProviderError
from playground.runs.claiming import claim_one
from playground.runs.engines.calling import call_worker
from playground.runs.finishing import OPEN
from playground.runs.heartbeat import beating
from playground.runs.pacing import slow_down
from playground.runs.partials import partials_clear
from playground.runs.sending import generation_call, generation_keep
from playground.runs.storable import ID_LENGTH, storable_json
from playground.runs.thumbnails import Later, now
from playground.runs.waits import LONGEST_WAIT_S
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
            outcome = generation_call(generation)
            generation_keep(generation, outcome, later=later)
        except ProviderError as error:
            _settle(generation, error)


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
            organization=storable_text(error.organization, ID_LENGTH),
            finished_at=timezone.now(),
        )
        if changed:
            in_the_books(generation, note=error.code or "")
    logger.info("Generation %s: %s, %s", generation.code, state, error.code)


def _repeat(generation: Generation, error: ProviderError) -> bool:
    """Queue again what certainly was not billed, after the wait asked for.

    What asks for a longer wait than a person has does not say that it is repeatable.
    """
    wait_s = error.retry_after_s or 2.0 * 2**generation.attempts
    wait_s = min(wait_s, LONGEST_WAIT_S)
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
        if error.category == "limits":
            slow_down(generation, wait_s)
    return bool(changed)
