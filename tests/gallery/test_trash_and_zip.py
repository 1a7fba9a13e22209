"""Taking many pictures away: the trash, and a ZIP of them."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from playground.core.streams import MOST, flow
from playground.library.models import Image
from playground.library.trash import trash_sweep
from tests.factories import generation, image, picture_bytes
from tests.gallery.doing import URL, do, found_by, undo
from tests.pages import page_of

pytestmark = pytest.mark.django_db


def test_the_trash_is_put_back_and_emptied_for_good(client):
    kept, gone = image(prompt="stays"), image(prompt="goes", quality="high")
    child = image(generation=generation(parent=gone, variable="quality", quality="low"))
    do(client, "trash", q="goes")
    undo(client)
    assert found_by(client, "goes") == {gone.code}
    do(client, "trash", q="goes")
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
    page = page_of(client.get(f"/images/{gone.code}/"))
    assert "Deleted for good" in page.text
    acts = [" ".join(it.text.split()) for it in page.select(".acts > *")]
    assert acts == ["Use these settings"]
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


def test_an_empty_trash_says_so(client):
    image()
    assert "The trash is empty" in client.get("/gallery/?trash").text
    assert "No picture has all of this" in client.get("/gallery/?trash&q=fox").text


def test_what_is_selected_in_the_trash_can_be_put_back(client):
    gone, kept = image(), image()
    client.post(f"/images/{gone.code}/trash/")
    client.post("/selection/", {"action": "set", "code": [gone.code, kept.code]})
    bar = page_of(client.get("/gallery/?trash")).select_one("#selection")
    assert "1 selected" in bar.text
    assert "is%3Atrashed" in bar.select_one("[href*=organise]")["href"]
    form = bar.select_one("form[action*=organise]")
    values = {it["name"]: it["value"] for it in form.select("input[type=hidden]")}
    assert form.select_one("button[value=restore]")
    assert not form.select("button[value=trash]")
    do(client, "restore", target=values["target"], q=values["q"])
    assert found_by(client, "") == {gone.code, kept.code}


def test_some_of_the_trash_are_deleted_for_good_and_nothing_else(client):
    kept, gone, stays = image(), image(), image()
    for each in (gone, stays):
        client.post(f"/images/{each.code}/trash/")
    form = page_of(client.get(URL, {"q": "is:trashed", "code": gone.code}))
    assert form.select_one("#purge-these button[value=purge]")
    do(client, "purge", target="selection", q="is:trashed", code=gone.code)
    do(client, "purge", target="selection", code=kept.code)
    assert trash_sweep() == 1
    assert found_by(client, "is:trashed") == {stays.code}
    assert found_by(client, "") == {kept.code}


def test_who_puts_a_picture_back_stays_where_they_are(client):
    gone = image()
    page = f"/images/{gone.code}/"
    for origin, leads_to in {"/runs/?q=a": "/runs/?q=a", page: page, "": page}.items():
        headers = {"referer": f"http://testserver{origin}"} if origin else {}
        client.post(f"{page}trash/")
        answer = client.post(f"{page}restore/", headers=headers)
        assert answer["Location"] == leads_to
    assert not Image.objects.trashed()
