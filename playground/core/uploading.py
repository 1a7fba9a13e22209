"""Files of a posted form: all of them in one temporary file, and only so many.

A temporary file for each, as Django has them, would be an open file for each as well: a
system allows a thousand to a process, and so many may come in one form.
"""

import errno
import tempfile
from io import SEEK_CUR, SEEK_END, BufferedReader, RawIOBase
from typing import IO, Any, NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

MOST_FILES = 1000
_KEY = "playground.left_out"


class Whole:
    """The temporary file that many are in. Who is the last to close, closes it."""

    def __init__(self) -> None:
        # The name by which ``temporary_folder_ready`` knows what a crash has left.
        self.file: IO[bytes] = tempfile.NamedTemporaryFile(suffix=".upload")  # noqa: SIM115
        self.size = 0
        self._users = 1

    def take(self) -> "Whole":
        """Count one more who has to close it."""
        self._users += 1
        return self

    def close(self) -> None:
        """Close the file when everybody has."""
        self._users -= 1
        if self._users == 0:
            self.file.close()


class Part(RawIOBase):
    """One of the files in it, read as if it were alone."""

    def __init__(self, whole: Whole, start: int, size: int) -> None:
        super().__init__()
        self._whole, self._start, self._size, self._at = whole.take(), start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        base = {SEEK_CUR: self._at, SEEK_END: self._size}.get(whence, 0)
        if base + offset < 0:
            raise OSError(errno.EINVAL, "There is nothing before a file's begin.")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        left = max(0, self._size - self._at)
        self._whole.file.seek(self._start + self._at)
        data = self._whole.file.read(min(len(buffer), left))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._whole.close()
        super().close()


class OneFileUploadHandler(FileUploadHandler):
    """Keeps the first files of a form, and tells how many were left out.

    Nothing is refused for their number: what was typed beside them would be lost.
    """

    request: HttpRequest
    # Django closes it by this name where a form breaks off.
    file: Whole

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._start = self._count = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._count += 1
        if self._count == 1:
            self.file = Whole()
        if self._is_left_out():
            first = left_out(self.request) or LeftOut(self.file_name or "", 0)
            self.request.META[_KEY] = LeftOut(first.name, first.files + 1)
        self._start = self.file.size

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if not self._is_left_out():
            self.file.file.write(raw_data)
            self.file.size += len(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        if self._is_left_out():
            return None
        part = BufferedReader(Part(self.file, self._start, file_size))
        return UploadedFile(
            part,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )

    def upload_complete(self) -> None:
        if self._count:
            self.file.close()

    def _is_left_out(self) -> bool:
        return self._count > MOST_FILES


class LeftOut(NamedTuple):
    """How many files of a form were not taken, and the name of the first of them."""

    name: str
    files: int


def left_out(request: HttpRequest) -> LeftOut | None:
    """Tell it of a request whose form has been read."""
    found: LeftOut | None = request.META.get(_KEY)
    return found
