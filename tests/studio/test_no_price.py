"""What has no known price is confirmed before it is sent, as what is dear."""

from decimal import Decimal

import pytest

from playground.library.models import Generation
from playground.runs.seen import must_be_confirmed
from tests.factories import image
from tests.pages import GOOD, HTMX, soup

pytestmark = pytest.mark.django_db

KEY = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789"
# Nobody has published what it costs.
UNPRICED = {"model": "gpt-image-2.6-sunburst", "quality": "max", "size": "3840x2160"}


@pytest.fixture(autouse=True)
def paid(settings):
    settings.OPENAI_API_KEY = KEY


def test_several_pictures_without_a_price_are_confirmed(client, owner):
    asked = {**GOOD, **UNPRICED, "n": "4"}
    refused = client.post("/generations/", asked, headers=HTMX)
    assert refused.status_code == 422
    confirm = soup(refused).select_one("#confirm")
    assert "Nobody knows yet what this costs" in soup(refused).get_text()
    more = {**asked, "n": "5", "confirmed": confirm["value"]}
    assert client.post("/generations/", more).status_code == 422
    assert not Generation.objects.exists()
    client.post("/generations/", {**asked, "confirmed": confirm["value"]})
    assert Generation.objects.get().requested["n"] == 4


def test_a_limit_of_nothing_asks_about_one_picture_too(client, owner, settings):
    settings.PLAYGROUND_CONFIRM_ABOVE_USD = Decimal(0)
    assert client.post("/generations/", {**GOOD, **UNPRICED}).status_code == 422
    settings.PLAYGROUND_DEFAULT_MODEL = UNPRICED["model"]
    first = client.post("/setup/first-picture/")
    assert first.status_code == 422
    sent = {it["name"]: it["value"] for it in soup(first).select("#ask-panel input")}
    assert not Generation.objects.exists()
    answer = client.post("/setup/first-picture/", sent, headers=HTMX)
    assert answer.headers["HX-Redirect"] == Generation.objects.get().get_absolute_url()


def test_more_pictures_without_a_price_are_more_than_was_seen(client, owner):
    kept = image(**UNPRICED)
    page = soup(client.get(f"/images/{kept.code}/vary/"))
    option = page.select_one('[name="name"][value="background"]').closest("form")
    sent = {it["name"]: it.get("value") for it in option.select("[name]")}
    assert sent["seen"] == "0+1"
    dearer = {**sent, "n": "2", "confirmed": "0+2"}
    assert client.post(f"/images/{kept.code}/vary/", dearer).status_code == 422
    assert Generation.objects.count() == 1


@pytest.mark.parametrize(
    ("confirmed", "must"),
    [("", True), ("2", True), ("2+3", False), ("1.99+3", True), ("2+2", True)],
)
def test_a_sum_and_what_has_none_are_confirmed_together(confirmed, must):
    assert must_be_confirmed(Decimal(2), 3, confirmed) is must
