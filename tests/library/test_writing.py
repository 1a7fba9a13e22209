"""Files whose writer died before there was a row."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import OperationalError

from playground.imaging.outcome import Outcome, OutputImage, Resolved
from playground.library import writing as strays
from playground.library.keeping import store_original
from playground.library.models import Image, SourceImage
from playground.library.writing import StraySweep, Writing
from playground.runs import finishing
from tests.factories import generation, image, picture_bytes, source

pytestmark = pytest.mark.django_db

RESOLVED = Resolved(
    model="gpt-image-2",
    size="64x48",
    quality="low",
    background=None,
    output_format="png",
)


@pytest.fixture(autouse=True)
def hasty(monkeypatch):
    monkeypatch.setattr(strays, "LEFT_FOR_S", 0.0)


def _killed(*names):
    """Write so far, and then be killed: the kernel lets go of what was held."""
    attempt = Writing()
    for name in names:
        attempt(name)
    if not names:
        store_original(picture_bytes(), attempt)
    attempt._file.close()


def test_what_a_killed_process_had_written_and_not_kept_is_deleted(data_dir):
    kept, used = image(), source()
    written = ["images/stray.png", kept.file, used.file, "images/never written.png"]
    default_storage.save(written[0], ContentFile(b"paid for"))
    _killed(*written)
    sweep = StraySweep()
    sweep()
    assert not default_storage.exists(written[0])
    assert default_storage.exists(kept.file)
    assert default_storage.exists(used.file)
    assert list((data_dir / "writing").iterdir()) == []


def test_what_is_still_being_written_is_left_alone():
    with Writing() as attempt:
        stored = store_original(picture_bytes(), attempt)
        StraySweep()()
        assert default_storage.exists(stored.name)
        default_storage.delete(stored.name)


def test_a_list_is_held_before_the_sweep_can_see_it(data_dir, monkeypatch):
    seen = []

    def looked(file):
        seen.extend(path.name for path in (data_dir / "writing").glob("[!.]*"))
        raise OSError("Held by the sweep.")

    with Writing() as attempt:
        with monkeypatch.context() as patch:
            patch.setattr(strays, "lock", looked)
            attempt("images/one.png")
        assert list((data_dir / "writing").iterdir()) == seen == []
        attempt("images/two.png")
        (there,) = (data_dir / "writing").iterdir()
        assert strays._is_held(there)


def test_names_that_nobody_could_ask_about_are_left_to_the_sweep(monkeypatch):
    """The answer of a run that another worker has ended, while the database goes."""

    def away(_):
        raise OperationalError("away")

    answer = Outcome(images=(OutputImage(data=picture_bytes(), resolved=RESOLVED),))
    with monkeypatch.context() as patch:
        patch.setattr(finishing, "with_no_row", away)
        finishing.generation_finish(generation(state="succeeded"), answer)
    assert _all_originals() != []
    StraySweep()()
    assert _all_originals() == []


def test_another_process_may_be_faster(data_dir, monkeypatch):
    _killed("images/one.png", "images/two.png")
    _killed("images/three.png")
    real = strays._delete_strays

    def both(names):
        real(names)
        for path in (data_dir / "writing").iterdir():
            path.unlink()

    monkeypatch.setattr(strays, "_delete_strays", both)
    StraySweep()()
    assert list((data_dir / "writing").iterdir()) == []


def test_it_waits_since_a_database_may_still_be_busy_with_the_row(monkeypatch):
    monkeypatch.setattr(strays, "LEFT_FOR_S", 60.0)
    _killed()
    before = _all_originals()
    StraySweep()()
    assert _all_originals() == before != []


def test_half_a_file_and_an_answer_that_got_lost_are_found_too(monkeypatch):
    real = FileSystemStorage.save

    def save(storage, name, content):
        real(storage, name, content)
        raise OSError("The line went dead.")

    monkeypatch.setattr(FileSystemStorage, "save", save)
    with pytest.raises(OSError, match="dead"), Writing() as attempt:
        store_original(picture_bytes(), attempt)
    assert _all_originals() != []
    StraySweep()()
    assert _all_originals() == []


def test_nothing_is_deleted_while_nobody_can_be_asked(monkeypatch):
    _killed()

    def away(*_, **__):
        raise OperationalError("away")

    sweep = StraySweep()
    with monkeypatch.context() as patch:
        patch.setattr(Image.objects, "filter", away)
        patch.setattr(SourceImage.objects, "filter", away)
        with pytest.raises(OperationalError):
            sweep()
    assert _all_originals() != []
    sweep()
    assert _all_originals() == []


def test_a_full_disk_for_the_names_does_not_stop_what_is_paid_for(data_dir):
    (data_dir / "writing").write_text("in the way")
    with Writing() as attempt:
        assert store_original(picture_bytes(), attempt).facts.width_px


def _all_originals():
    found = []
    folders = ["images"]
    while folders:
        folder = folders.pop()
        try:
            deeper, files = default_storage.listdir(folder)
        except FileNotFoundError:
            continue
        folders += [f"{folder}/{name}" for name in deeper]
        found += [f"{folder}/{name}" for name in files]
    return sorted(found)
