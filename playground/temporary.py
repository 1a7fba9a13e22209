"""The folder for uploads on their way, where the system's own is too small for them."""

import tempfile
import time
from contextlib import suppress

from django.conf import settings
from django.core.management.base import CommandError

LASTS_S = 24 * 3600.0


def temporary_folder_ready() -> None:
    """Make ``TMPDIR`` where it lies in the data folder; empty it of what a crash left.

    Volumes that are older than the image, and folders of the host, come without it.
    Python would silently write into /tmp, which is small and in memory there.
    """
    folder, data = settings.TEMPORARY_DIR, settings.PLAYGROUND_DATA_DIR.absolute()
    if folder is None or data not in folder.absolute().parents:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"TMPDIR is no folder: {folder}: {error}") from None
    tempfile.tempdir = None  # It may have been looked for already.
    # By its name: TMPDIR could be a folder in which there is more than that.
    for left in folder.glob("tmp*.upload*"):
        with suppress(OSError):
            if left.stat().st_mtime < time.time() - LASTS_S:
                left.unlink()
