"""The answer on disk before anything is done with it.

A picture that was paid for must not be lost by a crash between the answer and the
database. So an answer is written while it arrives, and removed only after the pictures
are kept. The spool is a folder of PLAYGROUND_DATA_DIR and no part of the file storage: it
has to work when the storage does not, and any worker that shares the data folder can
finish what another one has left.

    CODE.raw     a line of JSON, what the answer said before its body; then its body as it
                 came. Written while it arrives; what was whole in it survives a kill.
    CODE.answer  a line of JSON with all that was read, then the pictures' own bytes. For
                 what is not in the body (pictures from an address), or where writing the
                 body failed. It wins over CODE.raw.
    CODE.unread  a CODE.raw in which something cannot be read. "Read it again" does.
    CODE.unusable  a CODE.answer that could not be kept, or not all of it. "Read it again"
                 begins with it: what came from an address is nowhere else.
    CODE.error   why a call brought no answer, where that could not be written down.
"""

import dataclasses
import json
import logging
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from playground.core.folders import make_folder
from playground.core.locks import locked
from playground.imaging.outcome import Outcome, OutputImage, Resolved
from playground.providers.errors import ProviderError, error_from_json
from playground.providers.run import Head, read_again
from playground.runs.recording import spool_folder, spool_path

logger = logging.getLogger(__name__)

# Writing an answer takes seconds.
DRAFT_MAX_AGE_S = 3600.0
# How long somebody who asks waits for pictures at addresses, all together.
PATIENCE_S = 60.0
_CHUNK_BYTES = 2**20
# What an error says beside its JSON, which is for a page.
_OF_ERRORS = ("request_id", "organization", "unread", "repeatable", "retry_after_s")


def spool_write(code: str, outcome: Outcome) -> None:
    """Write an answer so that it survives the process and the machine's restart.

    It appears under its name only when it is complete; nothing is left of it when it
    cannot be written, which raises ``OSError``.
    """
    folder = spool_folder()
    make_folder(folder)
    draft = folder / f"{code}.part"
    try:
        with draft.open("wb") as file:
            file.write(json.dumps(_head(outcome)).encode() + b"\n")
            for image in outcome.images:
                file.write(image.data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(spool_path(code))
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


def spool_read(code: str, *, patience_s: float = PATIENCE_S) -> Outcome | None:
    """Return a kept answer, or None when there is none.

    Raises ``ProviderError`` for one that holds nothing to keep, which stays there until
    ``spool_let_go``. Pictures at addresses may take ``patience_s``.
    """
    try:
        with spool_path(code).open("rb") as file:
            return _outcome(file)
    except FileNotFoundError:
        pass
    try:
        return _read_raw(spool_path(code, "raw"), patience_s)
    except FileNotFoundError:
        return None


def spool_write_error(code: str, error: ProviderError, *, attempts: int) -> bool:
    """Keep the reason why a call brought no answer; tell whether that went well."""
    beside = {name: getattr(error, name) for name in _OF_ERRORS}
    values = {"attempts": attempts, "beside": beside, "error": error.to_json()}
    draft = spool_folder() / f"{code}.part"
    try:
        make_folder(spool_folder())
        with draft.open("w", encoding="utf-8") as file:
            json.dump(values, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(spool_path(code, "error"))
    except OSError as trouble:
        logger.error("Generation %s: no spool for its error: %s", code, trouble)
        return False
    return True


def spool_error(code: str, *, attempts: int) -> ProviderError | None:
    """Return the reason that was kept of this attempt; one of an earlier is of no use."""
    try:
        values = json.loads(spool_path(code, "error").read_text("utf-8"))
    except FileNotFoundError:
        return None
    if values["attempts"] != attempts:
        return None
    error = error_from_json(values["error"])
    for name, value in values["beside"].items():
        setattr(error, name, value)
    return error


def spool_let_go(code: str, error: ProviderError) -> None:
    """Clear away what holds nothing to keep, or put it aside to be read again."""
    # Not the error's words: they may be those of a prompt.
    why = f"{error.category}, {error.code}"
    logger.warning("The answer of %s holds nothing to keep: %s", code, why)
    if error.unread:
        spool_set_unread(code)
    else:
        spool_clear(code)


def spool_read_again(code: str) -> Outcome:
    """Read what was put aside; raises ``ProviderError`` or ``FileNotFoundError``."""
    kept = _read_unusable(code)
    if kept is None:
        return _read_raw(spool_path(code, "unread"))
    if not kept.unread:
        return kept
    # More lies in its recording than was read.
    try:
        whole = _read_raw(spool_path(code, "unread"))
    except (ProviderError, FileNotFoundError):
        return kept
    have = {image.data for image in kept.images}
    more = (image for image in whole.images if image.data not in have)
    return dataclasses.replace(whole, images=(*kept.images, *more))


def _read_unusable(code: str) -> Outcome | None:
    try:
        with spool_path(code, "unusable").open("rb") as file:
            return _outcome(file)
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError, AttributeError):
        logger.warning("The kept answer of %s is damaged.", code)
        return None


def spool_has_unread(code: str) -> bool:
    """Whether an answer was put aside since not all of it could be read."""
    return any(spool_path(code, kind).is_file() for kind in ("unread", "unusable"))


def spool_clear(code: str) -> None:
    """Delete what came of a call; what was put aside to be read again stays."""
    for kind in ("answer", "raw", "error"):
        spool_path(code, kind).unlink(missing_ok=True)


def spool_done(code: str, outcome: Outcome, *, kept: int) -> None:
    """Clear the spool of a run whose pictures are kept.

    An answer that holds more than these is put aside, to be read again.
    """
    if kept < len(outcome.images) and outcome.fetched:
        # Its recording has their addresses alone, at which they may be gone soon.
        spool_set_aside(code)
    elif outcome.unread or kept < len(outcome.images):
        spool_set_unread(code)
    else:
        spool_clear(code)


def spool_clear_unread(code: str) -> None:
    """Delete what was put aside to be read again."""
    for kind in ("unread", "unusable"):
        spool_path(code, kind).unlink(missing_ok=True)


def spool_set_unread(code: str) -> None:
    """Keep an answer as it came, since a part of it could not be read.

    Where its recording had failed, the pictures that were read from it are all there is.
    """
    try:
        spool_path(code, "raw").replace(spool_path(code, "unread"))
    except FileNotFoundError:
        if not spool_path(code, "unread").is_file():
            spool_set_aside(code)
    spool_clear(code)


def spool_set_aside(code: str) -> None:
    """Keep all there is of an answer that could not be used, or not all of it."""
    with suppress(FileNotFoundError):
        spool_path(code).replace(spool_path(code, "unusable"))
    with suppress(FileNotFoundError):
        spool_path(code, "raw").replace(spool_path(code, "unread"))
    spool_path(code, "error").unlink(missing_ok=True)


def spool_holds(code: str) -> bool:
    """Whether an answer lies there; the error of an earlier try is none."""
    return any(spool_path(code, kind).is_file() for kind in ("answer", "raw"))


def spool_codes() -> list[str]:
    """Return the codes of all answers in the spool, also of such as still arrive."""
    found = {
        path.stem
        for kind in ("answer", "raw", "error")
        for path in spool_folder().glob(f"*.{kind}")
    }
    return sorted(found)


def spool_tidy() -> None:
    """Delete what was left of answers that broke off while they were written."""
    for draft in spool_folder().glob("*.part"):
        with suppress(OSError):
            if draft.stat().st_mtime < time.time() - DRAFT_MAX_AGE_S:
                draft.unlink()


def _read_raw(path: Path, patience_s: float = PATIENCE_S) -> Outcome:
    with path.open("rb") as file:
        if locked(file):
            # It still arrives, in a process that was taken for dead.
            raise FileNotFoundError(path)
        first = file.readline()
        if not first:
            # Killed before a byte had come.
            path.unlink(missing_ok=True)
            raise FileNotFoundError(path)
        try:
            head = Head.from_json(json.loads(first))
        except (ValueError, TypeError):
            # Killed within the first line: nothing had come.
            head = Head()
        return read_again(head, _chunks(file), patience_s=patience_s)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK_BYTES):
        yield chunk


def _head(outcome: Outcome) -> dict[str, Any]:
    values = {
        field.name: getattr(outcome, field.name)
        for field in dataclasses.fields(outcome)
        if field.name != "images"
    }
    values["images"] = [
        {
            "bytes": len(image.data),
            "resolved": dataclasses.asdict(image.resolved),
            "revised_prompt": image.revised_prompt,
            "item_id": image.item_id,
        }
        for image in outcome.images
    ]
    return values


def _outcome(file: BinaryIO) -> Outcome:
    values = json.loads(file.readline())
    images = tuple(
        OutputImage(
            data=file.read(image["bytes"]),
            resolved=Resolved(**image["resolved"]),
            revised_prompt=image["revised_prompt"],
            item_id=image["item_id"],
        )
        for image in values.pop("images")
    )
    values["warnings"] = tuple(values["warnings"])
    return Outcome(images=images, **values)
