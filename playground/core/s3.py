"""Files in an S3-compatible store, with the errors that files have.

What writes and reads files knows what to do when a disk is away, and when a file is not
there. A store that is away is the same to it.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, cast

from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

# As many as botocore keeps connections for.
QUESTIONS = 10


@contextmanager
def _as_files_fail() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        told = error.response.get("Error", {})
        if told.get("Code") in ("404", "NoSuchKey"):
            raise FileNotFoundError("There is no such file.") from None
        raise OSError(f"The storage refused: {told.get('Code')}.") from None
    except BotoCoreError as error:
        # Its text names addresses and may name keys.
        raise OSError(f"The storage is away: {type(error).__name__}.") from None


class S3Files(S3Storage):  # type: ignore[misc]
    """django-storages' S3, failing as folders do."""

    def _open(self, name: str, mode: str = "rb") -> Any:
        with _as_files_fail():
            file = super()._open(name, mode)
            if "r" in mode:
                # Here, and not when half of the headers are sent.
                try:
                    _ = file.file
                except BaseException:
                    if file._file is not None:
                        file._file.close()
                    raise
            return file

    def _save(self, name: str, content: Any) -> str:
        with _as_files_fail():
            return cast(str, super()._save(name, content))

    def delete(self, name: str) -> None:
        with _as_files_fail():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _as_files_fail():
            return bool(super().exists(name))

    def present(self, names: Iterable[str]) -> list[bool]:
        """Tell of each whether it is there. Each is a way to the store: ten go at once."""
        shared = self.connection

        def join() -> None:
            # A thread would make a connection of its own, and leave it open. Of this one
            # only the client is asked, which threads may share.
            self._connections.connection = shared

        with ThreadPoolExecutor(QUESTIONS, initializer=join) as pool:
            return list(pool.map(self.exists, names))

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with _as_files_fail():
            found = cast(Callable[[str], Any], super().listdir)(name)
            return cast(tuple[list[str], list[str]], found)
