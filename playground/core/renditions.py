"""The folder of what can be made again: thumbnails, previews, copies for guests."""

import secrets
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from playground.core.folders import make_folder


class FinishedFile(File):  # type: ignore[type-arg]
    """A file on disk that wants no more than its name."""

    def __init__(self, path: Path) -> None:
        super().__init__(None)
        self._path = path

    def temporary_file_path(self) -> str:
        """Where it lies, so that it is moved and not copied."""
        return str(self._path)


class RenditionFiles(FileSystemStorage):
    """Files that are there whole or not at all, the newest under each name.

    Two processes may make the same one at once, and a third read it meanwhile; one that
    is killed leaves no half of it under its name. Originals need none of that: their
    names are told to nobody before they are whole, and no two are the same.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_overwrite=True, **options)

    def _save(self, name: str, content: "File[bytes]") -> str:
        place = Path(self.path(name))
        make_folder(place.parent)
        part = place.with_name(f".{secrets.token_hex(8)}")
        try:
            with part.open("xb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
            moved: str = super()._save(name, FinishedFile(part))  # type: ignore[misc]
            return moved
        finally:
            part.unlink(missing_ok=True)
