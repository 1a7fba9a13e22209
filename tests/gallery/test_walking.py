"""Every order leads past every picture, up and down, whatever a picture lacks."""

from decimal import Decimal

import pytest

from playground.gallery import walking
from playground.gallery.views import index, showing
from playground.library import organising
from playground.library.models import Image
from playground.library.search import SORTS, Search
from tests.factories import image, images_many

pytestmark = pytest.mark.django_db

URL = "/gallery/"
# Missing, equal and different, in no order of their keys.
COSTS = (None, "0.1", None, "0.3", "0.1", None, "0.2")
TIMES = (20, None, 10, 20, None, None, 5)
STARS = (0, 5, 0, 3, 3, 0, 1)
COLUMN = {"date": "pk", "cost": "cost_usd", "time": "duration_ms", "size": "pixels"}


@pytest.fixture
def made(monkeypatch):
    for pages in (index, showing):
        monkeypatch.setattr(pages, "PAGE_SIZE", 2)
    monkeypatch.setattr(walking, "SIZE", 2)
    images_many(len(COSTS))
    rows = list(Image.objects.order_by("pk"))
    for row, cost, time, stars in zip(rows, COSTS, TIMES, STARS, strict=True):
        row.cost_usd = Decimal(cost) if cost else None
        row.duration_ms, row.stars = time, stars
        row.save()
    return rows


def _ordered(rows, sort):
    """What has a value in the order of it and of keys, then what has none."""
    name = sort.removeprefix("-")
    column = COLUMN.get(name, name)
    down = sort.startswith("-")
    there = [it for it in rows if getattr(it, column) is not None]
    there.sort(key=lambda it: (getattr(it, column), it.pk), reverse=down)
    missing = [it for it in rows if getattr(it, column) is None]
    missing.sort(key=lambda it: it.pk, reverse=down)
    return [it.code for it in [*there, *missing]]


@pytest.mark.parametrize("text", ["", "airplane"])
def test_every_order_is_walked_to_its_end_and_back(owner, made, text):
    for sort in SORTS:
        search = Search(owner, text, sort)
        expected = _ordered(made, sort)

        down = [search.page(size=2)]
        while down[-1].after:
            down.append(search.page(after=down[-1].after, size=2))
        assert [it.code for page in down for it in page.rows] == expected, sort

        up, cursor = [], search.order.cursor(down[-1].rows[-1])
        while cursor:
            page = search.page_before(before=cursor, size=2)
            up, cursor = [*page.rows, *up], page.after
        assert [it.code for it in up] == expected[:-1], sort

        for place, row in enumerate(it for page in down for it in page.rows):
            before, after = search.neighbours(row)
            around = [it.code for it in (before, row, after) if it]
            assert around == expected[max(0, place - 1) : place + 2], sort
            here = search.row_before(after=search.order.cursor(row))
            assert here == row, sort


def _shown(client, **query):
    shown = client.get(URL, query).context["shown"]
    return [it.code for it in shown.rows], shown


@pytest.mark.parametrize("sort", ["cost", "-time"])
def test_pages_and_their_json_walk_past_what_has_no_value(client, made, sort):
    expected = _ordered(made, sort)
    codes, shown = _shown(client, sort=sort)
    while shown.after:
        more, shown = _shown(client, sort=sort, after=shown.after)
        codes += more
    assert codes == expected

    codes = [it.code for it in shown.rows]
    while shown.before:
        more, shown = _shown(client, sort=sort, before=shown.before)
        codes = more + codes
    assert codes == expected

    codes, address = [], f"/gallery.json?sort={sort}"
    while address:
        answer = client.get(address).json()
        codes += [it["code"] for it in answer["images"]]
        address = answer["next"]
    assert codes == expected

    # The last one has no value, nor has the one before it.
    walk = client.get("/gallery/walk.json", {"at": expected[-1], "sort": sort}).json()
    codes = [it["code"] for it in walk["images"]]
    assert codes[walk["at"]] == expected[-1]
    while walk["before"]:
        walk = client.get(walk["before"]).json()
        codes = [it["code"] for it in walk["images"]] + codes
    assert codes == expected
    query = {"review": 1, "at": expected[-1], "sort": sort}
    review = client.get(URL, query).context
    assert (review["place"], review["previous"].code) == (len(made), expected[-2])
    assert expected[-1] in _shown(client, sort=sort, near=expected[-1])[0]


def test_a_collection_is_walked_in_the_order_that_it_has_by_hand(client, owner, made):
    spring = organising.collection_create(owner, "Spring")
    organising.collection_add(spring, Image.objects.order_by("pk"))
    codes = [made[it].code for it in (3, 0, 6, 2, 5, 1, 4)]
    organising.collection_arrange(spring, codes)
    page = client.get(f"/collections/{spring.code}/")
    assert [it.code for it in page.context["images"]] == codes
    assert page.context["walk"] == f"?q=in%3A{spring.code}&sort=place"
    query = {"q": f"in:{spring.code}", "sort": "place"}

    found, shown = _shown(client, **query)
    while shown.after:
        more, shown = _shown(client, **query, after=shown.after)
        found += more
    assert found == codes
    while shown.before:
        more, shown = _shown(client, **query, before=shown.before)
    assert more == codes[: len(more)]
    assert codes[4] in _shown(client, **query, near=codes[4])[0]

    walk = client.get("/gallery/walk.json", {**query, "at": codes[3]}).json()
    assert [it["code"] for it in walk["images"]] == codes[1:6]
    review = client.get(URL, {**query, "review": 1, "at": codes[3]}).context
    assert (review["place"], review["previous"].code) == (4, codes[2])
    assert [it.code for it in review["following"]] == codes[4:]
    detail = client.get(f"/images/{codes[0]}/", query).context["lineage"]
    assert (detail.newer, detail.older.code) == (None, codes[1])
    # What is not in it has no place there, and no search has one elsewhere.
    stranger = image()
    assert client.get(f"/images/{stranger.code}/", query).status_code == 200
    review = client.get(URL, {**query, "review": 1, "at": stranger.code})
    assert review.context["place"] is None
    assert Search.from_query(owner, {"q": "fox", "sort": "place"}).sort == "-date"
    either = {"q": f"in:{spring.code} OR fox", "sort": "place"}
    assert Search.from_query(owner, either).sort == "-date"
    for cursor in ("x", "-_5", "9" * 18 + "_1", "0.5_1"):
        for name in ("after", "before"):
            assert client.get(URL, {**query, name: cursor}).status_code == 200


def test_before_a_cursor_that_is_none_of_ours_the_list_begins_anew(client, made):
    assert _shown(client, before="nonsense")[0] == _ordered(made, "-date")[:2]
    news = client.get("/gallery/news/", {"since": "nonsense"})
    assert news.status_code == 200
    assert not news.context["count"]
