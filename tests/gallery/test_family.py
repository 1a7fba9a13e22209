"""The family of a picture on its page, and its neighbours."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import generation, image, person, source
from tests.pages import parsed, picture_page, text_of

pytestmark = pytest.mark.django_db


def test_a_varied_picture_shows_its_parent_and_what_changed(client):
    parent = image(quality="low")
    run = generation(quality="high", parent=parent, variable="quality")
    soup = picture_page(client, image(generation=run))
    origin = soup.select_one(".origin")
    assert origin.select_one("a")["href"] == parent.get_absolute_url()
    assert "Exactly one variable differs: quality" in text_of(origin)
    assert text_of(origin.select_one("li")) == "Quality low → high"


def test_a_changed_prompt_is_shown_word_by_word(client):
    parent = image(prompt="a red fox in the snow")
    run = generation(prompt="a red owl in the snow", parent=parent, variable="prompt")
    origin = picture_page(client, image(generation=run)).select_one(".origin")
    assert text_of(origin.select_one("del")) == "fox"
    assert text_of(origin.select_one("ins")) == "owl"


def test_a_parent_that_was_deleted_leaves_a_word(client):
    run = generation(parent=None, variable="quality")
    assert "deleted since" in text_of(picture_page(client, image(generation=run)))


def test_the_family_is_listed(client):
    run = generation(n=2)
    kept, sibling = image(generation=run), image(generation=run, position=1)
    taken_from = image()
    source(generation=run, name="sketch.png", taken_from=taken_from)
    source(generation=run, name="mask.png", role="mask")
    child = image(generation=generation(quality="low", parent=kept, variable="quality"))
    image(author=person(), parent=kept)
    soup = picture_page(client, kept)
    links = [link["href"] for link in soup.select(".strip a")]
    assert sibling.get_absolute_url() in links
    assert child.get_absolute_url() in links
    assert taken_from.get_absolute_url() in links
    assert len(links) == 4
    assert "quality low" in text_of(soup.select_one("[aria-labelledby=children]"))


def test_what_was_edited_from_a_picture_is_listed(client):
    kept = image()
    edited = image(generation=generation(prompt="at night"))
    source(generation=edited.generation, taken_from=kept)
    theirs = image(author=person())
    source(generation=theirs.generation, taken_from=kept)
    section = picture_page(client, kept).select_one("[aria-labelledby=edited]")
    links = [link["href"] for link in section.select("a")]
    assert links == [edited.get_absolute_url()]
    assert not picture_page(client, edited).select("[aria-labelledby=edited]")


def test_all_that_was_edited_from_a_picture_is_found_by_a_link_with_its_number(client):
    kept = image()
    for _ in range(13):
        source(generation=image().generation, taken_from=kept)
    section = picture_page(client, kept).select_one("[aria-labelledby=edited]")
    assert len(section.select("li")) == 12
    link = section.select_one("p a")
    assert text_of(link) == "All 13 that were edited from it"
    everything = client.get(link["href"])
    assert everything.context["total"].number == 13
    assert kept not in everything.context["shown"].rows


def test_the_number_of_queries_does_not_grow_with_the_family(
    client, django_assert_max_num_queries
):
    kept = image(generation=generation(parent=image(), variable="quality"))
    with django_assert_max_num_queries(26) as few:
        client.get(kept.get_absolute_url())
    for _ in range(6):
        image(generation=generation(parent=kept, variable="size"))
        image(generation=kept.generation, position=1 + _)
    with django_assert_max_num_queries(26) as many:
        client.get(kept.get_absolute_url())
    assert len(many) == len(few)


def test_the_family_is_shown_up_down_and_beside(client):
    first = image(quality="low")
    parent = image(
        generation=generation(parent=first, variable="quality", quality="high")
    )
    kept = image(
        generation=generation(parent=parent, variable="size", size="1024x1024")
    )
    other = image(
        generation=generation(parent=parent, variable="background", background="opaque")
    )
    soup = picture_page(client, kept)
    line = soup.select("#line + ol li")
    assert [it["data-code"] for it in line] == [first.code]
    beside = soup.select("#beside + ul li")
    assert [it["data-code"] for it in beside] == [other.code]
    assert "background opaque" in text_of(beside[0])


def test_a_large_family_shows_each_way_and_leads_to_all_of_it_in_its_search(client):
    parent = image()
    rare = image(generation=generation(parent=parent, variable="moderation"))
    for _ in range(14):
        kept = image(
            generation=generation(parent=parent, variable="quality", quality="low")
        )
    soup = parsed(client.get(f"{kept.get_absolute_url()}?q=quality:low").content)
    beside = soup.select_one("[aria-labelledby=beside]")
    tiles = beside.select("li")
    assert len(tiles) == 12
    assert tiles[0]["data-code"] == rare.code
    assert all(it.select_one("a")["href"].endswith("/?q=quality%3Alow") for it in tiles)
    origin = soup.select_one(".origin a")["href"]
    assert origin == f"{parent.get_absolute_url()}?q=quality%3Alow"
    assert text_of(beside.select_one("p a")).startswith("All 15 ")
    everything = client.get(beside.select_one("p a")["href"])
    assert everything.context["total"].number == 15
    children = picture_page(client, parent).select_one("[aria-labelledby=children]")
    assert rare.code in [it["data-code"] for it in children.select("li")]
    assert children.select_one("p a")["href"] == beside.select_one("p a")["href"]


def test_neighbours_are_those_of_the_search_and_its_order(client):
    cheap = image(quality="high", cost_usd=Decimal("0.01"))
    image(quality="low", cost_usd=Decimal("0.02"))
    dear = image(quality="high", cost_usd=Decimal("0.03"))
    page = client.get(f"{dear.get_absolute_url()}?q=quality:high&sort=-cost")
    soup = parsed(page.content)
    following = soup.select_one("a[rel=next]")["href"]
    assert following == f"{cheap.get_absolute_url()}?q=quality%3Ahigh&sort=-cost"
    assert soup.select_one("a[rel=next]")["aria-label"] == "Next picture"
    assert not soup.select("a[rel=prev]")


def test_a_long_line_or_conversation_takes_no_more_queries(client):
    def page_of(depth):
        made = None
        for _ in range(depth):
            turn = made and made.generation
            run = generation(route="responses", parent=made, previous=turn)
            made = image(generation=run)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(made.get_absolute_url())
        lineage = page.context["lineage"]
        assert len(lineage.conversation) == depth
        assert len(lineage.line) == min(5, depth - 2)
        return len(queries)

    page_of(2)  # What is kept in memory is filled.
    assert page_of(7) == page_of(4)
