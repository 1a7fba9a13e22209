"""What goes on from a run that was one turn of a conversation."""

from typing import Any

from playground.imaging.context import RequestContext
from playground.imaging.ending import Ended
from playground.imaging.parameters import PARAMETERS
from playground.imaging.request import ImageRequest
from playground.library.models import Generation
from playground.runs.judging import context_with
from playground.studio.asking import Total, ended_of, total_of


def turn_after(
    run: Generation, prompt: str = "", settings: ImageRequest | None = None
) -> ImageRequest:
    """Return the request that goes on from a run, with its settings or others."""
    return begun_anew(settings or run.request, prompt=prompt, previous=run.code)


def begun_anew(settings: ImageRequest, **values: Any) -> ImageRequest:
    """Return a request with these settings that leaves behind what was of one turn.

    ``values`` are what it begins with.
    """
    return settings.changed(**(PARAMETERS.of_one_turn | values))


def context_of_turn(wanted: ImageRequest) -> RequestContext:
    """Return what a turn is judged and priced by: it has no files of its own."""
    return context_with(wanted, {})


def turn_ended(run: Generation) -> Ended | None:
    """Return what of the models of a conversation has ended since its last turn."""
    return ended_of(context_of_turn(turn_after(run))) if run.response_id else None


def turn_total(run: Generation) -> Total | None:
    """What the next turn will cost; None where no conversation was held."""
    if not (run.is_finished and run.response_id):
        return None
    wanted = turn_after(run)
    return total_of([wanted], context=context_of_turn(wanted))
