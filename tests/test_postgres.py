"""The same product on a real PostgreSQL."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgres import server

ROOT = Path(__file__).resolve().parent.parent
# What depends on the database: the queue, the state changes, every page's queries.
PARTS = ["tests/studio", "tests/gallery", "tests/site/test_rules.py"]


@pytest.mark.postgres
def test_the_queue_the_runs_and_the_pages_work_on_postgresql():
    with server() as url:
        environment = {"PATH": "/usr/bin:/bin", "DATABASE_URL": url}
        done = subprocess.run(
            [sys.executable, "-W", "error", "-m", "pytest", "-q", "-p", "no:xdist"]
            + ["-p", "no:cacheprovider", *PARTS],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
        )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
