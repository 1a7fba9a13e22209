import pytest
from django.urls import reverse

from playground.core.codes import ALPHABET
from playground.gallery import selection
from playground.library.models import Image
from tests import factories
from tests.pages import HTMX, soup

pytestmark = pytest.mark.django_db
URL = "/selection/"


def codes_of(client):
    return selection.read(client.session)


# --- The service ------------------------------------------------------------


def test_pictures_are_kept_once_and_in_the_order_of_picking():
    codes, fits = selection.selection_add(("bbb",), ["aaa", "bbb", "ccc"])

    assert codes == ("bbb", "aaa", "ccc")
    assert fits


def test_there_is_room_for_many_and_no_more():
    some = "abcdefgh"
    many = [f"a{one}{two}{three}" for one in some for two in some for three in some]

    codes, fits = selection.selection_add((), many)

    assert len(codes) == selection.MAX_PICTURES
    assert not fits


def test_picking_again_lets_go():
    assert selection.selection_toggle(("aaa", "bbb"), "aaa") == (("bbb",), True)
    assert selection.selection_toggle(("bbb",), "aaa") == (("bbb", "aaa"), True)


@pytest.mark.parametrize("text", ["", "a" * 17, "<script>", "ABC", "a b"])
def test_what_is_no_code_is_not_kept(text):
    assert selection.selection_add((), [text]) == ((), True)


def test_reading_the_pictures_costs_one_query_and_no_codes_none(
    owner, django_assert_num_queries
):
    images = [factories.image() for _ in range(3)]
    picked = selection.Selection(tuple(image.code for image in images), owner)
    assert owner.workspace  # Read once a request, not for each list.

    with django_assert_num_queries(1):
        assert picked.images == tuple(images)
        assert picked.compared == tuple(images)
    with django_assert_num_queries(0):
        assert selection.Selection((), owner).images == ()


def test_what_is_gone_trashed_or_not_ours_falls_out(owner, stranger):
    ours, trashed = factories.image(), factories.image()
    Image.objects.filter(pk=trashed.pk).update(trashed_at=trashed.created_at)
    theirs = factories.image(author=stranger)

    picked = selection.Selection(
        (theirs.code, trashed.code, "nnnnnnnnnnnn", ours.code), owner
    )

    assert picked.images == (ours,)


# --- The view ---------------------------------------------------------------


def test_the_bar_downloads_and_trashes_what_is_selected_in_one_click(client):
    pictures = [factories.image() for _ in range(3)]
    codes = [it.code for it in pictures[:2]]
    page = client.post(URL, {"action": "set", "code": codes}, headers=HTMX)
    form = soup(page).select_one("form:has(button[value=trash])")
    zip_at = form.select_one("button[value=zip]")["formaction"]
    taken = client.post(zip_at, {"target": "selection"})
    assert taken["Content-Type"] == "application/zip"
    assert b"".join(taken.streaming_content).startswith(b"PK")
    done = client.post(form["action"], {"target": "selection", "action": "trash"})
    assert done.status_code == 302
    kept = Image.objects.filter(trashed_at=None)
    assert [it.code for it in kept] == [pictures[2].code]
    # What lies in the trash now is no part of the selection any more.
    client.post(URL, {"action": "add", "code": pictures[2].code})
    taken = client.post(zip_at, {"target": "selection"})
    assert "_1-pictures.zip" in taken["Content-Disposition"]
    assert taken.getvalue().startswith(b"PK")


def test_a_picture_is_selected_and_the_bar_comes_back(client):
    image = factories.image()

    response = client.post(URL, {"code": image.code}, headers={"HX-Request": "true"})

    assert response.status_code == 200
    assert codes_of(client) == (image.code,)
    assert 'id="selection"' in response.text
    assert f'data-codes="{image.code}"' in response.text
    assert "<html" not in response.text


def test_without_script_it_goes_back_to_where_it_came_from(client):
    image = factories.image()

    response = client.post(
        URL, {"code": image.code}, headers={"Referer": "http://testserver/gallery/"}
    )

    assert response.status_code == 302
    assert response.url == "http://testserver/gallery/"
    assert codes_of(client) == (image.code,)


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", ""])
def test_it_never_leads_to_another_site(client, target):
    response = client.post(URL, {"action": "clear", "next": target})

    assert response.url == reverse("gallery:index")


def test_the_selection_survives_on_every_page(client):
    image = factories.image()
    client.post(URL, {"code": image.code})

    page = client.get("/gallery/")

    assert "1 selected" in page.text
    assert f'data-codes="{image.code}"' in page.text


def test_clear_offers_undo_and_undo_brings_the_pictures_back(client):
    images = [factories.image() for _ in range(2)]
    codes = [image.code for image in images]
    client.post(URL, {"action": "add", "code": codes})

    cleared = client.post(URL, {"action": "clear"}, headers={"HX-Request": "true"})
    assert codes_of(client) == ()
    assert "2 pictures deselected" in cleared.text
    assert "Undo" in cleared.text

    client.post(URL, {"action": "set", "code": codes})
    assert codes_of(client) == tuple(codes)


def test_the_compare_link_holds_the_first_six(client):
    codes = [factories.image().code for _ in range(7)]

    response = client.post(
        URL, {"action": "set", "code": codes}, headers={"HX-Request": "true"}
    )

    address = "?" + "&amp;".join(f"image={code}" for code in codes[:6]) + '"'
    assert address in response.text
    assert "7 selected" in response.text
    assert "first 6" in response.text


def test_compare_keeps_the_search_that_the_pictures_were_found_with(client):
    image = factories.image(prompt="a fox")
    client.post(URL, {"code": image.code})

    page = client.get("/gallery/?q=fox+%26+hen")
    assert f"image={image.code}&amp;list=search&amp;q=fox+%26+hen" in page.text

    bar = client.post(
        URL,
        {"action": "add", "code": image.code},
        headers={
            "HX-Request": "true",
            "HX-Current-URL": "http://testserver/gallery/?q=fox",
        },
    )
    assert "list=search&amp;q=fox" in bar.text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("q=IS:trashed", "trashed"),
        ("q=is:%22trashed%22", "trashed"),
        ("trash", "trashed"),
        ("q=%22a+is:trashed+b%22", "kept"),
    ],
)
def test_the_bar_looks_at_the_trash_when_the_search_does(client, query, shown):
    kept, trashed = factories.image(), factories.image()
    client.post(URL, {"action": "set", "code": [kept.code, trashed.code]})
    Image.objects.filter(pk=trashed.pk).update(trashed_at=trashed.created_at)

    page = client.get(f"/gallery/?{query}")

    found = page.context["selection"].images
    assert found == ((trashed,) if shown == "trashed" else (kept,))


def test_too_many_are_refused_in_words(client):
    letters = ALPHABET[:8]
    codes = [
        f"ab{one}{two}{it}" for one in letters for two in letters for it in letters
    ]

    response = client.post(
        URL, {"action": "set", "code": codes}, headers={"HX-Request": "true"}
    )

    assert "Up to 240 pictures can be selected." in response.text


@pytest.mark.parametrize(
    "data", [{"action": "explode"}, {}, {"action": "toggle", "code": []}]
)
def test_nonsense_is_refused(client, data):
    assert client.post(URL, data).status_code == 400


def test_the_selection_is_changed_by_post_only(client):
    assert client.get(URL).status_code == 405


def test_people_have_selections_of_their_own(owner_client, friend_client):
    image = factories.image()
    owner_client.post(URL, {"code": image.code})

    assert codes_of(friend_client) == ()
