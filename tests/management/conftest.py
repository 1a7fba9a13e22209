"""A data folder that is ready to be served."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def prepared(installation, tmp_path) -> Path:
    """A data folder as ``make run`` leaves it, with no worker known."""
    return Path(shutil.copytree(installation, tmp_path / "data"))
