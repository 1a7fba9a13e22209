"""Cancelling a run, and saying what that could still stop."""

from django.db import transaction
from django.utils import timezone

from playground.library.models import Generation
from playground.spending import ledger

State = Generation.State

TOO_LATE = {
    State.SENDING: "It was on its way already, and a call cannot be called back. Its "
    "picture is kept when it comes.",
    State.SUCCEEDED: "It had finished already; its picture is in the gallery.",
    State.FAILED: "It had failed already, so there was nothing to cancel.",
    State.UNKNOWN: "It had ended already, with an unknown outcome. It may have been "
    "charged.",
    State.CANCELLED: "It was cancelled already.",
}


def generation_cancel(generation: Generation) -> tuple[bool, str]:
    """Take a run out of the queue; tell whether that was in time, and what it means.

    Whoever changes the row first decides: a worker that claims it, or this.
    """
    with transaction.atomic():
        changed = Generation.objects.filter(
            pk=generation.pk, state=State.QUEUED
        ).update(state=State.CANCELLED, finished_at=timezone.now(), turn_at=None)
        if changed:
            ledger.release(generation, note="cancelled")
    generation.refresh_from_db(fields=["state", "attempts"])
    if not changed:
        return False, TOO_LATE[State(generation.state)]
    if generation.attempts:
        return True, "Cancelled before it was tried again. Nothing was charged."
    return True, "Cancelled before it was sent. Nothing was charged."
