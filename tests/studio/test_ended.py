"""Models that have ended: said on every page, and one click to what takes their place."""

from datetime import date

import pytest

from playground.imaging.ending import ended
from playground.imaging.request import ImageRequest
from playground.library.models import Generation, Preset
from tests.factories import image
from tests.pages import GOOD, HTMX, soup

pytestmark = pytest.mark.django_db

OLD = {"model": "gpt-image-1.5", "quality": "low", "size": "1024x1024"}


@pytest.fixture(autouse=True)
def openai(settings):
    """OpenAI on the day; the simulator keeps old models for trying things out."""
    settings.OPENAI_API_KEY = "sk-test-of-ended-models"
    settings.PLAYGROUND_TODAY = date(2026, 12, 1)


def words(part):
    return " ".join(part.get_text(" ").split())


@pytest.mark.parametrize("day", [date(2026, 11, 30), date(2026, 12, 1)])
def test_a_pictures_page_says_that_its_model_has_ended(client, owner, settings, day):
    settings.PLAYGROUND_TODAY = day
    made = image(**OLD, input_fidelity="high")
    page = soup(client.get(made.get_absolute_url()))
    gone = day >= date(2026, 12, 1)
    assert ("was switched off on 1 December 2026" in words(page)) == gone
    assert bool(page.select(f'[formaction="/images/{made.code}/successor/"]')) == gone
    assert bool(page.select(f'a[href="/images/{made.code}/again/"]')) != gone
    assert bool(page.select(f'a[href="/images/{made.code}/vary/"]')) != gone
    assert ("Qualities side by side" in words(page)) != gone


def test_one_click_leads_to_the_successor_and_sends_nothing(client, owner):
    made = image(**OLD, prompt="a kite", background="transparent")
    before = Generation.objects.count()
    response = client.post(f"/images/{made.code}/successor/")
    assert response.status_code == 303
    page = soup(client.get("/"))
    chosen = page.select_one("#model option[selected]")["value"]
    assert chosen == "gpt-image-2.6-sunburst"
    assert "switched off" not in words(page.select_one("form"))
    assert Generation.objects.count() == before


def test_a_draft_with_an_ended_model_has_a_notice_and_no_price(client, owner):
    made = image(**OLD)
    client.get(f"/?from={made.code}")
    page = soup(client.get(f"/?from={made.code}"))
    assert "GPT Image 1.5 was switched off" in words(page)
    # The button leads to the successor: as it stands nothing could be sent.
    button = page.select_one("#generate")
    assert words(button) == "Use 2.6 Sunburst instead sends nothing"
    assert (button["name"], button["formaction"]) == ("instead", "/compose/")
    posted = {**GOOD, **OLD, "instead": "1", "lock": ["model"]}
    page = soup(client.post("/compose/", posted, headers=HTMX))
    chosen = page.select_one("#model option[selected]")["value"]
    assert chosen == "gpt-image-2.6-sunburst"
    assert "switched off" not in words(page)


def test_a_preset_with_an_ended_model_has_the_notice_too(client, owner, settings):
    settings.PLAYGROUND_TODAY = date(2026, 11, 30)
    client.post("/presets/", {**GOOD, **OLD, "preset_name": "Old"}, headers=HTMX)
    preset = Preset.objects.get()
    settings.PLAYGROUND_TODAY = date(2026, 12, 1)
    posted = {**GOOD, "prompt": "a kite"}
    page = soup(client.post(f"/presets/{preset.code}/load/", posted, headers=HTMX))
    assert "GPT Image 1.5 was switched off" in words(page)
    assert page.select('button[name="instead"]')


def test_an_ended_text_model_is_told_with_its_successor():
    request = ImageRequest(
        prompt="a kite", model="gpt-image-2", responses_model="gpt-5"
    )
    before, after = date(2026, 12, 10), date(2026, 12, 11)
    assert ended(request, day=before, provider="openai") is None
    found = ended(request, day=after, provider="openai")
    assert found.changes == {"responses_model": "gpt-6.1-sol"}
    assert "11 December 2026" in found.words
    # A server of another kind may have it still.
    assert ended(request, day=after, provider="compatible") is None
