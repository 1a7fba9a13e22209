"""Backup while somebody writes, and restore elsewhere: real processes."""

import hashlib
import subprocess
import sys
import threading
from pathlib import Path

from tests.management.test_commands import ROOT, _environment

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


def _python(data_dir, *arguments, check=True):
    environment = _environment(data_dir, DJANGO_SETTINGS_MODULE="playground.settings")
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0 or not check, done.stderr
    return done


def _manage(data_dir, *arguments, check=True):
    return _python(data_dir, "manage.py", *arguments, check=check)


def _digests(folder: Path):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).digest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_backup_made_while_running_is_restored_elsewhere(tmp_path):
    here, there, copy = (tmp_path / name for name in ("here", "there", "copy"))
    _manage(here, "migrate")
    _python(here, "-c", FILL.format(count=5))
    before = _digests(here / "files")
    writing = threading.Thread(target=_python, args=(here, "-c", FILL.format(count=40)))
    writing.start()
    _manage(here, "backup", str(copy))
    writing.join()

    # Not twice into the same folder, and not over what is there.
    assert "not empty" in _manage(here, "backup", str(copy), check=False).stderr
    refused = _manage(here, "restore", str(copy), check=False)
    assert "something here already" in refused.stderr

    _manage(there, "restore", str(copy))
    after = _digests(there / "files")
    assert {name: after.get(name) for name in before} == before
    count, found = _python(there, "-c", COUNT).stdout.split()
    assert count == found
    assert int(count) >= 5

    # One changed byte is found.
    victim = next((copy / "files").rglob("*.png"))
    victim.write_bytes(victim.read_bytes()[:-1] + b"x")
    damaged = _manage(tmp_path / "third", "restore", str(copy), check=False)
    assert "changed or damaged" in damaged.stderr
    assert not (tmp_path / "third" / "files" / "images").exists()
