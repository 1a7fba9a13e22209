"""The challenger of Compare moves through the search it was opened from, as it is."""

import pytest

from playground.library.models import Image
from playground.library.search.documents import documents_write
from playground.library.trash import images_trash
from tests import factories
from tests.pages import page_of

pytestmark = pytest.mark.django_db


def _ways(client, *codes, **more):
    room = page_of(client.get("/compare/", {"image": codes, "list": "search", **more}))
    return {link["data-step"]: link["href"] for link in room.select("[data-step]")}


def test_the_whole_search_counts_and_its_order(client):
    made = [factories.image(prompt="fox") for _ in range(4)]
    for row, stars in zip(made, (5, 1, 3, 2), strict=True):
        Image.objects.filter(pk=row.pk).update(stars=stars)
    base, left_out, last, low = (it.code for it in made)
    Image.objects.filter(code=left_out).update(flag="reject")
    text = " ".join(["fox", *(f"-{'nowhere' * 5}{it}" for it in range(8))])
    text += " -is:rejected"
    documents_write(Image.objects.all())
    ways = _ways(client, base, last, q=text, sort="-stars")
    assert set(ways) == {"next"}
    for part in (f"image={low}", "sort=-stars", "is%3Arejected"):
        assert part in ways["next"]
    back = _ways(client, base, low, q=text, sort="-stars")
    assert f"image={last}" in back["previous"]
    # A search of nothing has its order too.
    assert f"image={low}" in _ways(client, base, last, sort="-stars")["next"]


def test_what_lies_in_the_trash_is_walked_there(client):
    made = [factories.image() for _ in range(4)]
    images_trash(Image.objects.exclude(pk=made[0].pk))
    client.post("/selection/", {"action": "set", "code": [it.code for it in made[2:]]})
    page = page_of(client.get("/gallery/?trash"))
    link = page.select_one("a[href^='/compare/']")["href"]
    assert link.endswith("list=search&q=is%3Atrashed")
    ways = _ways(client, made[3].code, made[2].code, q="is:trashed")
    assert f"image={made[1].code}" in ways["next"]
