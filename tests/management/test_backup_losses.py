"""Backups of what has losses already, and restores that are cut off."""

import os
import shutil
import time
from types import SimpleNamespace

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from playground import backing_up, checks, database_copies, restoring
from tests.factories import image, picture_bytes

pytestmark = [
    # What is not committed cannot be copied: it would be waited for.
    pytest.mark.django_db(transaction=True),
    # With PostgreSQL it is for its tools: tests/durability/test_backup.py.
    pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="copies SQLite"),
]


@pytest.fixture
def there(monkeypatch, tmp_path):
    """An installation beside this one, which is still empty."""
    there = tmp_path / "there"
    database = {"default": {"NAME": str(there / "database.sqlite3")}}
    other = SimpleNamespace(DATABASES=database, PLAYGROUND_DATA_DIR=there)
    monkeypatch.setattr(restoring, "settings", other)
    monkeypatch.setattr(restoring, "_has_tables", lambda: False)
    monkeypatch.setattr(restoring.connection, "close", lambda: None)
    return there


@pytest.fixture
def copy(tmp_path):
    for colour in ("red", "blue", "green"):
        image(data=picture_bytes(colour=colour))
    backing_up.backup(tmp_path / "copy")
    return tmp_path / "copy"


def test_lost_and_changed_originals_are_told_and_take_no_backup_away(tmp_path):
    kept, lost, rotten = (
        image(data=picture_bytes(colour=it)) for it in ("red", "blue", "green")
    )
    default_storage.delete(lost.file)
    with open(default_storage.path(rotten.file), "ab") as file:
        file.write(b"x")
    # Of somebody else, and called as a backup under way once was.
    foreign = tmp_path / "copy.part" / "thesis.txt"
    foreign.parent.mkdir()
    foreign.touch()

    with pytest.raises(CommandError) as told:
        call_command("backup", str(tmp_path / "copy"))

    assert told.value.returncode == 3
    said = str(told.value)
    assert said.index("had no file any more") < said.index(lost.file)
    assert said.index("had been changed") < said.index(rotten.file)
    assert kept.file not in said
    assert backing_up.told_wrong(backing_up.verify(tmp_path / "copy")) in said
    assert foreign.exists()
    assert sorted(it.name for it in tmp_path.glob("copy*")) == ["copy", "copy.part"]


def test_what_a_killed_backup_left_goes_and_nothing_else_does(tmp_path):
    long_ago = time.time() - 2 * backing_up.ABANDONED_S
    for name, holds, moment in (
        ("2026-11-25.0a1b2c3d.part", "files/images/a.png", long_ago),
        ("2026-11-26.4a5b6c7d.part", "files/images/a.png", None),
        ("thesis.89abcdef.part", "chapter.txt", long_ago),
        ("old.part", "files/a.png", long_ago),
    ):
        file = tmp_path / name / holds
        file.parent.mkdir(parents=True)
        file.touch()
        for at, _, _ in os.walk(tmp_path / name):
            os.utime(at, moment and (moment, moment))
    backing_up.backup(tmp_path / "copy")
    assert sorted(it.name for it in tmp_path.iterdir()) == [
        "2026-11-26.4a5b6c7d.part",
        "copy",
        "old.part",
        "thesis.89abcdef.part",
    ]


def test_a_restore_that_was_cut_off_is_told_and_can_be_done_again(
    there, copy, monkeypatch
):
    put, count = shutil.copy2, iter(range(9))

    def full(*args):
        if next(count) == 2:
            raise OSError(28, "No space left on device")
        return put(*args)

    with monkeypatch.context() as patch:
        patch.setattr(restoring.shutil, "copy2", full)
        with pytest.raises(CommandError, match=r"No space .* restored once more"):
            call_command("restore", str(copy))
    assert not (there / "database.sqlite3").exists()
    assert [it.id for it in checks.check_restored(None)] == ["playground.E013"]

    restoring.restore(copy)

    assert not list(checks.check_restored(None))
    assert len(list((there / "files" / "images").rglob("*.png"))) == 3
    assert backing_up.digest_of(there / "database.sqlite3") == (
        backing_up.digest_of(copy / "database.sqlite3")
    )


def test_answers_that_are_not_yet_kept_are_something_here_already(there, copy):
    (there / "spool").mkdir(parents=True)
    (there / "spool" / "abc.answer").touch()
    with pytest.raises(database_copies.BackupError, match="already: spool"):
        restoring.restore(copy)


@pytest.mark.parametrize(
    ("listed", "said"),
    [(None, "is missing"), ("{", "is damaged"), ('{"version": 9}', "is damaged")],
)
def test_a_list_that_cannot_be_read_is_told(tmp_path, listed, said):
    if listed is not None:
        (tmp_path / backing_up.LIST).write_text(listed)
    with pytest.raises(database_copies.BackupError, match=said):
        backing_up.verify(tmp_path)
