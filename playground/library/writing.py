"""Files that are written before their rows, known by name should their writer die.

A file in the storage has to be there before its row speaks of it. Whoever writes one
notes its name first, in a list of its own that it holds locked for as long as it lives.
A list that nobody holds any more was left by a process that was killed, or that could
not ask the database: what it names and no row speaks of, nobody will ever use.

The lists lie in PLAYGROUND_DATA_DIR/writing, and not in the storage, which may be shared
or a bucket: only a name that stands in such a list is ever deleted.
"""

import logging
import secrets
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from django.conf import settings
from django.core.files.storage import default_storage

from playground.core.folders import make_folder
from playground.core.locks import CAN_LOCK, lock, locked
from playground.library.models import Image, SourceImage

logger = logging.getLogger(__name__)

# How long a list has to have been nobody's: a database may still be busy with what a
# process that was killed had told it to write.
LEFT_FOR_S = 60.0
# A list that has no name yet, and whose writer was killed at that moment.
_DRAFT_MAX_AGE_S = 3600.0


class Writing:
    """The names that one attempt writes, from ``with`` to its end.

    At a good end each file has its row or has been taken back. After any other the list
    stays for ``StraySweep``: half a file may lie there, or a store may have taken one
    and not said so. A disk too full for the list must not stop what is paid for.
    """

    def __init__(self) -> None:
        self._path = _folder() / secrets.token_hex(8)
        self._file: BinaryIO | None = None
        self._is_left = False

    def __enter__(self) -> "Writing":
        return self

    def __call__(self, name: str) -> None:
        """Note that a file of this name is about to be written."""
        try:
            if self._file is None:
                self._file = self._begin()
            self._file.write(f"{name}\n".encode())
        except OSError as error:
            logger.warning("Not noted that %s is written: %s", name, error)

    def _begin(self) -> BinaryIO:
        """Return the list, which is held before it has a name that the sweep looks at."""
        make_folder(self._path.parent)
        draft = self._path.with_name(f".{secrets.token_hex(8)}")
        file = draft.open("xb", buffering=0)
        try:
            lock(file)
            draft.replace(self._path)
        except OSError:
            file.close()
            draft.unlink(missing_ok=True)
            raise
        return file

    def leave(self) -> None:
        """Let the sweep look after these names, as it is not known what became of them."""
        self._is_left = True

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is None:
            return
        if error is None and not self._is_left:
            self._path.unlink(missing_ok=True)
        self._file.close()


class StraySweep:
    """Deletes files whose writer died before there was a row.

    By its own clock, which nobody sets back, it waits after it has found a list. What
    cannot be asked or deleted now is tried again the next time. Where a system has no locks,
    nothing tells a list that was left from one in use, and all stay.
    """

    def __init__(self) -> None:
        self._since: dict[Path, float] = {}

    def __call__(self) -> None:
        if not CAN_LOCK:
            return
        _tidy()
        there = [path for path in _folder().glob("[!.]*") if not _is_held(path)]
        now = time.monotonic()
        self._since = {path: self._since.get(path, now) for path in there}
        for path, since in self._since.items():
            if now - since >= LEFT_FOR_S:
                try:
                    text = path.read_text(errors="replace")
                except FileNotFoundError:
                    continue  # Another process was faster.
                whole, _, _ = text.rpartition("\n")
                _delete_strays(whole.splitlines())
                path.unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.PLAYGROUND_DATA_DIR) / "writing"


def _tidy() -> None:
    for draft in _folder().glob(".*"):
        with suppress(OSError):
            if draft.stat().st_mtime < time.time() - _DRAFT_MAX_AGE_S:
                draft.unlink()


def _is_held(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return locked(file)
    except FileNotFoundError:
        return True  # Its writer has just come to its end.


def _delete_strays(names: Iterable[str]) -> None:
    for name in with_no_row(names):
        logger.warning("Deleting %s, which was written and never kept", name)
        default_storage.delete(name)


def with_no_row(names: Iterable[str]) -> list[str]:
    """Return those names that no row speaks of."""
    wanted = [name for name in names if name]
    known = {
        name
        for model in (Image, SourceImage)
        for name in model.objects.filter(file__in=wanted).values_list("file", flat=True)
    }
    return [name for name in wanted if name not in known]
