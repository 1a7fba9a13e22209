"""What the address of Compare names: codes that are none, runs, and the next ones."""

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from playground.library.models import Generation, Image
from tests import factories
from tests.gallery.comparing import address, notices_of, panes_of, row_of
from tests.pages import page_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "compare"}


def test_one_picture_explains_and_suggests(client):
    parent = factories.image(quality="low")
    base = factories.image(quality="medium", parent=parent)
    sibling = factories.image(quality="high", parent=parent)
    child = factories.image(quality="high", parent=base)
    other = factories.image(prompt="something else entirely")

    soup = page_of(client.get(address(base)))

    assert soup.select_one("h1").text == "Compare with what?"
    groups = {
        section.select_one("h2").get_text("|").partition("|")[0].strip(): [
            link["href"] for link in section.select("a")
        ]
        for section in soup.select(".suggestion")
    }
    assert groups["Its parent"] == [address(base, parent)]
    assert groups["Varied from it"] == [address(base, child)]
    assert groups["Its siblings"] == [address(base, sibling)]
    assert address(base, other) in groups["All pictures"]
    assert "differs in: quality" in soup.select_one(".suggestion").text


def test_no_picture_explains_how_to_begin(client):
    assert "Nothing to compare yet" in client.get("/compare/").text

    image = factories.image()
    soup = page_of(client.get("/compare/"))
    assert soup.select_one(".tile a")["href"] == address(image)


def test_of_seven_pictures_six_are_shown(client):
    images = [factories.image() for _ in range(7)]

    soup = page_of(client.get(address(*images)))

    assert panes_of(soup) == [image.code for image in images[:6]]
    assert notices_of(soup) == [
        "Compare shows up to 6 pictures; the last one is left out."
    ]


def test_the_same_picture_twice_is_shown_once(client):
    one, two = factories.image(), factories.image()

    soup = page_of(client.get(address(one, two, one)))

    assert panes_of(soup) == [one.code, two.code]
    assert notices_of(soup) == [
        "A picture was chosen more than once; it is shown once."
    ]


@pytest.mark.parametrize("first", ["the picture", "the run"])
def test_a_picture_named_beside_its_run_is_shown_once(client, first):
    one, two = factories.image(), factories.image()
    named = [one, one.generation]
    if first == "the run":
        named.reverse()

    soup = page_of(client.get(address(*named, two)))

    assert panes_of(soup) == [one.code, two.code]
    assert "A picture was chosen more than once; it is shown once." in notices_of(soup)


@pytest.mark.parametrize(
    "code", ["nnnnnnnnnnnn", "%3Cscript%3E", "a" * 5000, "%00abc", "%F0%9F%92%A5"]
)
def test_an_unknown_code_is_told_and_the_rest_works(client, code):
    one, two = factories.image(), factories.image()

    soup = page_of(client.get(address(one, code, two)))

    assert panes_of(soup) == [one.code, two.code]
    assert "There is no picture" in notices_of(soup)[0]


def test_another_persons_picture_is_not_there(client, stranger):
    theirs = factories.image(author=stranger, prompt="a secret")
    run = theirs.generation

    for code in (theirs.code, run.code):
        response = client.get(address(factories.image(), factories.image(), code))
        assert "There is no picture" in response.text
        assert "a secret" not in response.text


def test_a_picture_in_the_trash_is_shown_and_told(client):
    one, two = factories.image(), factories.image()
    Image.objects.filter(pk=two.pk).update(trashed_at=timezone.now())

    soup = page_of(client.get(address(one, two)))

    assert panes_of(soup) == [one.code, two.code]
    assert notices_of(soup) == ["One picture is in the trash."]


def test_a_picture_whose_file_is_gone_keeps_its_parameters(client):
    one, two = factories.image(quality="low"), factories.image(quality="high")
    default_storage.delete(two.file)

    soup = page_of(client.get(address(one, two)))

    assert "The file of this picture is gone." in soup.select(".pane")[1].text
    assert row_of(soup, "quality") == ["low", "high"]
    assert "without a file" in notices_of(soup)[0]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("failed", "failed"),
        ("cancelled", "was cancelled"),
        ("unknown", "ended without a known outcome"),
        ("succeeded", "has no pictures left"),
    ],
)
def test_a_run_without_pictures_is_told(client, state, words):
    run = factories.generation(state=state)

    soup = page_of(client.get(address(factories.image(), factories.image(), run)))

    assert len(panes_of(soup)) == 2
    assert words in notices_of(soup)[0]


def test_a_parent_that_was_deleted_does_not_matter(client):
    parent = factories.image()
    child = factories.image(parent=parent)
    parent.delete()

    assert client.get(address(child)).status_code == 200
    assert client.get(address(child, factories.image())).status_code == 200


@pytest.mark.parametrize(
    "query", ["image", "image=&image=", "list=nonsense", "image=%FF"]
)
def test_nonsense_in_the_address_is_never_an_error(client, query):
    assert client.get(f"/compare/?{query}").status_code == 200
    assert client.get(f"/compare.json?{query}").status_code == 200


def test_a_finished_run_stands_for_its_pictures(client):
    run = factories.generation(n=2)
    one = factories.image(generation=run, position=0)
    two = factories.image(generation=run, position=1)

    assert panes_of(page_of(client.get(address(run)))) == [one.code, two.code]


def test_pictures_join_as_they_arrive(client):
    here = factories.image(quality="low")
    runs = [
        factories.generation(state=Generation.State.QUEUED, quality="high")
        for _ in range(2)
    ]

    soup = page_of(client.get(address(here, *runs)))
    note = soup.select_one("[role=status][hx-trigger]")
    assert "2 pictures are still being drawn" in note.text
    assert soup.select_one("h1").get_text(strip=True) == "2 pictures still to come"
    names = [name.text for name in soup.select(".pane.pending .name a")]
    assert names == ["high", "high"]
    # Nothing new: nothing is replaced, so that nobody's zoom is disturbed.
    assert client.get(note["hx-get"], headers=HTMX).status_code == 204

    arrived = factories.image(generation=runs[0])
    Generation.objects.filter(pk=runs[0].pk).update(state=Generation.State.SUCCEEDED)
    response = client.get(note["hx-get"], headers=HTMX)

    assert "<html" not in response.text
    soup = page_of(response)
    arrived_codes = [pane["data-code"] for pane in soup.select(".pane[data-code]")]
    assert arrived_codes == [here.code, arrived.code]
    assert len(soup.select(".pane.pending")) == 1
    assert (
        "1 picture is still being drawn"
        in soup.select_one("[role=status][hx-trigger]").text
    )
    assert soup.select_one("#live").text == "1 still being drawn"


def steps_of(soup):
    return {link["data-step"]: link["href"] for link in soup.select("[data-step]")}


def test_the_challenger_moves_through_the_newest_and_the_base_stays(client):
    oldest, older, base, newer = (factories.image() for _ in range(4))

    soup = page_of(client.get(address(base, older)))

    assert steps_of(soup) == {
        "previous": address(base, newer, order="given", list="newest"),
        "next": address(base, oldest, order="given", list="newest"),
    }


def test_the_challenger_moves_among_the_children_of_the_base(client):
    base = factories.image()
    factories.image()
    one, two, three = (factories.image(parent=base) for _ in range(3))
    factories.image()

    soup = page_of(client.get(address(base, two, list="children")))

    assert steps_of(soup) == {
        "previous": address(base, three, order="given", list="children"),
        "next": address(base, one, order="given", list="children"),
    }


def test_the_challenger_moves_among_siblings_of_run_and_parent(client):
    parent = factories.image()
    run = factories.generation(parent=parent)
    cousin = factories.image(parent=parent)
    base = factories.image(generation=run, position=0)
    twin = factories.image(generation=run, position=1)
    factories.image()

    soup = page_of(client.get(address(base, twin, list="siblings")))

    assert steps_of(soup) == {
        "next": address(base, cousin, order="given", list="siblings")
    }


def test_the_challenger_moves_through_the_search(client):
    fox = factories.image(prompt="a red fox")
    factories.image(prompt="a boat")
    base = factories.image(prompt="another fox")
    factories.image(prompt="a boat")
    last = factories.image(prompt="FOX and hen")

    soup = page_of(client.get(address(base, last, list="search", q="fox")))

    assert steps_of(soup) == {
        "next": address(base, fox, order="given", list="search", q="fox")
    }
    assert "“fox”" in soup.select_one(".challenger").text


def test_a_search_list_without_words_is_all_pictures(client):
    images = [factories.image() for _ in range(3)]

    soup = page_of(client.get(address(images[2], images[1], list="search")))

    assert steps_of(soup) == {
        "next": address(images[2], images[0], order="given", list="newest")
    }


def test_the_list_leaves_out_what_is_shown_trashed_or_somebody_elses(client, stranger):
    base, shown, last = (factories.image() for _ in range(3))
    trashed = factories.image()
    Image.objects.filter(pk=trashed.pk).update(trashed_at=timezone.now())
    factories.image(author=stranger)

    assert steps_of(page_of(client.get(address(base, shown, last)))) == {}
