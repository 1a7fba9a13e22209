"""``manage.py demo``: a gallery as after weeks of use, and away again."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from playground.core.clock import day_of
from playground.library.models import Generation, Image
from playground.management import demo
from playground.runs.claiming import anything_due
from playground.spending.models import LedgerEntry
from tests.worker import generation_run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_stories(monkeypatch):
    """Drawing all of them takes a while; these have three pictures and one."""
    stories = (
        demo.Story("A kite over dunes", 1, changes=demo.QUALITIES),
        demo.Story("A tea pot", 9, {"quality": "low"}),
    )
    monkeypatch.setattr(demo, "STORIES", stories)


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


def files() -> list[Path]:
    folder = Path(settings.PLAYGROUND_DATA_DIR, "files", "images")
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_gallery_looks_as_after_weeks(client):
    assert "pictures made" in run()
    newest_first = list(Image.objects.newest())
    assert [image.prompt for image in newest_first][-1] == "A tea pot"
    moments = [image.created_at for image in newest_first]
    assert moments == sorted(moments, reverse=True)
    assert (timezone.now() - moments[-1]).days == 9
    assert client.get("/gallery/").content.count(b"A kite over dunes") >= 2
    # The books tell the same story: each picture was bought on its day.
    bought = LedgerEntry.objects.order_by("day").values_list("day", flat=True)
    told = {day_of(run.created_at) for run in Generation.objects.all()}
    assert set(bought) == told
    assert len(told) > 1


def test_changes_of_a_story_differ_in_one_value():
    run()
    varied = Generation.objects.exclude(parent=None)
    assert varied
    assert {generation.variable for generation in varied} == {"quality"}


def test_a_worker_beside_it_finds_nothing_to_take():
    run()
    assert not anything_due()


def test_twice_makes_nothing_twice():
    run()
    count = Image.objects.count()
    assert "All of them are there already" in run()
    assert Image.objects.count() == count


def test_after_pictures_of_ones_own_it_stands_in_front_under_today(client):
    client.post("/generations/", {"prompt": "My own", "model": demo.MODEL})
    generation_run(Generation.objects.get().pk)
    run()
    moments = [image.created_at for image in Image.objects.newest()]
    assert moments == sorted(moments, reverse=True)
    assert Image.objects.newest().last().prompt == "My own"
    assert max(moments) <= timezone.now()


def test_removing_takes_rows_and_files_and_leaves_ones_own(client):
    run()
    client.post("/generations/", {"prompt": "My own", "model": demo.MODEL})
    generation_run(Generation.objects.newest().first().pk)
    made = Image.objects.count() - 1
    assert f"{made} pictures removed" in run("--remove")
    assert [image.prompt for image in Image.objects.all()] == ["My own"]
    assert len(files()) == 1


def test_it_refuses_to_cost_money(settings):
    settings.OPENAI_API_KEY = "sk-something"
    with pytest.raises(CommandError, match="drawn by the simulator"):
        run()
    assert not Generation.objects.exists()
