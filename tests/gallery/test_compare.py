"""Compare: the page, its table, its JSON and its words."""

from decimal import Decimal

import pytest

from playground.core.units import duration_text
from playground.gallery.compare_table import size_of
from playground.imaging.outcome import Resolved
from playground.library.models import Generation
from tests import factories
from tests.gallery.comparing import address, notices_of, panes_of, row_of
from tests.pages import page_of

pytestmark = pytest.mark.django_db


def test_two_pictures_stand_side_by_side_with_the_verdict(client):
    low = factories.image(quality="low")
    high = factories.image(quality="high")

    soup = page_of(client.get(address(low, high)))

    assert panes_of(soup) == [low.code, high.code]
    heading = soup.select_one("h1").get_text(strip=True)
    assert heading == "Exactly one variable differs: quality"
    assert row_of(soup, "quality") == ["low", "high"]
    assert "varies" in soup.select_one('tr[data-row="quality"]').classes
    assert row_of(soup, "model") == [low.model, "same"]
    assert "same" in soup.select_one('tr[data-row="model"]').classes


def test_six_pictures_are_welcome(client):
    images = [factories.image() for _ in range(6)]

    soup = page_of(client.get(address(*images)))

    assert panes_of(soup) == [image.code for image in images]
    assert notices_of(soup) == []


def test_several_variables_are_a_warning(client):
    soup = page_of(
        client.get(
            address(
                factories.image(quality="low"),
                factories.image(quality="high", size="64x48", prompt="a paper boat"),
            )
        )
    )

    assert "several" in soup.select_one("h1").classes
    assert "the result won't tell which one mattered" in soup.select_one("h1").text


def test_the_best_price_and_time_are_marked_and_the_others_say_how_much_more(client):
    cheap = factories.image(cost_usd=Decimal("0.0060"), duration_ms=6200)
    dear = factories.image(cost_usd=Decimal("0.0132"), duration_ms=9920)

    soup = page_of(client.get(address(cheap, dear)))

    price = soup.select_one('tr[data-row="price"]').select("td")
    assert price[0].select_one(".best")
    assert not price[1].select_one(".best")
    assert price[1].select_one(".delta").text == "2.2 ×"
    assert row_of(soup, "time")[1].endswith("1.6 ×")
    assert soup.select_one('tr[data-row="time"]').select("td")[0].select_one(".best")


def test_an_unknown_price_is_called_unknown_and_is_never_the_best(client):
    soup = page_of(
        client.get(address(factories.image(), factories.image(cost_usd=None)))
    )

    assert "unknown" in row_of(soup, "price")[1]
    assert not soup.select('tr[data-row="price"] .best')


def test_the_prompt_is_compared_word_by_word(client):
    soup = page_of(
        client.get(
            address(
                factories.image(prompt="a red fox in snow"),
                factories.image(prompt="a grey fox in snow"),
            )
        )
    )

    cell = soup.select_one('tr[data-row="prompt"]').select("td")[1]
    assert cell.select_one("del").text.strip() == "red"
    assert cell.select_one("ins").text.strip() == "grey"


def test_prompts_are_text_and_never_markup(client):
    evil = "<img src=x onerror=alert(1)>"

    response = client.get(
        address(factories.image(prompt=evil), factories.image(prompt=f"{evil} fox"))
    )

    assert "<img src=x" not in response.text


def test_requested_and_resolved_are_both_shown(client):
    auto = factories.image(resolved=Resolved(quality="medium"))

    soup = page_of(client.get(address(auto, factories.image(quality="high"))))

    assert row_of(soup, "quality") == ["auto → medium", "high"]


def test_sources_and_masks_are_named_by_their_files(client):
    run = factories.generation()
    one = factories.source(generation=run, name="sketch.png")
    mask = factories.source(generation=run, role="mask", name="hole.png")
    asked = run.request.changed(sources=(one.sha256,), mask=mask.sha256)
    Generation.objects.filter(pk=run.pk).update(requested=asked.to_json())
    run.refresh_from_db()
    edited = factories.image(generation=run)

    soup = page_of(client.get(address(edited, factories.image())))

    assert row_of(soup, "sources") == ["sketch.png", "none"]
    assert row_of(soup, "mask") == ["hole.png", "none"]


def test_confounds_are_listed(client):
    soup = page_of(
        client.get(
            address(
                factories.image(resolved=Resolved(quality="low")),
                factories.image(resolved=Resolved(quality="high")),
            )
        )
    )

    assert "quality was auto and resolved differently: low, high" in [
        item.text for item in soup.select(".confounds li")
    ]


def test_panes_are_named_by_what_differs(client):
    soup = page_of(
        client.get(
            address(factories.image(quality="low"), factories.image(quality="high"))
        )
    )

    assert [name.text for name in soup.select(".pane .name a")] == ["low", "high"]
    assert soup.select_one(".pane img")["alt"].startswith("low: a paper airplane")


def test_links_swap_take_out_and_put_first_without_script(client):
    one, two, three = (factories.image() for _ in range(3))

    soup = page_of(client.get(address(one, two, three)))

    links = {link["href"] for link in soup.select("#compare a")}
    given = "&order=given"
    assert address(three, two, one) + given in links
    assert address(one, two) + given in links
    assert address(three, one, two) + given in links


def test_the_state_of_the_viewer_comes_from_the_address(client):
    soup = page_of(
        client.get(
            address(
                factories.image(),
                factories.image(),
                mode="wipe",
                background="black",
                zoom="4.5",
                x="0.25",
                y="0.75",
            )
        )
    )

    checked = {
        field["name"]: field["value"] for field in soup.select("[name][checked]")
    }
    assert checked["mode"] == "wipe"
    assert checked["background"] == "black"
    hidden = {
        field["name"]: field["value"]
        for field in soup.select("#compare-state input[type=hidden]")
    }
    assert hidden == {"zoom": "4.5", "x": "0.25", "y": "0.75"}


@pytest.mark.parametrize("value", ["nan", "inf", "-1", "1e9", "a", ""])
def test_a_state_that_makes_no_sense_takes_its_default(client, value):
    soup = page_of(
        client.get(
            address(
                factories.image(),
                factories.image(),
                mode=value,
                background=value,
                zoom=value,
                x=value,
                y=value,
            )
        )
    )

    checked = {
        field["name"]: field["value"] for field in soup.select("[name][checked]")
    }
    assert checked["mode"] == "side"
    assert checked["background"] == "grey"
    assert soup.select_one("[name=x]")["value"] in ("0.5", "0.0", "1.0")


def test_alpha_is_shown_on_squares_unless_chosen_otherwise(client):
    soup = page_of(client.get(address(factories.image(alpha=True), factories.image())))

    assert soup.select_one(".panes")["data-background"] == "checker"


def test_it_costs_the_same_queries_for_two_and_for_six(
    client, django_assert_max_num_queries
):
    images = [factories.image() for _ in range(7)]
    client.get(address(*images[:2]))

    for count in (2, 6):
        with django_assert_max_num_queries(12):
            client.get(address(*images[:count]))


def test_json_tells_the_same(client):
    low = factories.image(
        quality="low", resolved=Resolved(quality="low", background="opaque")
    )
    high = factories.image(
        quality="high", resolved=Resolved(quality="high", background="opaque")
    )

    data = client.get(address(low, high, path="/compare.json")).json()

    assert [image["code"] for image in data["images"]] == [low.code, high.code]
    assert data["verdict"] == "Exactly one variable differs: quality"
    different = {row["name"]: row for row in data["different"]}
    assert different["quality"]["values"] == ["low", "high"]
    assert different["quality"]["kind"] == "variable"
    assert "model" in {row["name"] for row in data["equal"]}
    assert data["confounds"] == []
    assert data["notices"] == []


def test_json_says_what_is_missing(client):
    data = client.get(address("nnnnnnnnnnnn", path="/compare.json")).json()

    assert data["images"] == []
    assert data["equal"] == data["different"] == []
    assert data["verdict"] == "No picture to compare"
    assert "nnnnnnnnnnnn" in data["notices"][0]


@pytest.mark.parametrize("path", ["/compare/", "/compare.json"])
def test_comparing_changes_nothing(client, path):
    assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "0 ms"), (840, "840 ms"), (6200, "6.2 s"), (125_000, "2 min 5 s")],
)
def test_durations_are_readable(value, words):
    assert duration_text(value) == words


@pytest.mark.parametrize(
    ("value", "words"), [(0, "0 bytes"), (1499, "1 kB"), (1_140_000, "1.14 MB")]
)
def test_sizes_are_readable(value, words):
    assert size_of(value) == words
