"""Doing one thing with many pictures: tags, collections, stars; and undo."""

import pytest
from django.utils import timezone

from playground.gallery import bulk
from playground.library.models import Collection, Image, Tag
from tests.factories import image, images_many, person
from tests.gallery.doing import URL, do, found_by, undo
from tests.pages import page_of, soup, undescribed

pytestmark = pytest.mark.django_db


def test_all_of_a_search_is_tagged_found_and_untagged_again(client):
    high = [image(quality="high") for _ in range(2)]
    image(quality="low")
    page = do(client, "tag", q="quality:high", tag="Café")
    assert "2 pictures tagged “Café”" in page.text
    assert found_by(client, "tag:cafe") == {it.code for it in high}
    undo(client)
    assert not Tag.objects.exists()
    assert "no longer" not in undo(client).text


def test_a_tag_that_some_had_is_left_to_them_by_undo(client):
    first, second = image(), image()
    do(client, "tag", q=f"like:{first.code}", tag="a")
    assert found_by(client, "tag:a") == {first.code, second.code}
    third = image(prompt="another")
    do(client, "tag", tag="a")
    undo(client)
    assert found_by(client, "tag:a") == {first.code, second.code}
    assert third.code not in found_by(client, "tag:a")


def test_what_was_picked_is_collected_in_order_with_a_cover(client):
    made = [image() for _ in range(3)]
    client.post("/selection/", {"action": "set", "code": [it.code for it in made]})
    do(client, "collect", target="selection", **{"in": "Spring launch"})
    spring = Collection.objects.get()
    page = f"/collections/{spring.code}/"
    codes = [it["data-code"] for it in page_of(client.get(page)).select(".tile")]
    assert codes == [it.code for it in made]
    change = f"{page}change/"
    client.post(change, {"action": "first", "code": made[2].code})
    client.post(change, {"action": "cover", "code": made[1].code})
    client.post(change, {"action": "remove", "code": made[0].code})
    codes = [it["data-code"] for it in page_of(client.get(page)).select(".tile")]
    assert codes == [made[2].code, made[1].code]
    told = client.get("/collections.json").json()["collections"]
    assert told == [
        {
            "code": spring.code,
            "name": "Spring launch",
            "count": 2,
            "at_least": False,
            "cover": made[1].code,
            "page": page,
            "created": spring.created_at.isoformat(),
        }
    ]
    assert found_by(client, 'in:"spring launch"') == set(codes)
    # A cover in the trash is shown nowhere.
    Image.objects.filter(pk=made[1].pk).update(trashed_at=timezone.now())
    told = client.get("/collections.json").json()["collections"][0]
    assert told["cover"] in {it.code for it in (made[0], made[2])}
    # Deleted while somebody else has it open.
    client.post(change, {"action": "delete"})
    assert Image.objects.count() == 3
    gone = client.get(page)
    assert gone.status_code == 404
    assert "There is no such collection. It may have been deleted." in gone.text
    assert client.post(change, {"action": "cover"}).status_code == 404


def test_pictures_of_a_collection_are_put_beside_others(client):
    made = [image() for _ in range(5)]
    client.post("/selection/", {"action": "set", "code": [it.code for it in made]})
    do(client, "collect", target="selection", **{"in": "Spring launch"})
    spring = Collection.objects.get()
    page = f"/collections/{spring.code}/"

    def move(*moved, **beside):
        codes = [made[number].code for number in moved]
        beside = {side: made[number].code for side, number in beside.items()}
        values = {"action": "move", "code": codes, **beside}
        accept = {"Accept": "application/json"}
        return client.post(f"{page}change/", values, headers=accept).status_code

    def order():
        found = page_of(client.get(page)).select(".tiles .tile")
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
    do(client, "stars", stars="5")
    do(client, "reject")
    assert set(Image.objects.values_list("flag", "stars")) == {("reject", 5)}
    undo(client)
    kept.refresh_from_db()
    assert (kept.flag, kept.stars) == ("pick", 5)


@pytest.mark.parametrize(
    ("action", "values", "said"),
    [
        ("tag", {"tag": " "}, "Give it a name"),
        ("untag", {"tag": "no such"}, "No picture has the tag"),
        ("collect", {"in": "x" * 81}, "at most 80"),
        ("typed", {}, "Give it a name"),
        ("typed", {"tag": "fox", "in": "Spring"}, "press the button"),
        ("stars", {"stars": "9"}, "0 to 5 stars"),
        ("stars", {"stars": "many"}, "0 to 5 stars"),
        ("burn", {}, "Choose what is to be done"),
        ("tag", {"tag": "a", "q": "quality:low"}, "no picture"),
    ],
)
def test_what_cannot_be_done_is_explained(client, action, values, said):
    image(quality="high")
    answer = do(client, action, **values)
    assert said in answer.text
    assert not undescribed(soup(answer))
    if named := values.keys() & {"tag", "in"}:
        # At its field, with all that was typed.
        assert said in soup(answer).select_one(".error").text
        for name in named:
            field = soup(answer).select_one(f"[name={name}]")
            assert field["value"] == values[name]


def test_enter_does_what_is_typed(client):
    kept = image()
    do(client, "typed", **{"in": "Spring", "tag": ""})
    do(client, "typed", **{"in": "", "tag": "fox"})
    assert Collection.objects.get().items.get().image == kept
    assert found_by(client, "tag:fox") == {kept.code}


def test_more_than_can_be_done_at_once_is_refused(client, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 5)
    images_many(7)
    assert "more than 5 pictures" in do(client, "pick").text
    assert not Image.objects.filter(flag="pick").exists()


def test_other_peoples_pictures_are_not_touched(client):
    theirs = image(author=person())
    client.post(URL, {"action": "trash", "target": "selection", "code": theirs.code})
    theirs.refresh_from_db()
    assert theirs.trashed_at is None


def test_all_but_what_was_selected_is_changed_across_pages(client):
    made = [image(prompt="fox", quality="high") for _ in range(3)]
    image(prompt="owl")
    codes = [it.code for it in made[:2]] + ["zzzzzzzzzzzz"]
    client.post("/selection/", {"action": "set", "code": codes})
    dialog = page_of(client.get(URL, {"q": "fox"}))
    assert "the other 1 picture of the search" in " ".join(dialog.text.split())
    page = do(client, "stars", target="others", q="fox", stars="3")
    assert "1 picture with 3 stars" in page.text
    assert found_by(client, "stars:3") == {made[2].code}
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
    told = answer.json()
    assert told["message"] == "1 picture put into “Spring”."
    back = client.post("/gallery/undo/", {"id": told["undo"]}, **script).json()
    assert back["message"].startswith("1 pic")
    assert not found_by(client, "in:Spring")
    client.post(URL, asked)
    page = client.get(f"/images/{made.code}/").text
    assert f"/collections/{Collection.objects.get().code}/" in page
    do(client, "uncollect", **{"in": "spring"})
    assert not found_by(client, "in:Spring")
    refused = client.post(URL, {**asked, "in": " "}, **script)
    assert refused.status_code == 422
    page = f"http://testserver/images/{made.code}/?q=a"
    asked = {"HX-Request": "true", "HX-Current-URL": page}
    dialog = page_of(client.get(URL, {"code": made.code}, headers=asked))
    assert dialog.select_one("[name=next]")["value"] == page[len("http://testserver") :]
    assert dialog.select_one("[name=code]")["value"] == made.code


def test_no_count_of_others_is_below_zero(client, monkeypatch):
    made = [image() for _ in range(4)]
    client.post("/selection/", {"action": "set", "code": [it.code for it in made]})
    monkeypatch.setattr(bulk, "MOST", 2)
    assert client.get(URL).context["others"].number == 0


def test_one_picture_alone_is_not_offered_to_be_compared(client):
    image()
    page = page_of(client.get(URL))
    assert page.select_one("[value=tag]")
    assert not page.select_one("[value=compare]")
    image()
    assert page_of(client.get(URL)).select_one("[value=compare]").text == "Compare"
