"""Backup while somebody writes, and restore elsewhere: real processes."""

import hashlib
import subprocess
import sys
from pathlib import Path

from tests.processes import PATIENCE_S, ROOT, environment, manage

FILL = """
import django; django.setup()
from tests.factories import image, picture_bytes
for number in range({count}):
    image(data=picture_bytes(colour=(number, 90, 90)), prompt="kite", thumbnails=True)
"""
COUNT = """
import django; django.setup()
from playground.library.models import Image
from playground.library.search import Search
from playground.people.models import User
print(Image.objects.count(), Search(User.objects.local(), "kite").count().number)
"""


# Fills the gallery, tells so, and goes on until it is told of the backup that was made
# meanwhile. That is then to be made over what was done: twice into the same folder, and
# over what is there.
WRITE = (
    FILL.format(count=5)
    + """
import select, sys
print("begun", flush=True)
while not select.select([sys.stdin], [], [], 0.02)[0]:
    number += 1
    image(data=picture_bytes(colour=(number % 256, 60, 60)), prompt="kite", thumbnails=True)
from django.core.management import CommandError, call_command
folder = input()
for name in ("backup", "restore"):
    try:
        call_command(name, folder)
    except CommandError as error:
        print(error)
"""
)
# Restores, and again when what was damaged is mended.
RESTORE = (
    """
import django; django.setup()
import sys
from django.core.management import CommandError, call_command
try:
    call_command("restore", sys.argv[1])
except CommandError as error:
    print(error, flush=True)
input()
call_command("restore", sys.argv[1])
"""
    + COUNT
)


def _python(data_dir, code, *arguments):
    settings = {"DJANGO_SETTINGS_MODULE": "playground.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env=environment(data_dir, **settings),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _digests(folder: Path):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).digest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_backup_made_while_running_is_restored_elsewhere(prepared, tmp_path):
    here, there, copy = (prepared, tmp_path / "there", tmp_path / "copy")
    with _python(here, WRITE) as writing:
        assert writing.stdout.readline() == "begun\n"
        before = _digests(here / "files")
        done = manage(here, "backup", str(copy))
        assert done.returncode == 0, done.stderr
        refused, _ = writing.communicate(f"{copy}\n", PATIENCE_S)
    assert writing.returncode == 0
    twice, over = refused.splitlines()
    assert "not empty" in twice
    assert "something here already" in over

    # One changed byte is found.
    victim = next((copy / "files").rglob("*.png"))
    whole = victim.read_bytes()
    victim.write_bytes(whole[:-1] + b"x")
    with _python(there, RESTORE, str(copy)) as restoring:
        assert "changed or damaged" in restoring.stdout.readline()
        assert not (there / "files" / "images").exists()
        victim.write_bytes(whole)
        restored, _ = restoring.communicate("\n", PATIENCE_S)
    assert restoring.returncode == 0
    after = _digests(there / "files")
    assert {name: after.get(name) for name in before} == before
    count, found = restored.split()[-2:]
    assert count == found
    assert int(count) >= 5
