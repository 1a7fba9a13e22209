"""Several changes run one by one: what the button says is what is made and charged."""

import re
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
    sent = {**asked, "one_by_one": "1", "seen_one_by_one": seen}
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
    client.post("/generations/", {**asked, "one_by_one": "1"}, headers=HTMX)
    made = Generation.objects.filter(parent=parent)
    assert [run.request.n for run in made] == [1, 1]
    words = foot_of(client, {**asked, "n": "3"}).select_one('[name="one_by_one"]').text
    assert "2 runs, 6 pictures, ≈" in words
