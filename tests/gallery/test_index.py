"""The gallery page and its JSON twin."""

from decimal import Decimal

import pytest
from django.urls import reverse

from playground.core.keyset import NEWEST
from playground.gallery.views.showing import PAGE_SIZE
from playground.library.search import Search
from tests.factories import image, images_many, local, person
from tests.gallery.listing import URL, codes_of, made_at
from tests.pages import page_of

pytestmark = pytest.mark.django_db


def test_shows_my_pictures_newest_first(client):
    first, second = image(), image()
    image(author=person())
    assert codes_of(client.get(URL)) == [second.code, first.code]


def test_a_tile_has_its_frame_and_words_before_its_bytes(client):
    kept = image(
        prompt="A fox\n in the   snow",
        pixels=(96, 64),
        quality="high",
        cost_usd=Decimal("0.041"),
    )
    tile = page_of(client.get(URL)).select_one(".tile")
    picture = tile.select_one("img")
    assert (tile["data-width"], tile["data-height"]) == ("96", "64")
    assert (picture["width"], picture["height"]) == ("96", "64")
    assert picture["alt"].startswith("A fox in the snow, high, 96×64, ")
    assert "loading" not in picture.attrs
    assert tile["data-colour"] == kept.colour
    assert tile.select_one("a")["href"] == reverse("gallery:image", args=[kept.code])
    assert " ".join(tile.select_one(".cap").text.split()) == "high · 96×64$0.0410"


def test_only_what_is_seen_at_once_is_loaded_at_once(client):
    images_many(8)
    pictures = page_of(client.get(URL)).select(".tile img")
    assert [it.get("loading") for it in pictures] == [None] * 6 + ["lazy"] * 2


def test_a_tile_shows_the_original_until_there_are_thumbnails(client):
    without = image(pixels=(800, 600))
    with_them = image(pixels=(800, 600), thumbnails=True)
    by_code = {
        tile["data-code"]: tile.select_one("img")
        for tile in page_of(client.get(URL)).select(".tile")
    }
    assert by_code[without.code]["src"].endswith("/file")
    assert "srcset" not in by_code[without.code].attrs
    assert by_code[with_them.code]["src"].endswith("/thumb/320.webp")
    assert "/thumb/640.webp 640w" in by_code[with_them.code]["srcset"]


def test_what_a_prompt_holds_is_text(client):
    image(prompt='<script>alert(1)</script>" onload="x')
    html = client.get(URL).text
    assert "<script>alert" not in html
    assert 'onload="x' not in html


def test_an_empty_gallery_says_what_to_do(client):
    soup = page_of(client.get(URL))
    assert soup.select_one(".empty a.primary")["href"] == "/"
    assert not soup.select(".tile")


def test_pictures_in_the_trash_are_elsewhere(client):
    kept, trashed = image(), image()
    client.post(reverse("gallery:trash", args=[trashed.code]))
    assert codes_of(client.get(URL)) == [kept.code]
    assert codes_of(client.get(URL, {"trash": ""})) == [trashed.code]


def test_days_are_named_counted_and_summed(client):
    made_at(image(cost_usd=Decimal("0.10")), 2026, 11, 21, 9)
    made_at(image(cost_usd=Decimal("0.20")), 2026, 11, 21, 8)
    made_at(image(cost_usd=None), 2026, 11, 20, 9)
    made_at(image(), 2026, 11, 20, 8)
    made_at(image(cost_usd=None), 2026, 11, 19, 8)
    made_at(image(), 2026, 11, 18, 8)
    made_at(image(), 2025, 11, 18, 8)
    days = [
        " ".join(day.text.split()) for day in page_of(client.get(URL)).select("h2.day")
    ]
    assert days == [
        "Today 2 pictures · $0.30",
        "Yesterday 2 pictures · $0.0053 and 1 with price unknown",
        "Thursday, 19 November 1 picture · price unknown",
        "Wednesday, 18 November 1 picture · $0.0053",
        "Tuesday, 18 November 2025 1 picture · $0.0053",
    ]


def test_pages_follow_each_other_by_real_links(client):
    images_many(PAGE_SIZE + 5)
    first = client.get(URL)
    link = page_of(first).select_one("#more a")["href"]
    following = client.get(URL + link)
    codes = codes_of(first) + codes_of(following)
    assert len(codes) == PAGE_SIZE + 5
    assert len(set(codes)) == PAGE_SIZE + 5
    assert not page_of(following).select("#more")
    assert page_of(following).select("h1")


def test_htmx_gets_only_the_tiles_that_follow(client):
    images_many(PAGE_SIZE + 5)
    link = page_of(client.get(URL)).select_one("#more")["hx-get"]
    response = client.get(
        URL + link, headers={"hx-request": "true", "hx-target": "more"}
    )
    assert len(codes_of(response)) == 5
    assert "<html" not in response.text
    assert {"HX-Request", "HX-Target"} <= set(response["Vary"].split(", "))
    # The day goes on, so its heading is not said twice.
    assert page_of(response).select("section[data-continues]")
    assert not page_of(response).select("h2")


@pytest.mark.parametrize("after", ["nonsense", "-1", "9" * 30, "²", ""])
def test_a_broken_cursor_leads_to_the_first_page(client, after):
    kept = image()
    assert codes_of(client.get(URL, {"after": after})) == [kept.code]
    # A script would begin anew without an end.
    answer = client.get("/gallery.json", {"after": after})
    assert answer.status_code == (400 if after else 200)


def test_past_the_end_there_is_a_word(client):
    kept = image()
    assert "Nothing older" in client.get(URL, {"after": NEWEST.cursor(kept)}).text


def test_the_layout_is_remembered(client):
    image()
    assert not page_of(client.get(URL)).select(".tiles.square")
    assert page_of(client.get(URL, {"tiles": "square"})).select(".tiles.square")
    assert page_of(client.get(URL)).select(".tiles.square")
    assert page_of(client.get(URL, {"tiles": "no such"})).select(".tiles:not(.square)")


def test_a_search_finds_prompts_with_all_its_words(client):
    image(prompt="A red fox in the snow")
    both = image(prompt="Snow on a RED roof")
    image(prompt="100% wool")
    assert codes_of(client.get(URL, {"q": " red roof "})) == [both.code]
    assert len(codes_of(client.get(URL, {"q": "snow"}))) == 2
    assert "“%” holds no letters" in client.get(URL, {"q": "%"}).text
    assert "No picture has all of this" in client.get(URL, {"q": "owl"}).text
    assert len(client.get("/gallery.json", {"q": "red"}).json()["images"]) == 2


def test_a_search_goes_on_over_pages(client):
    images_many(PAGE_SIZE + 2)
    link = page_of(client.get(URL, {"q": "paper"})).select_one("#more a")["href"]
    assert "q=paper" in link
    assert len(codes_of(client.get(URL + link))) == 2
    following = client.get("/gallery.json", {"q": "paper"}).json()["next"]
    assert len(client.get(following).json()["images"]) == 2


@pytest.mark.parametrize("query", ["\0", "a " * 5000, "' OR 1=1 --", "<b>"])
def test_any_search_is_answered(client, query):
    image()
    assert client.get(URL, {"q": query}).status_code == 200


def _queries(client, django_assert_max_num_queries, url, **headers):
    with django_assert_max_num_queries(16) as captured:
        client.get(url, headers=headers)
    return len(captured)


def test_the_number_of_queries_does_not_grow(client, django_assert_max_num_queries):
    for _ in range(3):
        image()
    few = _queries(client, django_assert_max_num_queries, URL)
    images_many(PAGE_SIZE + 20)
    assert _queries(client, django_assert_max_num_queries, URL) == few
    _queries(client, django_assert_max_num_queries, "/gallery.json")


def test_json_pages_through_everything(client):
    images_many(PAGE_SIZE + 1)
    first = client.get("/gallery.json").json()
    assert set(first) == {"query", "total", "images", "facets", "next"}
    total = {"count": PAGE_SIZE + 1, "at_least": False}
    cost = {"cost_usd": "0.3233", "cost_at_least": False}
    assert first["total"] == {**total, **cost}
    assert len(first["images"]) == PAGE_SIZE
    second = client.get(first["next"]).json()
    assert len(second["images"]) == 1
    assert second["next"] is None


def test_json_of_an_empty_gallery(client, db):
    assert client.get("/gallery.json").json() == {
        "query": {"understood": "", "problems": []},
        "total": {
            "count": 0,
            "at_least": False,
            "cost_usd": None,
            "cost_at_least": False,
        },
        "images": [],
        "facets": [],
        "next": None,
    }


@pytest.mark.parametrize("url", [URL, "/gallery.json"])
def test_the_gallery_cannot_be_posted_to(client, url, db):
    assert client.post(url).status_code == 405


def test_tiles_are_marked_against_a_reference(client, django_assert_max_num_queries):
    low = image(quality="low")
    image(quality="high")
    image(quality="low")
    url = f"{URL}?against={low.code}"

    soup = page_of(client.get(url))

    marks = [cap.select_one("span").text for cap in soup.select(".tile .cap")]
    assert marks == ["same request", "differs in: quality", "the reference"]
    assert "Stop marking" in soup.text
    before = Search(local(), "").cursor(low)
    ways = [url, f"{url}&near={low.code}", f"{url}&before={before}"]
    few = [_queries(client, django_assert_max_num_queries, it) for it in ways]
    image(quality="high")
    assert [_queries(client, django_assert_max_num_queries, it) for it in ways] == few


@pytest.mark.parametrize("code", ["", "nnnnnnnnnnnn", "%00"])
def test_a_reference_that_is_not_there_marks_nothing(client, code):
    image()

    assert "Stop marking" not in client.get(f"{URL}?against={code}").text


def test_figures_of_days_are_told_without_the_page_and_its_messages(client):
    made_at(image(cost_usd=Decimal("0.10")), 2026, 11, 21, 9)
    client.post("/gallery/organise/", {"target": "search", "action": "pick"})
    address = reverse("gallery:figures")
    days = ["2026-11-21", "2026-11-20", "9999-12-31", "0001-01-01", "junk"]
    page = page_of(client.get(address, {"day": days}))
    assert page.select_one(".found > [role=status]").text.split() == [
        *("1", "picture", "·", "$0.10")
    ]
    told = {it["id"]: it.text.strip() for it in page.select("h2")}
    assert told == {
        "day-2026-11-21": "1 picture · $0.10",
        "day-2026-11-20": "0 pictures",
    }
    # What the next page is to say is still there for it.
    assert page_of(client.get(URL)).select("toast-note")
