"""No money without meaning: what a run makes and costs is said before, and confirmed."""

from decimal import Decimal

import pytest

from playground.library.models import Generation
from tests.factories import generation, image
from tests.pages import GOOD, HTMX, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def parent(owner):
    return image(size="1024x1024", quality="low", n=4)


def made_after(picture):
    return Generation.objects.exclude(pk=picture.generation_id)


def button(page):
    return page.select_one("#ask-run").get_text(" ", strip=True)


@pytest.mark.parametrize("address", ["again/", "side-by-side/?name=quality", "vary/"])
def test_asking_starts_nothing(client, parent, address):
    assert client.get(f"/images/{parent.code}/{address}").status_code == 200
    assert not made_after(parent).exists()


def test_another_draw_is_one_picture_whatever_n_was(client, parent):
    page = soup(client.get(f"/images/{parent.code}/again/"))
    assert button(page) == "Run again: 1 picture ≈ $0.0059"
    assert page.select_one('[name="n"]')["value"] == "1"

    client.post(f"/images/{parent.code}/again/")
    assert made_after(parent).get().requested["n"] == 1


def test_n_is_chosen_where_it_is_paid(client, parent):
    page = soup(client.get(f"/images/{parent.code}/again/", {"n": "3"}))
    assert button(page) == "Run again: 3 pictures ≈ $0.018"

    client.post(f"/images/{parent.code}/again/", {"n": "3"})
    assert made_after(parent).get().requested["n"] == 3


@pytest.mark.parametrize(
    ("address", "values"),
    [("again/", {}), ("side-by-side/", {"name": "quality", "value": ["medium"]})],
)
def test_what_has_grown_since_the_button_was_drawn_is_asked_again(
    client, parent, address, values
):
    """A number that is typed and followed by Enter has not been seen in the sum."""
    address, asked = f"/images/{parent.code}/{address}", {**values, "asked": "1"}
    page = soup(client.get(address, asked))
    seen = page.select_one('[name="seen"]')["value"]
    response = client.post(address, {**asked, "n": "3", "seen": seen})
    assert response.status_code == 422
    assert "3 pictures" in button(soup(response))
    assert "Nothing has been sent" in soup(response).get_text()
    assert not made_after(parent).exists()
    seen = soup(response).select_one('[name="seen"]')["value"]
    client.post(address, {**asked, "n": "3", "seen": seen})
    assert made_after(parent).get().requested["n"] == 3


def test_a_failed_run_is_asked_about_before_it_runs_again(client, owner):
    failed = generation(state="failed", n=4, size="1024x1024", quality="low")
    for address in ("/", failed.get_absolute_url()):
        page = soup(client.get(address))
        found = page.select_one(f'[href="/generations/{failed.code}/again/"]')
        assert found.get_text(strip=True) == "Run again", address
        assert not page.select(f'[formaction="/generations/{failed.code}/again/"]')
    page = soup(client.get(f"/generations/{failed.code}/again/"))
    assert button(page) == "Run again: 4 pictures ≈ $0.024"


def test_a_variation_makes_one_picture_unless_told_otherwise(client, parent):
    for given, n in (({}, 1), ({"n": "2"}, 2), ({"n": "many"}, 1), ({"n": "99"}, 1)):
        client.post(
            f"/images/{parent.code}/vary/",
            {"name": "quality", "value": "medium", **given},
        )
        run = made_after(parent).latest("pk")
        assert (run.requested["n"], run.variable) == (n, "quality")


def test_dear_tiers_are_not_ticked(client, parent):
    page = soup(client.get(f"/images/{parent.code}/side-by-side/?name=quality"))
    ticked = {
        box["value"]: box.has_attr("checked") for box in page.select('[name="value"]')
    }
    assert ticked == {"medium": True, "high": True, "xhigh": False, "max": False}
    assert button(page) == "Run and compare: 2 pictures ≈ $0.066"


def test_the_total_follows_what_is_chosen(client, parent):
    asked = {"asked": "1", "name": "quality", "value": ["medium", "max"], "n": "2"}
    page = soup(client.get(f"/images/{parent.code}/side-by-side/", asked))
    total = 2 * (Decimal("0.01317") + Decimal("0.21072"))
    assert button(page) == f"Run and compare: 4 pictures ≈ ${total:.2f}"


def test_nothing_chosen_runs_nothing(client, parent):
    asked = {"asked": "1", "name": "quality"}
    response = client.post(f"/images/{parent.code}/side-by-side/", asked)
    assert response.status_code == 422
    assert "Choose at least one" in soup(response).select_one(".error").get_text()
    assert not made_after(parent).exists()


@pytest.mark.parametrize(
    "values", [["ultra"], ["medium", "low"], ["auto"], ["medium", "\x00"]]
)
def test_a_value_that_is_not_offered_runs_nothing(client, parent, values):
    response = client.post(
        f"/images/{parent.code}/side-by-side/", {"name": "quality", "value": values}
    )
    assert response.status_code == 422
    assert not made_after(parent).exists()


@pytest.mark.parametrize("name", ["prompt", "nothing", ""])
def test_what_has_no_values_says_so(client, owner, name):
    kept = image()
    page = client.get(f"/images/{kept.code}/side-by-side/", {"name": name})
    assert "no other values" in soup(page).get_text()
    response = client.post(f"/images/{kept.code}/side-by-side/", {"name": name})
    assert response.status_code == 422


# --- Above the limit --------------------------------------------------------


def test_above_the_limit_the_sum_is_confirmed(client, parent):
    dear = {"name": "quality", "value": ["max"], "n": "8"}
    address = f"/images/{parent.code}/side-by-side/"
    response = client.post(address, dear)
    assert response.status_code == 422
    page = soup(response)
    assert "more than $1" in page.select_one(".note.warn").get_text()
    assert button(page).startswith("Yes, run and compare: 8 pictures")
    assert not made_after(parent).exists()

    confirmed = page.select_one('[name="confirmed"]')["value"]
    client.post(address, {**dear, "confirmed": confirmed})
    assert made_after(parent).get().requested["n"] == 8


def test_what_was_confirmed_counts_for_no_more_than_that(client, parent):
    dear = {"name": "quality", "value": "max", "n": "10", "confirmed": "1.20"}
    response = client.post(f"/images/{parent.code}/vary/", dear)
    assert response.status_code == 422
    assert not made_after(parent).exists()


@pytest.mark.parametrize("confirmed", ["", "yes", "NaN", "-3", "Infinity"])
def test_only_a_sum_confirms(client, parent, confirmed):
    dear = {"n": "10", "quality": "max"}
    values = {**GOOD, **dear, "confirmed": confirmed}
    response = client.post("/generations/", values)
    assert response.status_code == 422
    assert not made_after(parent).exists()


def test_the_studio_asks_too_and_keeps_what_was_typed(client, owner):
    dear = {**GOOD, "prompt": "dear", "n": "10", "quality": "max"}
    response = client.post("/generations/", dear)
    assert response.status_code == 422
    page = soup(response)
    assert page.select_one("#prompt").get_text(strip=True) == "dear"
    confirm = page.select_one("#confirm")
    assert "10 pictures" in confirm.get_text()
    client.post("/generations/", {**dear, "confirmed": confirm["value"]})
    assert Generation.objects.get().requested["n"] == 10


def test_the_limit_is_a_setting(client, parent, settings):
    settings.PLAYGROUND_CONFIRM_ABOVE_USD = Decimal("0.001")
    assert client.post(f"/images/{parent.code}/again/").status_code == 422
    settings.PLAYGROUND_CONFIRM_ABOVE_USD = Decimal(50)
    client.post("/generations/", {**GOOD, "n": "10", "quality": "max"})
    assert made_after(parent).count() == 1


def test_running_a_failed_run_again_is_asked_above_the_limit(client, owner):
    failed = generation(state="failed", quality="max", n=10, size="1024x1024")
    address = f"/generations/{failed.code}/again/"
    assert client.post(address).status_code == 422
    response = client.post(address, headers=HTMX)
    assert response["HX-Retarget"] == "body"
    assert soup(response).select_one("dialog #ask-run")
    assert Generation.objects.count() == 1


def test_the_call_as_it_stands_shows_how_many(client, owner):
    page = client.post(
        "/compose/",
        {**GOOD, "n": "4"},
        headers={**HTMX, "HX-Target": "composer-fields"},
    )
    text = soup(page).select_one("#generate").get_text(" ", strip=True)
    assert text.startswith("Generate: 4 pictures")


def test_an_estimate_that_leaves_out_what_costs_says_at_least(client, owner):
    values = {**GOOD, "route": "responses"}
    page = soup(
        client.post(
            "/compose/", values, headers={**HTMX, "HX-Target": "composer-fields"}
        )
    )
    assert page.select_one("#generate .price").get_text().startswith("at least $0.")
    values = {**GOOD, "route": "images"}
    page = soup(
        client.post(
            "/compose/", values, headers={**HTMX, "HX-Target": "composer-fields"}
        )
    )
    assert page.select_one("#generate .price").get_text().startswith("≈ $0.")
