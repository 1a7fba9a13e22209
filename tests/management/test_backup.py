"""Backup while somebody writes, and restore elsewhere: real processes."""

import hashlib
import threading
from pathlib import Path

from tests.processes import manage, python

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


# What the commands say where they refuse.
REFUSED = """
import django; django.setup()
from django.core.management import CommandError, call_command
for name in {names}:
    try:
        call_command(name, {folder!r})
    except CommandError as error:
        print(error)
"""


def _done(process):
    assert process.returncode == 0, process.stderr
    return process


def _python(data_dir, code):
    settings = {"DJANGO_SETTINGS_MODULE": "playground.settings"}
    return _done(python(data_dir, "-c", code, **settings))


def _digests(folder: Path):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).digest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_backup_made_while_running_is_restored_elsewhere(prepared, tmp_path):
    here, there, copy = (prepared, tmp_path / "there", tmp_path / "copy")
    _python(here, FILL.format(count=5))
    before = _digests(here / "files")
    writing = threading.Thread(target=_python, args=(here, FILL.format(count=40)))
    writing.start()
    _done(manage(here, "backup", str(copy)))
    writing.join()

    # Not twice into the same folder, and not over what is there.
    names = ["backup", "restore"]
    refused = _python(here, REFUSED.format(names=names, folder=str(copy))).stdout
    twice, over = refused.splitlines()
    assert "not empty" in twice
    assert "something here already" in over

    _done(manage(there, "restore", str(copy)))
    after = _digests(there / "files")
    assert {name: after.get(name) for name in before} == before
    count, found = _python(there, COUNT).stdout.split()
    assert count == found
    assert int(count) >= 5

    # One changed byte is found.
    victim = next((copy / "files").rglob("*.png"))
    victim.write_bytes(victim.read_bytes()[:-1] + b"x")
    damaged = manage(tmp_path / "third", "restore", str(copy))
    assert "changed or damaged" in damaged.stderr
    assert not (tmp_path / "third" / "files" / "images").exists()
