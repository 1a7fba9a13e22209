"""The call itself, with its answer on disk from the first byte on."""

import logging
import time

from django.db import InterfaceError, OperationalError
from django.utils import timezone

from playground.core.database import connection_let_go
from playground.imaging.outcome import Outcome
from playground.library.models import Generation, SourceImage
from playground.library.sources import input_files
from playground.providers.errors import OutageError, ProviderError
from playground.providers.run import run
from playground.runs.finishing import generation_finish
from playground.runs.partials import PartialKeeper
from playground.runs.room import check_room
from playground.runs.spool import (
    Recording,
    spool_codes,
    spool_set_unread,
    spool_write,
)
from playground.runs.thumbnails import Later, now

logger = logging.getLogger(__name__)

# Between the tries to write an answer that is in memory only. Somebody may make room.
WAITS_S = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 60.0, 60.0)


def generation_call(generation: Generation) -> Outcome:
    """Send the request and return its answer, which lies in the spool by then, unless
    the disk has no room for it.

    Raises ``ProviderError``; an answer in which something cannot be read is put aside.
    """
    request, previous = generation.request, generation.previous
    check_room(request, generation.route)
    files = input_files(request, _sources(generation) if request.files else {})
    recording = Recording(generation.code)
    connection_let_go()
    try:
        outcome = run(
            request,
            files,
            on_partial=PartialKeeper(generation) if request.partial_images else None,
            scenario=generation.scenario,
            previous_response_id=previous.response_id if previous else None,
            recorder=recording,
        )
    except ProviderError as error:
        if error.unread and recording.whole:
            spool_set_unread(generation.code)
        else:
            recording.give_up()
        raise
    if outcome.fetched or not recording.whole:
        _write(generation, outcome)
    return outcome


def generation_keep(
    generation: Generation, outcome: Outcome, *, later: Later = now
) -> None:
    """Finish a run; as long as its answer is nowhere but in memory, try again.

    Where the answer is in the spool, the trouble of a disk or the database is passed on:
    the run is finished from there later. Raises ``OutageError`` when the answer had to be
    given up.
    """
    answered_at = timezone.now()
    trouble: Exception | None = None
    for wait in (*WAITS_S, None):
        try:
            generation_finish(generation, outcome, answered_at=answered_at, later=later)
            return
        except (OSError, OperationalError, InterfaceError) as error:
            trouble = error
            if generation.code in spool_codes() or _write(generation, outcome):
                raise
            logger.error(
                "Generation %s: cannot be kept yet: %s", generation.code, error
            )
        if wait is not None:
            time.sleep(wait)
    is_disk = isinstance(trouble, OSError)
    why = "the disk is full" if is_disk else "the database takes nothing"
    help_ = "Make room on the disk." if is_disk else "Look after the database."
    raise OutageError(
        f"The answer came, but {why} and it could not be kept.",
        remedy=f"{help_} The call was charged, and its picture cannot be fetched again.",
        code="disk_full" if is_disk else "database_away",
        may_be_billed=True,
    )


def _write(generation: Generation, outcome: Outcome) -> bool:
    """Write an answer to the spool; tell whether that went well."""
    try:
        spool_write(generation.code, outcome)
    except OSError as error:
        # The storage may lie on another disk, which still has room.
        logger.error("Generation %s: no spool, going on: %s", generation.code, error)
        return False
    return True


def _sources(generation: Generation) -> dict[str, SourceImage]:
    links = generation.generation_sources.select_related("source")
    return {link.source.sha256: link.source for link in links}
