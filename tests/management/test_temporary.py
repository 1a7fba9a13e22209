"""The folder for uploads on their way."""

import os
import tempfile

from playground.temporary import LASTS_S, temporary_folder_ready


def test_it_is_made_in_the_data_folder_and_emptied_of_old_uploads(
    settings, tmp_path, monkeypatch
):
    settings.PLAYGROUND_DATA_DIR = tmp_path
    folder = settings.TEMPORARY_DIR = tmp_path / "tmp"
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", "/tmp")
    temporary_folder_ready()
    assert tempfile.gettempdir() == str(folder)
    files = [folder / name for name in ("tmpa.upload.png", "tmpb.upload", "kept.png")]
    for file in files:
        file.write_bytes(b"x")
    for file in (files[0], files[2]):
        past = file.stat().st_mtime - LASTS_S - 60
        os.utime(file, (past, past))
    temporary_folder_ready()
    assert [file.exists() for file in files] == [False, True, True]


def test_a_folder_elsewhere_is_left_alone(settings, tmp_path):
    settings.PLAYGROUND_DATA_DIR = tmp_path / "data"
    settings.TEMPORARY_DIR = tmp_path / "elsewhere"
    temporary_folder_ready()
    assert [*tmp_path.iterdir()] == []
