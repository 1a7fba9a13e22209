"""The call itself, with its answer on disk from the first byte on."""

import logging
import time

from django.db import InterfaceError, OperationalError
from django.utils import timezone

from playground.core.database import connection_let_go
from playground.imaging.outcome import InputFiles, Outcome
from playground.imaging.provider import provider_words
from playground.library.models import Generation, SourceImage
from playground.library.sources import input_files
from playground.providers.client import current_provider
from playground.providers.errors import OutageError, ProviderError, SetupError
from playground.providers.run import run
from playground.runs.finishing import generation_finish
from playground.runs.partials import PartialKeeper
from playground.runs.recording import Recording
from playground.runs.room import check_room
from playground.runs.spool import (
    spool_holds,
    spool_set_unread,
    spool_write,
)
from playground.runs.thumbnails import Later, now
from playground.runs.waits import WRITING_WAITS_S

logger = logging.getLogger(__name__)


def generation_call(generation: Generation) -> Outcome:
    """Send the request and return its answer, which lies in the spool by then, unless
    the disk has no room for it.

    Raises ``ProviderError``; an answer in which something cannot be read is put aside.
    """
    request = generation.request
    files, previous_id = _prepared(generation)
    recording = Recording(generation.code)
    try:
        outcome = run(
            request,
            files,
            on_partial=PartialKeeper(generation) if request.partial_images else None,
            scenario=generation.scenario,
            previous_response_id=previous_id,
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


def _prepared(generation: Generation) -> tuple[InputFiles, str | None]:
    """Return the files and the conversation of a run that may be sent.

    Raises ``ProviderError`` only: whatever goes wrong here, nothing has been sent.
    """
    try:
        _check_provider(generation)
        request, previous = generation.request, generation.previous
        check_room(request, generation.route)
        files = input_files(request, _sources(generation) if request.files else {})
    except ProviderError:
        raise
    except (OperationalError, InterfaceError):
        logger.exception("Generation %s: no database", generation.code)
        raise OutageError(
            "The database did not answer before the run was sent.",
            remedy="Nothing was sent and nothing charged. Send it again.",
            code="database_away",
            repeatable=True,
        ) from None
    except Exception:
        logger.exception("Generation %s: cannot be prepared", generation.code)
        raise ProviderError(
            "The run could not be prepared. The worker's log tells why.",
            remedy="Nothing was sent and nothing charged.",
            code="not_prepared",
        ) from None
    finally:
        connection_let_go()
    return files, previous.response_id if previous else None


def _check_provider(generation: Generation) -> None:
    """Raise where another one would get the run than it was asked of.

    Its price, its place in the books and whoever may read its pictures go by the
    provider that was there when it was asked for; this worker's may be another.
    """
    now = current_provider().id
    if generation.provider_id == now:
        return
    raise SetupError(
        f"This run was asked of {generation.provider_words}, and its worker now speaks "
        f"to {provider_words(now)}.",
        remedy="Nothing was sent and nothing charged. “Change and send again” shows what "
        "it costs now. Where nobody has changed the provider, this worker was started "
        "with another OPENAI_API_KEY or OPENAI_BASE_URL than the web server.",
        code="provider_changed",
    )


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
    for wait in (*WRITING_WAITS_S, None):
        try:
            generation_finish(generation, outcome, answered_at=answered_at, later=later)
            return
        except (OSError, OperationalError, InterfaceError) as error:
            trouble = error
            if spool_holds(generation.code) or _write(generation, outcome):
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
