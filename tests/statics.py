"""The real build of the static files, for tests that need their hashed names."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from playground.static import StaticFilesStorage

STORAGE = {"BACKEND": "playground.static.StaticFilesStorage"}


def collect(folder: Path) -> Path:
    """Prepare the static files as ``make run`` does; returns the folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "STATIC_ROOT", str(folder))
        patch.setitem(settings.STORAGES, "staticfiles", STORAGE)
        storage = StaticFilesStorage(location=str(folder), base_url="/static/")
        patch.setattr(staticfiles_storage, "_wrapped", storage)
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder
