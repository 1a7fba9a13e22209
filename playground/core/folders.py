"""Folders inside of the data folder, which itself is never made anew while one runs.

An empty one in the place of one that was moved away, or whose disk is not mounted, would
look like a new installation, and take in what belongs into the other.
"""

import errno
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


def make_folder(folder: Path) -> None:
    """Make a folder that is kept; raises ``OSError``."""
    data = settings.PLAYGROUND_DATA_DIR
    if data in folder.parents and not data.is_dir():
        raise FileNotFoundError(errno.ENOENT, "The data folder is gone", str(data))
    folder.mkdir(parents=True, exist_ok=True)


class KeptFiles(FileSystemStorage):
    """Django's folder of files, inside of a data folder that has to be there."""

    def _save(self, name: str, content: "File[Any]") -> str:
        make_folder(Path(self.path(name)).parent)
        saved: str = super()._save(name, content)  # type: ignore[misc]
        return saved
