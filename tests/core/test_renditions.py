"""What can be made again: whole, or not there."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from playground.core.renditions import RenditionFiles

NAME = "thumbnails/a.webp"


class _Slow(ContentFile):
    """Looks at what others see of the file while it is written."""

    def __init__(self, storage: RenditionFiles) -> None:
        super().__init__(b"")
        self.storage = storage
        self.seen: list[bytes | None] = []

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"new "
        self.seen.append(_read(self.storage))
        yield b"picture"
        self.seen.append(_read(self.storage))


class _Broken(_Slow):
    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"half"
        raise OSError("No space left on device")


def _read(storage: RenditionFiles) -> bytes | None:
    try:
        with storage.open(NAME) as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None


@pytest.mark.parametrize("old", [None, b"old picture"])
def test_a_file_that_is_being_written_is_not_seen(tmp_path: Path, old: bytes | None):
    storage = RenditionFiles(location=tmp_path)
    if old is not None:
        storage.save(NAME, ContentFile(old))
    slow = _Slow(storage)
    assert storage.save(NAME, slow) == NAME
    assert slow.seen == [old, old]
    assert _read(storage) == b"new picture"


def test_a_full_disk_leaves_what_was_there_and_nothing_else(tmp_path: Path):
    storage = RenditionFiles(location=tmp_path)
    storage.save(NAME, ContentFile(b"old picture"))
    with pytest.raises(OSError, match="No space"):
        storage.save(NAME, _Broken(storage))
    assert _read(storage) == b"old picture"
    assert os.listdir(tmp_path / "thumbnails") == ["a.webp"]
