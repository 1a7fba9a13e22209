"""What goes on from a run that was one turn of a conversation."""

from playground.imaging.ending import Ended
from playground.imaging.request import ImageRequest
from playground.library.models import Generation
from playground.studio.asking import Total, ended_of, total_of
from playground.studio.varying import context_of


def turn_after(
    run: Generation, prompt: str = "", settings: ImageRequest | None = None
) -> ImageRequest:
    """Return the request that goes on from a run, with its settings or others."""
    return (settings or run.request).changed(
        prompt=prompt,
        sources=(),
        mask=None,
        markup=None,
        action=None,
        previous=run.code,
        route="auto",
        n=1,
    )


def price_of(run: Generation, wanted: ImageRequest) -> Total:
    """Add up what a turn after a run will cost."""
    return total_of([wanted], context=context_of(run))


def turn_ended(run: Generation) -> Ended | None:
    """Return what of the models of a conversation has ended since its last turn."""
    return ended_of(context_of(run).of(turn_after(run))) if run.response_id else None


def turn_total(run: Generation) -> Total | None:
    """What the next turn will cost; None where no conversation was held."""
    if not (run.is_finished and run.response_id):
        return None
    return price_of(run, turn_after(run))
