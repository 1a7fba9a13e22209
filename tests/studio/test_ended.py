"""Models that have ended: said on every page, and one click to what takes their place."""

import re
from datetime import date

import pytest

from playground.imaging.ending import ended
from playground.imaging.request import ImageRequest
from playground.library.models import Generation, Preset
from tests.factories import generation, image
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


@pytest.mark.parametrize(
    "asked", [OLD, {"model": "gpt-image-2", "responses_model": "gpt-5"}]
)
def test_no_panel_offers_a_run_with_what_has_ended(client, owner, settings, asked):
    settings.PLAYGROUND_TODAY = date(2026, 12, 12)
    made = image(**asked, route="responses" if "responses_model" in asked else "auto")
    run = generation(**asked, route=made.generation.route, state="failed")
    image_at = f"/images/{made.code}"
    for address in (
        f"{image_at}/again/",
        f"{image_at}/side-by-side/?name=quality",
        f"{image_at}/vary/",
        f"/generations/{run.code}/again/",
    ):
        page = soup(client.get(address)).select_one("main")
        assert re.search("switched off|shut down", words(page)), address
        assert not page.select("#ask-run, form[action$='/again/']"), address
        assert not page.select(".vary-parameters textarea"), address
        assert page.select("form[action$='/successor/']"), address
    before = Generation.objects.count()
    for address in (f"{image_at}/again/", f"/generations/{run.code}/again/"):
        assert client.post(address, {"asked": "1"}).status_code == 422
    assert Generation.objects.count() == before


def test_a_failed_run_of_an_ended_model_leads_to_the_successor(client, owner):
    run = generation(**OLD, state="failed", error={"message": "No.", "remedy": ""})
    way_out = f"/generations/{run.code}/successor/"
    for address in ("/", "/generations/", run.get_absolute_url()):
        page = soup(client.get(address))
        assert page.select_one(f'[formaction="{way_out}"]'), address
        assert not page.select(f'a[href="/generations/{run.code}/again/"]'), address
        assert "Change and send again" not in words(page), address
    before = Generation.objects.count()
    assert client.post(way_out).status_code == 303
    page = soup(client.get("/"))
    assert (
        page.select_one("#model option[selected]")["value"] == "gpt-image-2.6-sunburst"
    )
    assert Generation.objects.count() == before


def test_a_plan_from_an_ended_model_takes_its_successor_and_says_so(client, owner):
    made = image(**OLD, prompt="a kite")
    page = soup(client.get(f"/experiments/new/?image={made.code}"))
    assert "GPT Image 1.5 was switched off" in words(page)
    assert page.select_one("[name=model]")["value"] == "gpt-image-2.6-sunburst"
    assert page.select_one("#prompts").get_text(strip=True) == "a kite"


def test_a_conversation_goes_on_with_the_successor_of_its_text_model(
    client, owner, settings
):
    settings.PLAYGROUND_TODAY = date(2026, 12, 12)
    run = generation(
        model="gpt-image-2",
        responses_model="gpt-5",
        route="responses",
        response_id="resp_1",
    )
    page = soup(client.get(f"/generations/{run.code}/"))
    assert "gpt-5 was shut down on 11 December 2026" in words(page)
    assert not page.select("#turn")
    form = page.select_one("#next-turn form")
    assert client.post(form["action"]).status_code == 303
    button = soup(client.get("/")).select_one("#generate")
    assert words(button) == "Use gpt-6.1-sol instead sends nothing"


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
    assert "$" not in words(page.select_one("#composer"))
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


def test_an_ended_author_of_drawings_is_told_like_a_text_model(client, owner, settings):
    asked = {"model": "gpt-image-2.6-sunburst", "output_format": "svg"}
    request = ImageRequest(prompt="a kite", svg_model="gpt-5", **asked)
    assert ended(request, day=date(2026, 12, 10), provider="openai") is None
    found = ended(request, day=date(2026, 12, 11), provider="openai")
    assert found.changes == {"svg_model": "gpt-6.1-sol"}
    settings.PLAYGROUND_TODAY = date(2026, 12, 12)
    made = image(**asked, svg_model="gpt-5")
    page = soup(client.get(made.get_absolute_url()))
    assert "gpt-5 was shut down on 11 December 2026" in words(page)
    assert not page.select(f'a[href="/images/{made.code}/again/"]')
