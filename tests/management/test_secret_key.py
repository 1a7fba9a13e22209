"""The key that an installation makes for itself and keeps."""

from pathlib import Path

import pytest

from playground.secret_key import secret_key
from tests.processes import python

# Loaded once, and let go together: they come closer to each other than by themselves.
SIX_KEYS = """
import os, sys
from pathlib import Path
import django.core.management.utils
from playground.secret_key import secret_key
gate, hand = os.pipe()
for _ in range(6):
    if not os.fork():
        os.close(hand)
        os.read(gate, 1)
        sys.stdout.write(secret_key(Path(sys.argv[1])) + "\\n")
        sys.stdout.flush()
        os._exit(0)
os.close(hand)
while True:
    try:
        assert os.wait()[1] == 0
    except ChildProcessError:
        break
"""


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "data" / "secret-key"


def test_the_key_is_kept_for_its_owner_alone(path):
    key = secret_key(path.parent)

    assert len(key) == 50
    assert path.read_text() == key == secret_key(path.parent)
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_nobody_can_read_a_key_that_is_not_whole_yet(path, monkeypatch):
    seen = []

    def make() -> str:
        seen.extend(path.parent.iterdir())
        assert all(file.stat().st_mode & 0o077 == 0 for file in seen)
        return "a key"

    monkeypatch.setattr("django.core.management.utils.get_random_secret_key", make)

    assert secret_key(path.parent) == "a key"
    assert path not in seen


def test_a_crash_while_the_key_is_made_leaves_none(path, monkeypatch):
    def crash() -> str:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.management.utils.get_random_secret_key", crash)
        with pytest.raises(MemoryError):
            secret_key(path.parent)

    assert len(secret_key(path.parent)) == 50


@pytest.mark.parametrize("left", ["nothing", "an empty file"])
def test_processes_that_start_together_share_one_key(tmp_path, left):
    if left == "an empty file":
        (tmp_path / "secret-key").touch()
    done = python(tmp_path, "-c", SIX_KEYS, str(tmp_path))
    keys = done.stdout.split()

    assert done.returncode == 0, done.stderr
    assert len(keys) == 6
    assert len(set(keys)) == 1
    assert len(keys[0]) == 50
