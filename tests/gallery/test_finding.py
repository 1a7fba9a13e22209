"""Finding one's way in the gallery: chips, orders, filters, suggestions, saved searches."""

import pytest

from playground.gallery import stacks
from playground.gallery.views import index, showing
from playground.library.models import Image
from playground.library.saved_searches import search_save
from playground.library.search import Search
from tests.factories import image, images_many, local
from tests.gallery.listing import URL, codes_of, made_at
from tests.pages import page_of, soup

pytestmark = pytest.mark.django_db
PAGE_SIZE = 12


@pytest.fixture(autouse=True)
def short_pages(monkeypatch):
    for views in (index, showing):
        monkeypatch.setattr(views, "PAGE_SIZE", PAGE_SIZE)


def test_chips_say_what_was_understood_and_take_it_out(client):
    high = image(quality="high", prompt="a fox")
    image(quality="low", prompt="a fox")
    soup = page_of(client.get(URL, {"q": "quality:high fox nonsense:1"}))
    chips = {chip.text.strip(): chip["href"] for chip in soup.select(".found .chip")}
    assert chips["quality high"] == f"{URL}?q=fox+nonsense%3A1"
    assert "There is no field “nonsense”" in soup.select_one(".note").text
    following = codes_of(client.get(URL, {"q": "quality:high fox"}))
    assert following == [high.code]


@pytest.mark.parametrize("sort", ["cost", "-cost", "stars", "time", "-size", "date"])
def test_every_order_is_paged_without_holes(client, sort):
    images_many(PAGE_SIZE + 5)
    image(cost_usd=None, duration_ms=None, pixels=(90, 90))
    first = client.get(URL, {"sort": sort})
    link = page_of(first).select_one("#more a")["href"]
    following = client.get(URL + link)
    codes = codes_of(first) + codes_of(following)
    assert len(codes) == len(set(codes)) == PAGE_SIZE + 6
    # And back up again, from where the second page began.
    up = page_of(following).select_one("#newer")["hx-get"]
    above = client.get(URL + up, headers={"hx-request": "true", "hx-target": "newer"})
    assert codes_of(above) == codes_of(first)


def test_any_month_can_be_jumped_to(client):
    old, older = image(), image()
    image()
    made_at(old, 2026, 3, 21, 9)
    made_at(older, 2024, 3, 21, 9)
    soup = page_of(client.get(URL))
    years = [link.text for link in soup.select(".scrubber .year")]
    assert years == ["2026", "2025", "2024"]
    assert codes_of(client.get(URL, {"at": "2026-03"})) == [old.code, older.code]
    assert codes_of(client.get(URL, {"at": "2025"})) == [older.code]
    assert codes_of(client.get(URL, {"at": "2026-03", "sort": "date"}))[0] == old.code
    assert client.get(URL, {"at": "2026-99"}).status_code == 200
    # Beyond the ends it says so, also in a search, with the ways back.
    for asked, said in (
        ({"at": "2023"}, "older"),
        ({"at": "2999", "sort": "date"}, "newer"),
    ):
        beyond = page_of(client.get(URL, {**asked, "q": "quality:medium"}))
        assert f"Nothing {said}" in beyond.select_one(".wall-itself").text
        assert beyond.select(".scrubber .year")
        assert "q=quality" in beyond.select_one(".wall-itself .empty a")["href"]


def test_the_place_of_what_has_left_the_list_is_come_back_to(client):
    images_many(2 * PAGE_SIZE)
    left = Image.objects.newest()[PAGE_SIZE]
    following = Image.objects.newest()[PAGE_SIZE + 1]
    Image.objects.filter(pk=left.pk).update(trashed_at=left.created_at)
    response = client.get(URL, {"near": left.code})
    assert page_of(response).select_one("tile-grid")["data-near"] == following.code
    assert following.code in codes_of(response)


def test_what_is_one_request_folds_into_a_stack(client):
    image(prompt="a fox")
    same = [image(prompt="an owl") for _ in range(3)]
    soup = page_of(client.get(URL, {"stacks": "on"}))
    tiles = soup.select(".tile")
    assert tiles[0]["data-code"] == same[-1].code
    assert len(tiles) == 2
    assert tiles[0].select_one(".stack").text == "3"
    # It opens within the search, and what is open is no stack again.
    narrowed = client.get(URL, {"q": "owl", "stacks": "on"})
    opened = client.get(page_of(narrowed).select_one(".stack")["href"])
    assert codes_of(opened) == [it.code for it in same[::-1]]
    assert opened.context["query"] == f"owl like:{same[-1].code}"
    assert client.cookies["stacks"].value == "on"


def test_a_stack_holds_all_of_its_request_wherever_they_lie(client):
    """On other days, on other pages, and below as above a place."""
    far, *same = [image(prompt="an owl") for _ in range(4)]
    images_many(PAGE_SIZE + 5)
    # All of one request: one tile, of which nothing lies on a page of its own.
    Image.objects.exclude(prompt="an owl").update(fingerprint=7)
    newest = image(prompt="an owl")
    made_at(far, 2024, 3, 21, 9)
    first = page_of(client.get(URL, {"stacks": "on"}))
    counts = {
        it["data-code"]: it.select_one(".stack").text for it in first.select(".tile")
    }
    assert list(counts.values()) == ["5", str(PAGE_SIZE + 5)]
    assert newest.code in counts
    # Who was at one of the others comes to the stack that it lies in.
    near = client.get(URL, {"near": same[1].code})
    assert codes_of(near) == list(counts)
    assert page_of(near).select_one("tile-grid")["data-near"] == newest.code
    assert codes_of(
        client.get(URL, {"before": near.context["search"].cursor(far)})
    ) == list(counts)
    oldest = page_of(client.get(URL, {"sort": "date"}))
    assert oldest.select_one(".tile")["data-code"] == far.code
    assert oldest.select_one(".stack").text == "5"
    # One that leaves gives its place to the next.
    Image.objects.filter(pk=newest.pk).update(trashed_at=newest.created_at)
    left = page_of(client.get(URL, {"near": newest.code}))
    assert left.select_one("tile-grid")["data-near"] == same[-1].code
    assert [it.text for it in left.select(".stack")] == [str(PAGE_SIZE + 5), "4"]


def test_filters_are_links_with_counts(client):
    image(quality="high")
    image(quality="low")
    soup = page_of(client.get("/gallery/filters/"))
    links = {a.get_text(" ", strip=True): a["href"] for a in soup.select(".facet a")}
    assert links["high 1"] == f"{URL}?q=quality%3Ahigh"
    # However it was typed, what is chosen is taken out by a click.
    typed = page_of(client.get("/gallery/filters/", {"q": "quality:HIGH"}))
    assert typed.select_one(".facet a[aria-current]")["href"] == URL
    whole = page_of(client.get(URL, {"filters": 1})).select_one("#rail")
    assert "high 1" in [a.get_text(" ", strip=True) for a in whole.select("a")]


def test_suggestions_lead_on(client):
    image()
    option = page_of(client.get("/gallery/suggestions/", {"q": "fox qual"})).select_one(
        "[role=option]"
    )
    assert option["data-insert"] == "fox quality:"
    assert client.get("/gallery/suggestions/", {"q": '\0 "'}).status_code == 200


def test_filters_stay_open_without_script(client):
    image(quality="high", prompt="a fox")
    page = page_of(client.get(URL, {"q": "fox", "filters": "1"}))
    links = page.select(".facet li > a, .found > .chip")
    assert links
    assert all("filters=1" in link["href"] for link in links)
    assert page.select_one(".search [name=filters]")["value"] == "1"
    chip = page_of(client.get(URL, {"q": "fox"})).select_one(".found > .chip")
    assert "filters=1" not in chip["href"]
    assert "filters=1" not in client.get("/gallery/filters/").text


def test_new_pictures_are_announced_and_move_nothing(client):
    first = image()
    news = page_of(client.get(URL)).select_one(".news")["hx-get"]
    assert not page_of(client.get(news)).select("a")
    # In every order, and after a jump.
    for asked in ({"sort": "-cost"}, {"at": "2020"}):
        other = page_of(client.get(URL, asked)).select_one(".news")["hx-get"]
        assert f"since={news.partition('since=')[2]}" in other
    image()
    assert "1 new picture" in " ".join(client.get(news).text.split())
    # What the page says already is left as it is, and who has the focus in it too.
    assert client.get(f"{news}&shown=1").status_code == 204
    assert client.get(f"{news}&shown=2").status_code == 200
    nothing = page_of(client.get(URL, {"q": "owl"})).select_one("#news[role=status]")
    assert client.get(f"{nothing['hx-get']}&shown=0").status_code == 204
    image(prompt="an owl")
    assert "1 new picture" in " ".join(client.get(nothing["hx-get"]).text.split())
    assert not page_of(client.get(URL, {"after": "5_5", "q": "x"})).select_one("#news")
    assert codes_of(client.get(URL))[2] == first.code


def test_a_search_is_saved_under_a_name_and_forgotten(client):
    image(quality="high")
    asked = {"q": "quality:high", "sort": "-cost", "name": "Best"}
    page = client.post("/gallery/searches/", asked, follow=True)
    assert "Saved as “Best”" in page.text
    rail = page_of(client.get("/gallery/filters/"))
    link = rail.select_one("#facet-saved + ul a")
    assert link["href"] == f"{URL}?q=quality%3Ahigh&sort=-cost"
    client.post(rail.select("form button")[-1]["formaction"])
    assert not page_of(client.get("/gallery/filters/")).select("#facet-saved")


def test_many_saved_searches_leave_the_filters_in_sight(client, owner):
    for number in range(7):
        search_save(owner, name=f"Search {number}", query=f"word{number}")
    saved = page_of(client.get("/gallery/filters/")).select_one(
        "[aria-labelledby=facet-saved]"
    )
    assert len(saved.select(".facet > ul > li")) == 5
    further = saved.select_one("details:not([open])")
    assert further.select_one("summary").text == "All 7"
    folded = further.select("a")
    assert len(folded) == 2
    # Who came by one of those sees it.
    rail = page_of(
        client.get(folded[0]["href"].replace("/gallery/", "/gallery/filters/", 1))
    )
    assert rail.select_one("details[open] a[aria-current]")["href"] == folded[0]["href"]


def test_a_search_without_a_name_is_not_saved(client):
    page = client.post("/gallery/searches/", {"q": "fox", "name": " "})
    assert page.status_code == 422
    assert "Give it a name" in page.text
    # What was typed is still there, with its search, to be sent again.
    page = client.post("/gallery/searches/", {"q": "fox", "name": "f" * 81})
    form = soup(page).select_one("form.note")
    sent = {it["name"]: it["value"] for it in form.select("input")}
    assert (sent["name"], sent["q"], sent["sort"]) == ("f" * 81, "fox", "-date")
    assert form.select_one("#name-error").text.strip().startswith("A name has at most")
    again = client.post(form["action"], sent | {"name": "Foxes"}, follow=True)
    assert "Saved as “Foxes”" in again.text


def test_who_comes_back_from_a_picture_finds_the_place(client):
    images_many(3 * PAGE_SIZE)
    newest = [it.code for it in Image.objects.newest()]
    wanted = newest[20]
    response = client.get(URL, {"near": wanted})
    assert wanted in codes_of(response)
    assert codes_of(response) == newest[14:27]
    soup = page_of(response)
    up = soup.select_one("#newer")["hx-get"]
    above = client.get(URL + up, headers={"hx-request": "true", "hx-target": "newer"})
    assert codes_of(above) == newest[2:14]
    assert "near" not in soup.select_one("#more")["hx-get"]
    assert codes_of(client.get(URL, {"near": "zzzzzzzzzzzz"})) == newest[:PAGE_SIZE]


def test_an_empty_gallery_leads_to_the_first_picture_and_to_the_import(client):
    links = page_of(client.get(URL)).select(".empty a")
    assert [it["href"] for it in links] == ["/", "/gallery/import/"]


def test_thousands_of_one_request_are_asked_for_once(
    client, django_assert_max_num_queries
):
    older, same = image(prompt="a fox"), image(prompt="an owl")
    images_many(6 * PAGE_SIZE)
    many = Image.objects.exclude(pk__in=[older.pk, same.pk])
    many.update(fingerprint=same.fingerprint)
    client.get(URL)
    with django_assert_max_num_queries(12):
        page = client.get(URL, {"stacks": "on"})
    assert len(codes_of(page)) == 2
    # Whoever goes in among them finds what comes behind.
    within = page.context["search"].cursor(Image.objects.newest()[5])
    assert codes_of(client.get(URL, {"after": within})) == [older.code]


def test_a_place_without_a_stack_of_its_own_leads_on(client, monkeypatch):
    monkeypatch.setattr(stacks, "ROUNDS", 1)
    image(prompt="a fox")
    images_many(2 * PAGE_SIZE)
    search = Search.from_query(local(), {})
    within = search.cursor(Image.objects.newest()[5])
    soup = page_of(client.get(URL, {"stacks": "on", "after": within}))
    assert "after=" in soup.select_one("#more a")["href"]
    assert "Nothing older" not in soup.text
