"""Finished cards and tiles are kept as HTML, and never shown as they were."""

import datetime
import re

import pytest

from playground.core import kept_html
from playground.library.models import Generation, Image
from tests import factories

pytestmark = pytest.mark.django_db

PAGES = ["/", "/gallery/"]


def results(client, page):
    return client.get(page).content.decode().split('id="main"', 1)[1]


@pytest.fixture
def written(monkeypatch):
    """Names of the templates that had to be written."""
    names = []

    def noting(name, find=kept_html.get_template):
        names.append(name)
        return find(name)

    monkeypatch.setattr(kept_html, "get_template", noting)
    return names


@pytest.mark.parametrize("page", PAGES)
def test_what_has_not_changed_is_not_written_again(client, page, written):
    factories.image()
    before = results(client, page)
    assert written
    written.clear()
    token = re.compile(r'value="\w{64}"')
    assert token.sub("", results(client, page)) == token.sub("", before)
    assert written == []


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"flag": "pick", "stars": 4}, "4★"),
        ({"has_thumbnails": True, "width_px": 2048, "height_px": 2048}, "/thumb/"),
        ({"prompt": "another prompt"}, "another prompt"),
    ],
)
def test_a_change_is_shown_at_once(client, page, change, shown):
    picture = factories.image()
    assert shown not in results(client, page)
    Image.objects.filter(pk=picture.pk).update(**change)
    Generation.objects.filter(pk=picture.generation_id).update(
        prompt=change.get("prompt", picture.prompt)
    )
    assert shown in results(client, page)


@pytest.mark.parametrize("page", PAGES)
def test_a_pick_is_of_one_person(client, friend_client, page):
    picture = factories.image()
    for _ in range(2):
        assert "data-selected" not in results(client, page)
    client.post("/selection/", {"code": picture.code, "action": "toggle"})
    assert "data-selected" in results(client, page)
    assert "data-selected" not in results(friend_client, page)


def test_a_card_holds_no_token(client):
    factories.image()
    factories.generation(state="failed")
    page = client.get("/").content.decode()
    cards = page.split('id="results"', 1)[1].split("</main>", 1)[0]
    assert "Run again" in cards
    assert "csrf" not in cards
    assert re.search(r'<form id="act-form".*csrfmiddlewaretoken', page)


def test_a_model_that_ends_is_told_the_day_after(client, settings):
    # The simulator keeps old models for trying things out.
    settings.OPENAI_API_KEY = "sk-test-of-ended-models"
    factories.image(model="gpt-image-1.5")
    assert "Opens the Studio with these settings" not in results(client, "/")
    settings.PLAYGROUND_TODAY = datetime.date(2029, 1, 1)
    assert "Opens the Studio with these settings" in results(client, "/")
