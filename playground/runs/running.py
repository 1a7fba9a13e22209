"""The worker's side of one generation, in the order that loses nothing.

Claim (durable before the first byte leaves) → call → answer to the spool →
originals to the storage → pictures, receipt and state in one transaction →
spool cleared → thumbnails. Every state change is a compare-and-set update.
"""

from playground.library.models import Generation
from playground.providers.errors import ProviderError
from playground.runs.ending import generation_end
from playground.runs.heartbeat import beating
from playground.runs.sending import generation_call, generation_keep
from playground.runs.thumbnails import Later, now


def generation_perform(generation: Generation, *, later: Later = now) -> None:
    """Run what the caller has claimed; ``later`` gets what may be late."""
    with beating(generation.pk):
        try:
            outcome = generation_call(generation)
            generation_keep(generation, outcome, later=later)
        except ProviderError as error:
            generation_end(generation, error)
