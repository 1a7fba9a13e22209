"""The same product on a real PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# What depends on the database: the queue, the state changes, every page's queries.
PARTS = ["tests/studio", "tests/gallery", "tests/spending", "tests/site/test_rules.py"]


PYTEST = [sys.executable, "-W", "error", "-m", "pytest", "-q", "-p", "no:xdist"]


@pytest.mark.postgres
def test_the_queue_the_runs_and_the_pages_work_on_postgresql():
    done = subprocess.run(
        [sys.executable, "-m", "tests.postgres", *PYTEST, *PARTS],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
