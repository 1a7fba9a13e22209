"""What a run whose picture was put into the trash offers."""

import pytest

from tests import factories
from tests.pages import soup, text_of

pytestmark = pytest.mark.django_db


def test_a_card_whose_picture_is_in_the_trash_puts_it_back(client, owner):
    picture = factories.image()
    client.post(f"/images/{picture.code}/trash/")
    back = f"/images/{picture.code}/restore/"
    for address in ("/", "/generations/"):
        page = soup(client.get(address))
        assert page.select_one(f'main button[formaction="{back}"]'), address
        assert page.select_one('main a[href="/gallery/?trash"]'), address
    client.post(back)
    assert f"/images/{picture.code}/" in str(soup(client.get("/")).select_one(".card"))


def test_two_draws_of_a_prompt_are_told_apart(client, owner):
    low = factories.image(quality="low")
    factories.image(quality="high")
    tiles = soup(client.get("/gallery/")).select(".tile")
    names = [tile.select_one("img")["alt"] for tile in tiles]
    assert len(set(names)) == 2
    picks = {tile.select_one(".pick")["aria-label"] for tile in tiles}
    assert len(picks) == 2
    card = soup(client.get("/")).select_one(f'[data-code="{low.code}"]')
    told = {
        it["aria-describedby"] for it in card.select(".acts > .btn, .acts .end .btn")
    }
    assert told == {card.select_one(".shot a")["id"]}


def test_what_has_its_receipt_is_in_no_doubt(client, owner):
    error = {
        "category": "outage",
        "may_be_billed": True,
        "remedy": "Look at it. The call may have been charged.",
        "message": "Damaged.",
    }
    run = factories.generation(state="failed", provider="openai", error=error)
    page = text_of(soup(client.get(run.get_absolute_url())).select_one("main"))
    assert "may have been charged" not in page
    run.cost_usd = None
    run.save()
    page = text_of(soup(client.get(run.get_absolute_url())).select_one(".card"))
    # In the remedy, and where the price would be.
    assert page.count("may have been charged") == 2
