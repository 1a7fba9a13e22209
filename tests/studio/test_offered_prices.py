"""Prices beside what is offered: what is known is said, also where auto leaves it open."""

from datetime import date

import pytest

from tests.factories import image
from tests.pages import GOOD, HTMX, soup

pytestmark = pytest.mark.django_db


def offered(page, name):
    forms = f'form:has(input[name="name"][value="{name}"])'
    return [" ".join(it.get_text(" ").split()) for it in page.select(f"{forms} button")]


def test_where_auto_leaves_the_price_open_each_value_has_its_own(client, owner):
    made = image(model="gpt-image-2", quality="auto", size="1024x1024")
    page = soup(client.get(f"/images/{made.code}/vary/"))
    assert "low ≈ $0.0059" in offered(page, "quality")
    # A format costs nothing more or less.
    assert "webp" in offered(page, "output_format")
    posted = {**GOOD, "model": "gpt-image-2", "quality": "auto", "size": "1024x1024"}
    page = soup(client.post("/compose/", posted, headers=HTMX))
    low = page.select_one('label:has([name="quality"][value="low"])')
    assert "≈ $0.0059" in low.get_text()


def test_the_price_of_an_ended_model_is_no_measure(client, owner, settings):
    settings.OPENAI_API_KEY = "sk-test-of-ended-models"
    settings.PLAYGROUND_TODAY = date(2026, 12, 1)
    made = image(model="gpt-image-1.5", quality="low", size="1024x1024")
    page = soup(client.get(f"/images/{made.code}/vary/"))
    assert "gpt-image-2 ≈ $0.0059" in offered(page, "model")


def test_the_words_of_an_estimate_end_in_order(client, owner):
    made = image(model="gpt-image-2", quality="auto")
    client.post(f"/images/{made.code}/edit/")
    why = soup(client.get("/")).select_one("#composer-why").get_text()
    assert "are not published" in why
    assert ",." not in why


def test_a_change_is_said_once_with_its_price_or_what_is_wrong(client, owner):
    def change(**values):
        page = soup(client.post("/compose/", {**GOOD, **values}, headers=HTMX))
        return page.select_one("#live"), page.select_one("[name=told]")["value"]

    live, told = change(quality="high")
    assert told.startswith("≈ $")
    assert live.text == told
    assert change(quality="high", told=told)[0] is None
    wrong, _ = change(size="custom", size_custom="999x7", told=told)
    assert wrong.text.startswith("Size 999×7 → auto: Width and height go in steps")
