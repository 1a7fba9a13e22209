"""The poll: what has changed while runs are on their way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from playground.library.models import Generation, Image
from playground.studio.views import submitting
from tests.pages import soup

pytestmark = pytest.mark.django_db


def test_the_poll_sends_only_what_has_changed_and_then_stops(post, client, drain):
    post()
    generation = Generation.objects.get()
    shown = f"{generation.code}.queued.0.0"
    waiting = client.get("/generations/poll/", {"run": shown})
    assert waiting.status_code == 204
    drain()
    done = client.get("/generations/poll/", {"run": shown})
    assert done.status_code == 286
    card = soup(done).select_one(f"#run-{generation.code}[hx-swap-oob]")
    assert card.select_one("img")
    assert not card.select_one('input[name="run"]')


def test_a_run_that_ends_before_its_card_is_there_is_told_of_with_its_start(
    post, client, drain, monkeypatch
):
    monkeypatch.setattr(submitting, "with_card_parts", lambda rows: (drain(), rows)[1])
    answer = post(headers={"HX-Request": "true"})
    assert soup(answer).select_one("#live").text == "1 run started, 1 finished"


def test_the_poll_waits_for_small_copies_and_tells_the_end_once(post, client, drain):
    post()
    generation = Generation.objects.get()
    drain()
    Image.objects.update(has_thumbnails=False)
    asked = {"run": f"{generation.code}.sending.0.0"}
    bare = client.get("/generations/poll/", asked)
    assert bare.status_code == 200
    assert "1 finished" in bare.text
    shown = soup(bare).select_one('input[name="run"]')["value"]
    assert client.get("/generations/poll/", {"run": shown}).status_code == 204
    Image.objects.update(has_thumbnails=True)
    whole = client.get("/generations/poll/", {"run": shown})
    assert whole.status_code == 286
    assert "/thumb/" in soup(whole).select_one("img")["src"]
    assert "finished" not in whole.text
    # Where none come, nobody waits for ever.
    Image.objects.update(has_thumbnails=False)
    Generation.objects.update(finished_at=timezone.now() - timedelta(minutes=1))
    left = client.get("/generations/poll/", {"run": shown})
    assert left.status_code == 286
    assert not soup(left).select_one('input[name="run"]')


def test_on_the_page_of_a_run_its_title_and_facts_follow(post, client, drain):
    code = post()["Location"].split("/")[-2]
    page = soup(client.get(f"/generations/{code}/"))
    shown = page.select_one('input[name="run"]')["value"]
    drain()
    asking = {
        "HX-Request": "true",
        "HX-Current-URL": f"http://testserver/generations/{code}/",
    }
    answer = soup(client.get("/generations/poll/", {"run": shown}, headers=asking))
    assert answer.select_one("#run-title").text == "Done"
    assert "Receipt" in answer.select_one("#run-facts").text
    elsewhere = soup(client.get("/generations/poll/", {"run": shown}))
    assert not elsewhere.select_one("#run-facts")


def test_the_poll_tells_nothing_of_other_people(post, stranger_client):
    post()
    generation = Generation.objects.get()
    response = stranger_client.get(
        "/generations/poll/", {"run": f"{generation.code}.failed.0.0"}
    )
    assert response.content == b""
