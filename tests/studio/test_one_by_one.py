"""Several changes run one by one: what the button says is what is made and charged."""

import re
from datetime import date
from decimal import Decimal

import pytest

from playground.library.models import Generation
from tests.factories import image, source
from tests.pages import GOOD, HTMX, soup

pytestmark = pytest.mark.django_db


def foot_of(client, asked):
    page = soup(client.post("/compose/", asked, headers=HTMX))
    return page.select_one("#composer-foot")


def test_each_run_is_priced_with_its_own_sources(client, owner):
    parent = image(size="1024x1024", quality="low")
    client.post(f"/images/{parent.code}/baseline/")
    asked = {
        **GOOD,
        "prompt": parent.prompt,
        "quality": "medium",
        "image": source().code,
    }
    foot = foot_of(client, asked)
    assert "2 runs, ≈ $0.0" in foot.select_one('[name="one_by_one"]').text
    seen = foot.select_one("[name=seen_one_by_one]")["value"]
    sent = {**asked, "one_by_one": parent.code, "seen_one_by_one": seen}
    client.post("/generations/", sent, headers=HTMX)
    made = Generation.objects.filter(parent=parent)
    assert {run.variable for run in made} == {"quality", "sources"}
    assert sum(run.estimate_high_usd for run in made) == Decimal(seen)


def test_it_makes_as_many_pictures_as_the_composer_says(client, owner):
    parent = image(size="1024x1024", quality="low", n=4)
    client.post(f"/images/{parent.code}/baseline/")
    asked = {
        **GOOD,
        "prompt": parent.prompt,
        "quality": "medium",
        "size": "1536x1024",
    }
    words = foot_of(client, asked).select_one('[name="one_by_one"]').text
    assert re.search(r"one by one: 2 runs, ≈ \$0\.\d+$", words.strip())
    client.post("/generations/", {**asked, "one_by_one": parent.code}, headers=HTMX)
    made = Generation.objects.filter(parent=parent)
    assert [run.request.n for run in made] == [1, 1]
    words = foot_of(client, {**asked, "n": "3"}).select_one('[name="one_by_one"]').text
    assert "2 runs, 6 pictures, ≈" in words


def test_another_baseline_of_another_page_runs_nothing(client, owner):
    parent, other = image(quality="low"), image(quality="low", prompt="a kite")
    client.post(f"/images/{parent.code}/baseline/")
    asked = {**GOOD, "prompt": parent.prompt, "quality": "high", "size": "1536x1024"}
    foot = foot_of(client, asked)
    asked["one_by_one"] = foot.select_one('[name="one_by_one"]')["value"]
    for elsewhere in (f"/images/{other.code}/baseline/", "/baseline/clear/"):
        client.post(elsewhere)
        refused = client.post("/generations/", asked, headers=HTMX)
        assert refused.status_code == 422
        assert "the baseline is another picture, or none" in refused.text
    assert Generation.objects.count() == 2


def test_nothing_that_can_be_made_alone_is_told_and_runs_nothing(
    client, owner, settings
):
    settings.OPENAI_API_KEY = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789"
    settings.PLAYGROUND_TODAY = date(2026, 12, 2)
    # The model has ended, and the others keep no fidelity.
    parent = image(model="gpt-image-1.5", input_fidelity="high", quality="low")
    client.post(f"/images/{parent.code}/baseline/")
    asked = {**GOOD, "prompt": parent.prompt, "one_by_one": parent.code}
    refused = client.post("/generations/", asked, headers=HTMX)
    assert refused.status_code == 422
    assert "None of these changes can be made alone" in refused.text
    assert Generation.objects.count() == 1


def test_runs_of_the_baseline_take_no_words_from_a_conversation(client, owner):
    """They are no turn of it, so there is nothing to go on from."""
    parent = image(size="1024x1024", quality="low")
    client.post(f"/images/{parent.code}/baseline/")
    client.post(f"/images/{parent.code}/continue/")
    fields = {
        field["name"]: field.get("value", "")
        for field in soup(client.get("/")).select("#composer input[type=hidden]")
        if not field.get("name", "seen").startswith("seen")
    }
    asked = {**fields, **GOOD, "prompt": "at night", "route": "responses"}
    answer = client.post(
        "/generations/", {**asked, "one_by_one": parent.code}, headers=HTMX
    )
    assert answer.status_code == 200
    assert Generation.objects.filter(parent=parent).count() > 1
    page = soup(answer)
    assert page.select_one("#prompt").get_text(strip=True) == "at night"
    assert page.select_one("#composer input[name=image]")["value"] == fields["image"]
    assert not page.select_one('#composer [name="previous"][value]:not([value=""])')


def test_an_old_button_sends_nothing_dearer_than_it_said(client, owner, settings):
    settings.PLAYGROUND_CONFIRM_ABOVE_USD = Decimal("0.0001")
    parent = image(size="1024x1024", quality="low")
    client.post(f"/images/{parent.code}/baseline/")
    # Nothing differs any more, so the composer itself would be sent.
    asked = {**GOOD, "prompt": parent.prompt, "one_by_one": parent.code, "n": "4"}
    refused = client.post("/generations/", asked, headers=HTMX)
    assert refused.status_code == 422
    assert Generation.objects.count() == 1
