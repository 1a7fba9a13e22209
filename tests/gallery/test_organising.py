"""Doing one thing with many pictures: tags, collections, trash, ZIP; and undo."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.storage import default_storage
from django.utils import timezone

from playground.core.streams import MOST, flow
from playground.gallery import bulk
from playground.library.models import Collection, Image, Tag
from playground.library.trash import trash_sweep
from tests.factories import generation, image, images_many, person, picture_bytes

pytestmark = pytest.mark.django_db

URL = "/gallery/organise/"


def _soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def _do(client, action, **values):
    return client.post(
        URL, {"action": action, "target": "search", **values}, follow=True
    )


def _found(client, query):
    return {
        it["code"] for it in client.get("/gallery.json", {"q": query}).json()["images"]
    }


def _undo(client):
    return client.post("/gallery/undo/", follow=True)


def test_all_of_a_search_is_tagged_found_and_untagged_again(client):
    high = [image(quality="high") for _ in range(2)]
    image(quality="low")
    page = _do(client, "tag", q="quality:high", tag="Café")
    assert "2 pictures tagged “Café”" in page.text
    assert _found(client, "tag:cafe") == {it.code for it in high}
    _undo(client)
    assert not Tag.objects.exists()
    assert "no longer" not in _undo(client).text


def test_a_tag_that_some_had_is_left_to_them_by_undo(client):
    first, second = image(), image()
    _do(client, "tag", q=f"like:{first.code}", tag="a")
    assert _found(client, "tag:a") == {first.code, second.code}
    third = image(prompt="another")
    _do(client, "tag", tag="a")
    _undo(client)
    assert _found(client, "tag:a") == {first.code, second.code}
    assert third.code not in _found(client, "tag:a")


def test_what_was_picked_is_collected_in_order_with_a_cover(client):
    made = [image() for _ in range(3)]
    client.post("/selection/", {"action": "set", "code": [it.code for it in made]})
    _do(client, "collect", target="selection", **{"in": "Spring launch"})
    spring = Collection.objects.get()
    page = f"/collections/{spring.code}/"
    codes = [it["data-code"] for it in _soup(client.get(page)).select(".tile")]
    assert codes == [it.code for it in made]
    change = f"{page}change/"
    client.post(change, {"action": "first", "code": made[2].code})
    client.post(change, {"action": "cover", "code": made[1].code})
    client.post(change, {"action": "remove", "code": made[0].code})
    codes = [it["data-code"] for it in _soup(client.get(page)).select(".tile")]
    assert codes == [made[2].code, made[1].code]
    told = client.get("/collections.json").json()["collections"]
    assert told == [
        {
            "code": spring.code,
            "name": "Spring launch",
            "count": 2,
            "cover": made[1].code,
            "page": page,
            "created": spring.created_at.isoformat(),
        }
    ]
    assert _found(client, 'in:"spring launch"') == set(codes)
    # Deleted while somebody else has it open.
    client.post(change, {"action": "delete"})
    assert Image.objects.count() == 3
    assert client.get(page).status_code == 404
    assert client.post(change, {"action": "cover"}).status_code == 404


def test_pictures_of_a_collection_are_put_beside_others(client):
    made = [image() for _ in range(5)]
    client.post("/selection/", {"action": "set", "code": [it.code for it in made]})
    _do(client, "collect", target="selection", **{"in": "Spring launch"})
    spring = Collection.objects.get()
    page = f"/collections/{spring.code}/"

    def move(*moved, **beside):
        codes = [made[number].code for number in moved]
        beside = {side: made[number].code for side, number in beside.items()}
        values = {"action": "move", "code": codes, **beside}
        accept = {"Accept": "application/json"}
        return client.post(f"{page}change/", values, headers=accept).status_code

    def order():
        found = _soup(client.get(page)).select(".tiles .tile")
        return [[it.code for it in made].index(tile["data-code"]) for tile in found]

    assert move(4, before=0) == 200
    assert order() == [4, 0, 1, 2, 3]
    told = client.get(f"/collections/{spring.code}.json").json()
    assert [it["code"] for it in told["images"]] == [made[it].code for it in order()]
    assert (told["count"], told["cover"], told["next"]) == (5, made[4].code, None)
    # PostgreSQL takes no NUL.
    odd = {"action": "move", "code": ["a\0"], "after": made[1].code}
    json_back = {"Accept": "application/json"}
    assert client.post(f"{page}change/", odd, headers=json_back).status_code == 422
    assert move(1, 4, after=2) == 200
    assert order() == [0, 2, 1, 4, 3]
    assert move(0, after=3) == 200
    assert order() == [2, 1, 4, 3, 0]
    # No room is left between two of them.
    spring.items.update(place=7)
    before = order()
    assert move(before[4], after=before[0]) == 200
    assert order() == [before[0], before[4], *before[1:4]]
    # Without script one is told on the page, and nothing has moved.
    stranger = image()
    refused = {"action": "move", "code": stranger.code, "before": made[0].code}
    told = client.post(f"{page}change/", refused, follow=True)
    assert "taken out meanwhile" in told.text
    assert move(2, before=2) == 422
    assert order() == [before[0], before[4], *before[1:4]]


def test_flags_and_stars_of_many_are_taken_back(client):
    kept = image()
    image()
    client.post("/judge/", {"code": kept.code, "stars": "3", "flag": "pick"})
    _do(client, "stars", stars="5")
    _do(client, "reject")
    assert set(Image.objects.values_list("flag", "stars")) == {("reject", 5)}
    _undo(client)
    kept.refresh_from_db()
    assert (kept.flag, kept.stars) == ("pick", 5)


@pytest.mark.parametrize(
    ("action", "values", "said"),
    [
        ("tag", {"tag": " "}, "Give it a name"),
        ("untag", {"tag": "no such"}, "No picture has the tag"),
        ("collect", {"in": "x" * 81}, "at most 80"),
        ("stars", {"stars": "9"}, "0 to 5 stars"),
        ("stars", {"stars": "many"}, "0 to 5 stars"),
        ("burn", {}, "Choose what is to be done"),
        ("tag", {"tag": "a", "q": "quality:low"}, "no picture"),
    ],
)
def test_what_cannot_be_done_is_explained(client, action, values, said):
    image(quality="high")
    assert said in _do(client, action, **values).text


def test_more_than_can_be_done_at_once_is_refused(client, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 5)
    images_many(7)
    assert "more than 5 pictures" in _do(client, "pick").text
    assert not Image.objects.filter(flag="pick").exists()


def test_other_peoples_pictures_are_not_touched(client):
    theirs = image(author=person())
    client.post(URL, {"action": "trash", "target": "selection", "code": theirs.code})
    theirs.refresh_from_db()
    assert theirs.trashed_at is None


def test_the_trash_is_put_back_and_emptied_for_good(client):
    kept, gone = image(prompt="stays"), image(prompt="goes", quality="high")
    child = image(generation=generation(parent=gone, variable="quality", quality="low"))
    _do(client, "trash", q="goes")
    _undo(client)
    assert _found(client, "goes") == {gone.code}
    _do(client, "trash", q="goes")
    page = client.get("/gallery/?trash")
    assert "Empty the trash" in page.text
    client.post("/gallery/trash/empty/")
    assert "1 picture left" in client.get("/gallery/trash/progress/").text
    # What is being deleted cannot be put back any more.
    client.post(f"/images/{gone.code}/restore/")
    assert trash_sweep() == 1
    assert trash_sweep() == 0
    assert not default_storage.exists(gone.file)
    assert default_storage.exists(kept.file)
    assert "left" not in client.get("/gallery/trash/progress/").text
    # Its child still says what it came from, and the price is still there.
    page = " ".join(client.get(f"/images/{child.code}/").text.split())
    assert "a picture that was deleted since" in page
    assert "Deleted for good" in client.get(f"/images/{gone.code}/").text
    assert client.get(f"/images/{gone.code}/file").status_code in (200, 404)
    gone.refresh_from_db()
    assert gone.cost_usd == kept.cost_usd


@pytest.mark.parametrize(("days", "left"), [(30, 0), (0, 1), (90, 1)])
def test_the_trash_empties_by_age(client, settings, days, left):
    settings.PLAYGROUND_TRASH_DAYS = days
    old = image()
    Image.objects.update(trashed_at=timezone.now() - timedelta(days=31))
    trash_sweep()
    assert Image.objects.filter(pk=old.pk, purged_at=None).count() == left


def test_a_zip_holds_the_bytes_and_a_manifest(client):
    data = picture_bytes(size=(80, 40), colour="red")
    kept = image(data=data, prompt="=SUM(A1) a fox", quality="high")
    other = image(
        data=picture_bytes(colour="blue"),
        prompt="=SUM(A1) a fox",
        quality="high",
        pixels=(80, 40),
    )
    lost = image(prompt="lost")
    default_storage.delete(lost.file)
    client.post("/judge/", {"code": kept.code, "stars": "4", "note": "warm"})
    answer = client.post("/gallery/download/", {"target": "search"})
    packed = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    assert packed.testzip() is None
    manifest = {
        it["code"]: it for it in json.loads(packed.read("manifest.json"))["images"]
    }
    entry = manifest[kept.code]
    assert packed.read(f"pictures/{entry['file']}") == data
    assert (entry["stars"], entry["note"], entry["parameters"]["quality"]) == (
        4,
        "warm",
        "high",
    )
    assert manifest[lost.code]["file"] is None
    assert manifest[other.code]["file"] != entry["file"]
    table = packed.read("manifest.csv").decode("utf-8-sig")
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(table))}
    assert rows[kept.code]["prompt"] == "'=SUM(A1) a fox"
    assert "zip" in answer["Content-Disposition"]


def test_an_empty_zip_is_no_zip(client):
    page = client.post("/gallery/download/", {"target": "search"}, follow=True)
    assert "no picture" in page.text


def test_the_length_of_a_zip_is_told_before(client):
    for colour in ("red", "blue"):
        image(data=picture_bytes(colour=colour), prompt="ö" * 40)
    answer = client.post("/gallery/download/", {"target": "search"})
    assert len(answer.getvalue()) == int(answer["Content-Length"])


def test_downloads_that_nobody_reads_leave_threads_for_pages(client):
    """Each holds a thread of the server for as long as it is not read."""
    image()
    under_way = [flow(lambda: [b"x", b"y"]) for _ in range(MOST)]
    assert all(under_way)
    refused = client.post("/gallery/download/", {"target": "search"}, follow=True)
    assert "downloads are under way" in refused.content.decode()
    under_way[0].close()
    under_way[0].close()
    assert client.post("/gallery/download/", {"target": "search"}).getvalue()
    assert b"".join(under_way[1]) == b"xy"
    with pytest.raises(ZeroDivisionError):
        flow(lambda: 1 // 0)
    again = [flow(list), flow(list)]
    assert all(again)
    assert flow(list) is None
    for answer in (*under_way, *again):
        answer.close()
    # An error on the way to the server leaves answers that nobody closes.
    for _ in range(2 * MOST):
        assert flow(list)


def test_all_but_what_was_selected_is_changed_across_pages(client):
    made = [image(prompt="fox", quality="high") for _ in range(3)]
    image(prompt="owl")
    codes = [it.code for it in made[:2]] + ["zzzzzzzzzzzz"]
    client.post("/selection/", {"action": "set", "code": codes})
    dialog = _soup(client.get(URL, {"q": "fox"}))
    assert "the other 1 picture of the search" in " ".join(dialog.text.split())
    page = _do(client, "stars", target="others", q="fox", stars="3")
    assert "1 picture with 3 stars" in page.text
    assert _found(client, "stars:3") == {made[2].code}
    compared = client.post(URL, {"action": "compare", "target": "search", "q": "fox"})
    assert [compared["Location"].count(it.code) for it in made] == [1, 1, 1]


def test_the_pictures_of_the_dialog_are_compared_and_not_the_selected_ones(client):
    one, other, selected = image(), image(), image()
    client.post("/selection/", {"action": "set", "code": [selected.code]})
    asked = {"action": "compare", "code": [one.code, other.code]}
    address = client.post(URL, asked)["Location"]
    assert one.code in address
    assert other.code in address
    assert selected.code not in address


def test_pictures_named_by_a_drag_are_changed_and_scripts_are_told(client):
    made = image()
    script = {"headers": {"accept": "application/json"}}
    asked = {"action": "collect", "in": "Spring", "code": made.code}
    answer = client.post(URL, asked, **script)
    assert answer.json() == {"message": "1 picture put into “Spring”.", "undo": True}
    assert client.post("/gallery/undo/", **script).json()["message"].startswith("1 pic")
    assert not _found(client, "in:Spring")
    client.post(URL, asked)
    page = client.get(f"/images/{made.code}/").text
    assert f"/collections/{Collection.objects.get().code}/" in page
    _do(client, "uncollect", **{"in": "spring"})
    assert not _found(client, "in:Spring")
    refused = client.post(URL, {**asked, "in": " "}, **script)
    assert refused.status_code == 422
    page = f"http://testserver/images/{made.code}/?q=a"
    asked = {"HX-Request": "true", "HX-Current-URL": page}
    dialog = _soup(client.get(URL, {"code": made.code}, headers=asked))
    assert dialog.select_one("[name=next]")["value"] == page[len("http://testserver") :]
    assert dialog.select_one("[name=code]")["value"] == made.code


def test_what_is_selected_in_the_trash_can_be_put_back(client):
    gone, kept = image(), image()
    client.post(f"/images/{gone.code}/trash/")
    client.post("/selection/", {"action": "set", "code": [gone.code, kept.code]})
    bar = _soup(client.get("/gallery/?trash")).select_one("#selection")
    assert "1 selected" in bar.text
    assert "is%3Atrashed" in bar.select_one("[href*=organise]")["href"]
    form = bar.select_one("form[action*=organise]")
    values = {it["name"]: it["value"] for it in form.select("input[type=hidden]")}
    assert form.select_one("button[value=restore]")
    assert not form.select("button[value=trash]")
    _do(client, "restore", target=values["target"], q=values["q"])
    assert _found(client, "") == {gone.code, kept.code}


def test_some_of_the_trash_are_deleted_for_good_and_nothing_else(client):
    kept, gone, stays = image(), image(), image()
    for each in (gone, stays):
        client.post(f"/images/{each.code}/trash/")
    form = _soup(client.get(URL, {"q": "is:trashed", "code": gone.code}))
    assert form.select_one("#purge-these button[value=purge]")
    _do(client, "purge", target="selection", q="is:trashed", code=gone.code)
    _do(client, "purge", target="selection", code=kept.code)
    assert trash_sweep() == 1
    assert _found(client, "is:trashed") == {stays.code}
    assert _found(client, "") == {kept.code}
