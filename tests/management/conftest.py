"""A data folder that is ready to be served."""

import shutil
from pathlib import Path

import pytest

from tests.processes import manage


@pytest.fixture
def prepared(made, tmp_path) -> Path:
    """A data folder as ``make run`` leaves it, with no worker known."""
    return Path(shutil.copytree(made, tmp_path / "data"))


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    done = manage(folder, "upgrade", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    return folder
