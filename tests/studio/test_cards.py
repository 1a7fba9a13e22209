"""What cards and the page of a run say."""

import pytest

from playground.studio.remedies import worded_links
from tests.pages import soup

pytestmark = pytest.mark.django_db


# --- What cards and the page of a run say -------------------------------------


def test_the_price_of_a_call_for_several_stands_once(post, client):
    post(n="2")
    cards = soup(client.get("/")).select("#results .card")
    prices = [card.select_one(".facts .line .num").get_text() for card in cards]
    assert prices[0].startswith("≈ $")
    assert prices[0].endswith(" for both")
    assert prices[1] == ""


def test_a_remedy_links_with_words(run, client):
    run(scenario="unverified")
    link = soup(client.get("/")).select_one(".why a")
    assert link["href"] == "https://platform.openai.com/settings/organization/general"
    assert "//" not in link.get_text()


def test_addresses_that_are_not_known_and_markup_stay_what_they_are():
    html = worded_links("See https://platform.openai.com/settings/new <b>now</b>.")
    assert ">https://platform.openai.com/settings/new</a>" in html
    assert "&lt;b&gt;" in html


def test_a_failed_card_names_its_request_once(run, client):
    failed = run(scenario="moderation")
    assert failed.request_id in failed.error["remedy"]
    card = soup(client.get("/")).select_one("#results .card")
    assert card.get_text().count(failed.request_id) == 1
    assert len(card.select(".facts .line")) == 1


def test_the_page_of_a_run_does_not_link_to_itself(run, client):
    failed = run(scenario="moderation")
    address = failed.get_absolute_url()
    assert soup(client.get("/")).select_one(f'.facts a[href="{address}"]')
    page = soup(client.get(address))
    assert not page.select_one(f'a[href="{address}"]')
    assert page.get_text().count(failed.request_id) == 1


def test_a_run_is_told_in_the_words_of_its_picture(run, client):
    made = run()
    ours = soup(client.get(made.get_absolute_url()))
    theirs = soup(client.get(made.images.get().get_absolute_url()))
    for name in ("settings", "cost"):
        told = [page.select_one(f"section:has(> #{name})") for page in (ours, theirs)]
        assert told[0].get_text() == told[1].get_text()
    assert "nothing was charged" in ours.get_text()
