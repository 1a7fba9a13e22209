"""The gallery page and its JSON twin."""

import datetime
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from playground.core.keyset import NEWEST
from playground.gallery.views.index import PAGE_SIZE
from playground.library.models import Image
from tests.factories import image, images_many, person

pytestmark = pytest.mark.django_db

URL = "/gallery/"


def _soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def _codes(response):
    return [tile["data-code"] for tile in _soup(response).select(".tile")]


def _made_at(kept, *moment):
    when = datetime.datetime(*moment, tzinfo=timezone.get_current_timezone())
    Image.objects.filter(pk=kept.pk).update(created_at=when)


def test_shows_my_pictures_newest_first(client):
    first, second = image(), image()
    image(author=person())
    assert _codes(client.get(URL)) == [second.code, first.code]


def test_a_tile_has_its_frame_and_words_before_its_bytes(client):
    kept = image(
        prompt="A fox\n in the   snow",
        pixels=(96, 64),
        quality="high",
        cost_usd=Decimal("0.041"),
    )
    tile = _soup(client.get(URL)).select_one(".tile")
    picture = tile.select_one("img")
    assert (tile["data-width"], tile["data-height"]) == ("96", "64")
    assert (picture["width"], picture["height"]) == ("96", "64")
    assert picture["alt"] == "A fox in the snow"
    assert "loading" not in picture.attrs
    assert tile["data-colour"] == kept.colour
    assert tile.select_one("a")["href"] == reverse("gallery:image", args=[kept.code])
    assert " ".join(tile.select_one(".cap").text.split()) == "high · 96×64$0.0410"


def test_only_what_is_seen_at_once_is_loaded_at_once(client):
    images_many(8)
    pictures = _soup(client.get(URL)).select(".tile img")
    assert [it.get("loading") for it in pictures] == [None] * 6 + ["lazy"] * 2


def test_a_tile_shows_the_original_until_there_are_thumbnails(client):
    without = image(pixels=(800, 600))
    with_them = image(pixels=(800, 600), thumbnails=True)
    by_code = {
        tile["data-code"]: tile.select_one("img")
        for tile in _soup(client.get(URL)).select(".tile")
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
    soup = _soup(client.get(URL))
    assert soup.select_one(".empty a.primary")["href"] == "/"
    assert not soup.select(".tile")


def test_pictures_in_the_trash_are_elsewhere(client):
    kept, trashed = image(), image()
    client.post(reverse("gallery:trash", args=[trashed.code]))
    assert _codes(client.get(URL)) == [kept.code]
    assert _codes(client.get(URL, {"trash": ""})) == [trashed.code]


def test_days_are_named_counted_and_summed(client):
    _made_at(image(cost_usd=Decimal("0.10")), 2026, 11, 21, 9)
    _made_at(image(cost_usd=Decimal("0.20")), 2026, 11, 21, 8)
    _made_at(image(cost_usd=None), 2026, 11, 20, 9)
    _made_at(image(), 2026, 11, 20, 8)
    _made_at(image(cost_usd=None), 2026, 11, 19, 8)
    _made_at(image(), 2026, 11, 18, 8)
    _made_at(image(), 2025, 11, 18, 8)
    days = [
        " ".join(day.text.split()) for day in _soup(client.get(URL)).select("h2.day")
    ]
    assert days == [
        "Today 2 pictures · $0.30",
        "Yesterday 2 pictures · $0.0053 and 1 without a price",
        "Thursday, 19 November 1 picture · price unknown",
        "Wednesday, 18 November 1 picture · $0.0053",
        "Tuesday, 18 November 2025 1 picture · $0.0053",
    ]


def test_pages_follow_each_other_by_real_links(client):
    images_many(PAGE_SIZE + 5)
    first = client.get(URL)
    link = _soup(first).select_one("#more a")["href"]
    following = client.get(URL + link)
    codes = _codes(first) + _codes(following)
    assert len(codes) == PAGE_SIZE + 5
    assert len(set(codes)) == PAGE_SIZE + 5
    assert not _soup(following).select("#more")
    assert _soup(following).select("h1")


def test_htmx_gets_only_the_tiles_that_follow(client):
    images_many(PAGE_SIZE + 5)
    link = _soup(client.get(URL)).select_one("#more")["hx-get"]
    response = client.get(
        URL + link, headers={"hx-request": "true", "hx-target": "more"}
    )
    assert len(_codes(response)) == 5
    assert "<html" not in response.text
    assert {"HX-Request", "HX-Target"} <= set(response["Vary"].split(", "))
    # The day goes on, so its heading is not said twice.
    assert _soup(response).select("section[data-continues]")
    assert not _soup(response).select("h2")


@pytest.mark.parametrize("after", ["nonsense", "-1", "9" * 30, "²", ""])
def test_a_broken_cursor_leads_to_the_first_page(client, after):
    kept = image()
    assert _codes(client.get(URL, {"after": after})) == [kept.code]
    assert client.get("/gallery.json", {"after": after}).status_code == 200


def test_past_the_end_there_is_a_word(client):
    kept = image()
    assert "Nothing older" in client.get(URL, {"after": NEWEST.cursor(kept)}).text


def test_the_layout_is_remembered(client):
    image()
    assert not _soup(client.get(URL)).select(".tiles.square")
    assert _soup(client.get(URL, {"tiles": "square"})).select(".tiles.square")
    assert _soup(client.get(URL)).select(".tiles.square")
    assert _soup(client.get(URL, {"tiles": "no such"})).select(".tiles:not(.square)")


def test_a_search_finds_prompts_with_all_its_words(client):
    image(prompt="A red fox in the snow")
    both = image(prompt="Snow on a RED roof")
    image(prompt="100% wool")
    assert _codes(client.get(URL, {"q": " red roof "})) == [both.code]
    assert len(_codes(client.get(URL, {"q": "snow"}))) == 2
    assert "“%” holds no letters" in client.get(URL, {"q": "%"}).text
    assert "No picture has all of this" in client.get(URL, {"q": "owl"}).text
    assert len(client.get("/gallery.json", {"q": "red"}).json()["images"]) == 2


def test_a_search_goes_on_over_pages(client):
    images_many(PAGE_SIZE + 2)
    link = _soup(client.get(URL, {"q": "paper"})).select_one("#more a")["href"]
    assert "q=paper" in link
    assert len(_codes(client.get(URL + link))) == 2
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
    assert first["total"] == {"count": PAGE_SIZE + 1, "at_least": False}
    assert len(first["images"]) == PAGE_SIZE
    second = client.get(first["next"]).json()
    assert len(second["images"]) == 1
    assert second["next"] is None


def test_json_of_an_empty_gallery(client, db):
    assert client.get("/gallery.json").json() == {
        "query": {"understood": "", "problems": []},
        "total": {"count": 0, "at_least": False},
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

    soup = _soup(client.get(url))

    marks = [cap.span.text for cap in soup.select(".tile .cap")]
    assert marks == ["same request", "differs in: quality", "the reference"]
    assert "Stop marking" in soup.text
    few = _queries(client, django_assert_max_num_queries, url)
    image(quality="high")
    assert _queries(client, django_assert_max_num_queries, url) == few


@pytest.mark.parametrize("code", ["", "nnnnnnnnnnnn", "%00"])
def test_a_reference_that_is_not_there_marks_nothing(client, code):
    image()

    assert "Stop marking" not in client.get(f"{URL}?against={code}").text


def test_chips_say_what_was_understood_and_take_it_out(client):
    high = image(quality="high", prompt="a fox")
    image(quality="low", prompt="a fox")
    soup = _soup(client.get(URL, {"q": "quality:high fox nonsense:1"}))
    chips = {chip.text.strip(): chip["href"] for chip in soup.select(".found .chip")}
    assert chips["quality high"] == f"{URL}?q=fox+nonsense%3A1"
    assert "There is no field “nonsense”" in soup.select_one(".note").text
    following = _codes(client.get(URL, {"q": "quality:high fox"}))
    assert following == [high.code]


@pytest.mark.parametrize("sort", ["cost", "-cost", "stars", "time", "-size", "date"])
def test_every_order_is_paged_without_holes(client, sort):
    images_many(PAGE_SIZE + 5)
    image(cost_usd=None, duration_ms=None, pixels=(90, 90))
    first = client.get(URL, {"sort": sort})
    link = _soup(first).select_one("#more a")["href"]
    following = client.get(URL + link)
    codes = _codes(first) + _codes(following)
    assert len(codes) == len(set(codes)) == PAGE_SIZE + 6
    # And back up again, from where the second page began.
    up = _soup(following).select_one("#newer")["hx-get"]
    above = client.get(URL + up, headers={"hx-request": "true", "hx-target": "newer"})
    assert _codes(above) == _codes(first)


def test_any_month_can_be_jumped_to(client):
    old, older = image(), image()
    image()
    _made_at(old, 2026, 3, 21, 9)
    _made_at(older, 2024, 3, 21, 9)
    soup = _soup(client.get(URL))
    years = [link.text for link in soup.select(".scrubber .year")]
    assert years == ["2026", "2025", "2024"]
    assert _codes(client.get(URL, {"at": "2026-03"})) == [old.code, older.code]
    assert _codes(client.get(URL, {"at": "2025"})) == [older.code]
    assert _codes(client.get(URL, {"at": "2026-03", "sort": "date"}))[0] == old.code
    assert client.get(URL, {"at": "2026-99"}).status_code == 200


def test_what_is_one_request_folds_into_a_stack(client):
    image(prompt="a fox")
    same = [image(prompt="an owl") for _ in range(3)]
    soup = _soup(client.get(URL, {"stacks": "on"}))
    tiles = soup.select(".tile")
    assert tiles[0]["data-code"] == same[-1].code
    assert len(tiles) == 2
    assert tiles[0].select_one(".stack").text == "3"
    assert tiles[0].select_one(".stack")["href"].endswith(f"?q=like:{same[-1].code}")


def test_filters_are_links_with_counts(client):
    image(quality="high")
    image(quality="low")
    soup = _soup(client.get("/gallery/filters/"))
    links = {" ".join(a.stripped_strings): a["href"] for a in soup.select(".facet a")}
    assert links["high 1"] == f"{URL}?q=quality%3Ahigh"
    whole = _soup(client.get(URL, {"filters": 1})).select_one("#rail")
    assert "high 1" in [" ".join(a.stripped_strings) for a in whole.select("a")]


def test_suggestions_lead_on(client):
    image()
    option = _soup(client.get("/gallery/suggestions/", {"q": "fox qual"})).select_one(
        "[role=option]"
    )
    assert option["data-insert"] == "fox quality:"
    assert client.get("/gallery/suggestions/", {"q": '\0 "'}).status_code == 200


def test_new_pictures_are_announced_and_move_nothing(client):
    first = image()
    news = _soup(client.get(URL)).select_one(".news")["hx-get"]
    assert client.get(news).text.strip() == ""
    image()
    assert "1 new picture" in " ".join(client.get(news).text.split())
    assert _codes(client.get(URL))[1] == first.code


def test_a_search_is_saved_under_a_name_and_forgotten(client):
    image(quality="high")
    asked = {"q": "quality:high", "sort": "-cost", "name": "Best"}
    page = client.post("/gallery/searches/", asked, follow=True)
    assert "Saved as “Best”" in page.text
    rail = _soup(client.get("/gallery/filters/"))
    link = rail.select_one("#facet-saved + ul a")
    assert link["href"] == f"{URL}?q=quality%3Ahigh&sort=-cost"
    client.post(rail.select_one("form")["action"])
    assert not _soup(client.get("/gallery/filters/")).select("#facet-saved")


def test_a_search_without_a_name_is_not_saved(client):
    page = client.post("/gallery/searches/", {"q": "fox", "name": " "}, follow=True)
    assert "Give it a name" in page.text


def test_who_comes_back_from_a_picture_finds_the_place(client):
    images_many(3 * PAGE_SIZE)
    newest = [it.code for it in Image.objects.newest()]
    wanted = newest[100]
    response = client.get(URL, {"near": wanted})
    assert wanted in _codes(response)
    assert _codes(response) == newest[70:131]
    soup = _soup(response)
    up = soup.select_one("#newer")["hx-get"]
    above = client.get(URL + up, headers={"hx-request": "true", "hx-target": "newer"})
    assert _codes(above) == newest[10:70]
    assert "near" not in soup.select_one("#more")["hx-get"]
    assert _codes(client.get(URL, {"near": "zzzzzzzzzzzz"})) == newest[:60]
