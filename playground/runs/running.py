"""The worker's side of one generation, in the order that loses nothing.

Claim (durable before the first byte leaves) → call → answer to the spool →
originals to the storage → pictures, receipt and state in one transaction →
spool cleared → thumbnails. Every state change is a compare-and-set update.
"""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from playground.library.models import Generation
from playground.providers.errors import ProviderError
from playground.runs.claiming import claim_one
from playground.runs.ending import generation_end, surely
from playground.runs.engines.calling import call_worker
from playground.runs.heartbeat import beating
from playground.runs.pacing import slow_down
from playground.runs.partials import partials_clear
from playground.runs.sending import generation_call, generation_keep
from playground.runs.storable import storable_json
from playground.runs.thumbnails import Later, now
from playground.runs.waits import LONGEST_WAIT_S

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
            if _is_for_now(error):
                wait_s = _wait(generation, error)
                surely(partial(slow_down, generation, wait_s), code=generation.code)
            surely(partial(_settle, generation, error), code=generation.code)


def _settle(generation: Generation, error: ProviderError) -> None:
    """Write down how the call ended: wait and repeat, failed, or unknown.

    A run that has been taken for dead meanwhile is not repeated: somebody may have
    read that it is unknown, and have run it again.
    """
    may_repeat = error.repeatable and generation.attempts + 1 < MAX_ATTEMPTS
    if not may_repeat or not _repeat(generation, error):
        generation_end(generation, error)


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
        # By its attempts, since this may be tried again, and another worker have it by then.
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
