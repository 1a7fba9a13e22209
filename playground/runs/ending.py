"""Writing down that a call has ended without a picture."""

import logging
import time
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from playground.core.database import connection_let_go
from playground.core.storable import storable_text
from playground.library.models import Generation
from playground.providers.errors import ProviderError
from playground.runs.finishing import OPEN
from playground.runs.storable import ID_LENGTH, storable_json
from playground.runs.waits import WRITING_WAITS_S
from playground.spending import ledger

logger = logging.getLogger(__name__)


def generation_end(generation: Generation, error: ProviderError) -> None:
    """Write down how the call ended: failed, or unknown where it may be charged."""
    state = Generation.State.UNKNOWN if error.may_be_billed else Generation.State.FAILED
    in_the_books = ledger.doubt if error.may_be_billed else ledger.release
    with transaction.atomic():
        # By its attempts: it may be another worker's by now.
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


def surely(action: Callable[[], None], *, code: str) -> None:
    """Do what writes into the database; where that is away for a while, try again.

    What is written here is known to this process alone. Raises what the last try did.
    """
    for wait in WRITING_WAITS_S:
        try:
            action()
            return
        except (OperationalError, InterfaceError) as error:
            logger.error(
                "Generation %s: its end cannot be written yet: %s", code, error
            )
        connection_let_go()
        time.sleep(wait)
    action()
