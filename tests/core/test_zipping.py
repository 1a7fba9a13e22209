"""The ZIP that is made while it is read, as Python's own reader sees it."""

import datetime
import io
import zipfile

import pytest

from playground.core import zipping
from playground.core.zipping import Entry, WrongSize, zip_size, zip_stream

MADE = datetime.datetime(2026, 11, 5, 12, 30, 8)  # noqa: DTZ001
FILES = {"pictures/été 狐.png": b"abc" * 1000, "empty": b"", "manifest.json": b"{}"}


def _zip():
    entries = (Entry(name, len(it), [it], MADE) for name, it in FILES.items())
    return b"".join(zip_stream(entries))


# Limits so low that every record needs the form for large archives.
@pytest.mark.parametrize("limits", [{}, {"_MANY": 2}, {"_BIG": 3001}])
def test_it_holds_what_was_given_and_is_as_large_as_was_told(monkeypatch, limits):
    for name, value in limits.items():
        monkeypatch.setattr(zipping, name, value)
    data = _zip()
    assert len(data) == zip_size((name, len(it)) for name, it in FILES.items())
    if "_BIG" in limits:
        # Nobody else takes these sizes for too large.
        assert b"PK\6\6" in data
        return
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        assert read.testzip() is None
        assert {name: read.read(name) for name in read.namelist()} == FILES
        assert read.infolist()[0].date_time == (2026, 11, 5, 12, 30, 8)


def test_a_file_that_is_not_as_large_as_was_told_stops_it():
    with pytest.raises(WrongSize):
        list(zip_stream([Entry("a", 4, [b"abc"], MADE)]))
