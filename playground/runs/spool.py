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

from django.conf import settings

from playground.core.locks import lock, locked
from playground.imaging.outcome import Outcome, OutputImage, Resolved
from playground.providers.errors import ProviderError
from playground.providers.run import Head, read_again

logger = logging.getLogger(__name__)

# Writing an answer takes seconds.
DRAFT_MAX_AGE_S = 3600.0
# How long somebody who asks waits for pictures at addresses, all together.
PATIENCE_S = 60.0
_CHUNK_BYTES = 2**20


def _folder() -> Path:
    return Path(settings.PLAYGROUND_DATA_DIR) / "spool"


def _path(code: str, kind: str = "answer") -> Path:
    return _folder() / f"{code}.{kind}"


class Recording:
    """Keeps an answer's bytes while they arrive. Never raises, never leaves half a file.

    What has arrived and is not written dies with the process, so its file is there
    before anything is sent, and the first bytes need one call to the system.
    ``whole`` is True once all that arrived is safe on disk. Where the disk fails, what
    had been written is taken away: it would only be in the way.
    """

    def __init__(self, code: str) -> None:
        self._path = _path(code, "raw")
        self._file: BinaryIO | None = None
        self._head = b""
        self.whole = False
        with self._guarded():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # Unbuffered: a killed process leaves nothing behind in its memory.
            self._file = self._path.open("wb", buffering=0)
            lock(self._file)

    def begin(self, head: Head) -> None:
        self._head = json.dumps(head.to_json()).encode() + b"\n"

    def write(self, chunk: bytes) -> None:
        if self._file is not None:
            with self._guarded():
                self._write(self._head + chunk if self._head else chunk)

    def end(self) -> None:
        if self._file is None:
            return
        with self._guarded():
            self._write(self._head)
            os.fsync(self._file.fileno())
            self._file.close()
            self._file = None
            self.whole = True

    def _write(self, data: bytes) -> None:
        self._head = b""
        view = memoryview(data)
        while view and self._file is not None:
            view = view[self._file.write(view) :]

    def _guarded(self) -> "_Guard":
        return _Guard(self)

    def give_up(self) -> None:
        """Take away what was written."""
        self.whole = False
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
            self._file = None
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


class _Guard:
    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: Any, error: Any, trace: Any) -> bool:
        if not isinstance(error, OSError):
            return False
        logger.warning("An answer could not be written while it came: %s", error)
        self._recording.give_up()
        return True


def spool_write(code: str, outcome: Outcome) -> None:
    """Write an answer so that it survives the process and the machine's restart.

    It appears under its name only when it is complete; nothing is left of it when it
    cannot be written, which raises ``OSError``.
    """
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{code}.part"
    try:
        with draft.open("wb") as file:
            file.write(json.dumps(_head(outcome)).encode() + b"\n")
            for image in outcome.images:
                file.write(image.data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(_path(code))
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
        with _path(code).open("rb") as file:
            return _outcome(file)
    except FileNotFoundError:
        pass
    try:
        return _read_raw(_path(code, "raw"), patience_s)
    except FileNotFoundError:
        return None


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
        return _read_raw(_path(code, "unread"))
    if not kept.unread:
        return kept
    # More lies in its recording than was read.
    try:
        whole = _read_raw(_path(code, "unread"))
    except (ProviderError, FileNotFoundError):
        return kept
    have = {image.data for image in kept.images}
    more = (image for image in whole.images if image.data not in have)
    return dataclasses.replace(whole, images=(*kept.images, *more))


def _read_unusable(code: str) -> Outcome | None:
    try:
        with _path(code, "unusable").open("rb") as file:
            return _outcome(file)
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError, AttributeError):
        logger.warning("The kept answer of %s is damaged.", code)
        return None


def spool_has_unread(code: str) -> bool:
    return any(_path(code, kind).is_file() for kind in ("unread", "unusable"))


def spool_clear(code: str) -> None:
    for kind in ("answer", "raw"):
        _path(code, kind).unlink(missing_ok=True)


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
    for kind in ("unread", "unusable"):
        _path(code, kind).unlink(missing_ok=True)


def spool_set_unread(code: str) -> None:
    """Keep an answer as it came, since a part of it could not be read.

    Where its recording had failed, the pictures that were read from it are all there is.
    """
    try:
        _path(code, "raw").replace(_path(code, "unread"))
    except FileNotFoundError:
        if not _path(code, "unread").is_file():
            spool_set_aside(code)
    _path(code).unlink(missing_ok=True)


def spool_set_aside(code: str) -> None:
    """Keep all there is of an answer that could not be used, or not all of it."""
    with suppress(FileNotFoundError):
        _path(code).replace(_path(code, "unusable"))
    with suppress(FileNotFoundError):
        _path(code, "raw").replace(_path(code, "unread"))


def spool_codes() -> list[str]:
    """Return the codes of all answers in the spool, also of such as still arrive."""
    found = {
        path.stem for kind in ("answer", "raw") for path in _folder().glob(f"*.{kind}")
    }
    return sorted(found)


def spool_tidy() -> None:
    """Delete what was left of answers that broke off while they were written."""
    for draft in _folder().glob("*.part"):
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
