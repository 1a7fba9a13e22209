from decimal import Decimal
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image as Pillow

from playground.core.units import duration_text
from playground.gallery.compare_table import size_of
from playground.imaging.outcome import Resolved
from playground.library.models import Generation, Image
from tests import factories

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "compare"}


def address(*codes, path="/compare/", **more):
    query = "&".join(
        [f"image={getattr(code, 'code', code)}" for code in codes]
        + [f"{name}={value}" for name, value in more.items()]
    )
    return f"{path}?{query}"


def soup_of(response):
    assert response.status_code == 200
    return BeautifulSoup(response.text, "html.parser")


def panes_of(soup):
    return [pane["data-code"] for pane in soup.select(".panes > .pane")]


def notices_of(soup):
    return [
        note.get_text(" ", strip=True) for note in soup.select(".compare-notices p")
    ]


def row_of(soup, name):
    return [
        cell.get_text(" ", strip=True)
        for cell in soup.select_one(f'tr[data-row="{name}"]').select("td")
    ]


# --- The page ---------------------------------------------------------------


def test_two_pictures_stand_side_by_side_with_the_verdict(client):
    low = factories.image(quality="low")
    high = factories.image(quality="high")

    soup = soup_of(client.get(address(low, high)))

    assert panes_of(soup) == [low.code, high.code]
    heading = soup.select_one("h1").get_text(strip=True)
    assert heading == "Exactly one variable differs: quality"
    assert row_of(soup, "quality") == ["low", "high"]
    assert "varies" in soup.select_one('tr[data-row="quality"]')["class"]
    assert row_of(soup, "model") == [low.model, "same"]
    assert "same" in soup.select_one('tr[data-row="model"]')["class"]


def test_six_pictures_are_welcome(client):
    images = [factories.image() for _ in range(6)]

    soup = soup_of(client.get(address(*images)))

    assert panes_of(soup) == [image.code for image in images]
    assert notices_of(soup) == []


def test_several_variables_are_a_warning(client):
    soup = soup_of(
        client.get(
            address(
                factories.image(quality="low"),
                factories.image(quality="high", size="64x48", prompt="a paper boat"),
            )
        )
    )

    assert "several" in soup.select_one("h1")["class"]
    assert "the result won't tell which one mattered" in soup.select_one("h1").text


def test_the_best_price_and_time_are_marked_and_the_others_say_how_much_more(client):
    cheap = factories.image(cost_usd=Decimal("0.0060"), duration_ms=6200)
    dear = factories.image(cost_usd=Decimal("0.0132"), duration_ms=9920)

    soup = soup_of(client.get(address(cheap, dear)))

    price = soup.select_one('tr[data-row="price"]').select("td")
    assert price[0].select_one(".best")
    assert not price[1].select_one(".best")
    assert price[1].select_one(".delta").text == "2.2 ×"
    assert row_of(soup, "time")[1].endswith("1.6 ×")
    assert soup.select_one('tr[data-row="time"]').select("td")[0].select_one(".best")


def test_an_unknown_price_is_called_unknown_and_is_never_the_best(client):
    soup = soup_of(
        client.get(address(factories.image(), factories.image(cost_usd=None)))
    )

    assert "unknown" in row_of(soup, "price")[1]
    assert not soup.select('tr[data-row="price"] .best')


def test_the_prompt_is_compared_word_by_word(client):
    soup = soup_of(
        client.get(
            address(
                factories.image(prompt="a red fox in snow"),
                factories.image(prompt="a grey fox in snow"),
            )
        )
    )

    cell = soup.select_one('tr[data-row="prompt"]').select("td")[1]
    assert cell.select_one("del").text.strip() == "red"
    assert cell.select_one("ins").text.strip() == "grey"


def test_prompts_are_text_and_never_markup(client):
    evil = "<img src=x onerror=alert(1)>"

    response = client.get(
        address(factories.image(prompt=evil), factories.image(prompt=f"{evil} fox"))
    )

    assert "<img src=x" not in response.text


def test_requested_and_resolved_are_both_shown(client):
    auto = factories.image(resolved=Resolved(quality="medium"))

    soup = soup_of(client.get(address(auto, factories.image(quality="high"))))

    assert row_of(soup, "quality") == ["auto → medium", "high"]


def test_sources_and_masks_are_named_by_their_files(client):
    run = factories.generation()
    one = factories.source(generation=run, name="sketch.png")
    mask = factories.source(generation=run, role="mask", name="hole.png")
    asked = run.request.changed(sources=(one.sha256,), mask=mask.sha256)
    Generation.objects.filter(pk=run.pk).update(requested=asked.to_json())
    run.refresh_from_db()
    edited = factories.image(generation=run)

    soup = soup_of(client.get(address(edited, factories.image())))

    assert row_of(soup, "sources") == ["sketch.png", "none"]
    assert row_of(soup, "mask") == ["hole.png", "none"]


def test_confounds_are_listed(client):
    soup = soup_of(
        client.get(
            address(
                factories.image(resolved=Resolved(quality="low")),
                factories.image(resolved=Resolved(quality="high")),
            )
        )
    )

    assert "quality was auto and resolved differently: low, high" in [
        item.text for item in soup.select(".confounds li")
    ]


def test_panes_are_named_by_what_differs(client):
    soup = soup_of(
        client.get(
            address(factories.image(quality="low"), factories.image(quality="high"))
        )
    )

    assert [name.text for name in soup.select(".pane .name a")] == ["low", "high"]
    assert soup.select_one(".pane img")["alt"].startswith("low: a paper airplane")


def test_links_swap_take_out_and_put_first_without_script(client):
    one, two, three = (factories.image() for _ in range(3))

    soup = soup_of(client.get(address(one, two, three)))

    links = {link["href"] for link in soup.select("#compare a")}
    given = "&order=given"
    assert address(three, two, one) + given in links
    assert address(one, two) + given in links
    assert address(three, one, two) + given in links


def test_the_state_of_the_viewer_comes_from_the_address(client):
    soup = soup_of(
        client.get(
            address(
                factories.image(),
                factories.image(),
                mode="wipe",
                background="black",
                zoom="4.5",
                x="0.25",
                y="0.75",
            )
        )
    )

    checked = {field["name"]: field["value"] for field in soup.select("[checked]")}
    assert checked["mode"] == "wipe"
    assert checked["background"] == "black"
    hidden = {
        field["name"]: field["value"]
        for field in soup.select("#compare-state input[type=hidden]")
    }
    assert hidden == {"zoom": "4.5", "x": "0.25", "y": "0.75"}


@pytest.mark.parametrize("value", ["nan", "inf", "-1", "1e9", "a", ""])
def test_a_state_that_makes_no_sense_takes_its_default(client, value):
    soup = soup_of(
        client.get(
            address(
                factories.image(),
                factories.image(),
                mode=value,
                background=value,
                zoom=value,
                x=value,
                y=value,
            )
        )
    )

    checked = {field["name"]: field["value"] for field in soup.select("[checked]")}
    assert checked["mode"] == "side"
    assert checked["background"] == "grey"
    assert soup.select_one("[name=x]")["value"] in ("0.5", "0.0", "1.0")


def test_alpha_is_shown_on_squares_unless_chosen_otherwise(client):
    soup = soup_of(client.get(address(factories.image(alpha=True), factories.image())))

    assert soup.select_one(".panes")["data-background"] == "checker"


def test_it_costs_the_same_queries_for_two_and_for_six(
    client, django_assert_max_num_queries
):
    images = [factories.image() for _ in range(7)]
    client.get(address(*images[:2]))

    for count in (2, 6):
        with django_assert_max_num_queries(12):
            client.get(address(*images[:count]))


# --- Bad input --------------------------------------------------------------


def test_one_picture_explains_and_suggests(client):
    parent = factories.image(quality="low")
    base = factories.image(quality="medium", parent=parent)
    sibling = factories.image(quality="high", parent=parent)
    child = factories.image(quality="high", parent=base)
    other = factories.image(prompt="something else entirely")

    soup = soup_of(client.get(address(base)))

    assert soup.select_one("h1").text == "Compare with what?"
    groups = {
        section.h2.contents[0].strip(): [link["href"] for link in section.select("a")]
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
    soup = soup_of(client.get("/compare/"))
    assert soup.select_one(".tile a")["href"] == address(image)


def test_of_seven_pictures_six_are_shown(client):
    images = [factories.image() for _ in range(7)]

    soup = soup_of(client.get(address(*images)))

    assert panes_of(soup) == [image.code for image in images[:6]]
    assert notices_of(soup) == [
        "Compare shows up to 6 pictures; the last one is left out."
    ]


def test_the_same_picture_twice_is_shown_once(client):
    one, two = factories.image(), factories.image()

    soup = soup_of(client.get(address(one, two, one)))

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

    soup = soup_of(client.get(address(*named, two)))

    assert panes_of(soup) == [one.code, two.code]
    assert "A picture was chosen more than once; it is shown once." in notices_of(soup)


@pytest.mark.parametrize(
    "code", ["nnnnnnnnnnnn", "%3Cscript%3E", "a" * 5000, "%00abc", "%F0%9F%92%A5"]
)
def test_an_unknown_code_is_told_and_the_rest_works(client, code):
    one, two = factories.image(), factories.image()

    soup = soup_of(client.get(address(one, code, two)))

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

    soup = soup_of(client.get(address(one, two)))

    assert panes_of(soup) == [one.code, two.code]
    assert notices_of(soup) == ["One picture is in the trash."]


def test_a_picture_whose_file_is_gone_keeps_its_parameters(client):
    one, two = factories.image(quality="low"), factories.image(quality="high")
    default_storage.delete(two.file)

    soup = soup_of(client.get(address(one, two)))

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

    soup = soup_of(client.get(address(factories.image(), factories.image(), run)))

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


# --- Runs that are still going ----------------------------------------------


def test_a_finished_run_stands_for_its_pictures(client):
    run = factories.generation(n=2)
    one = factories.image(generation=run, position=0)
    two = factories.image(generation=run, position=1)

    assert panes_of(soup_of(client.get(address(run)))) == [one.code, two.code]


def test_pictures_join_as_they_arrive(client):
    here = factories.image(quality="low")
    runs = [
        factories.generation(state=Generation.State.QUEUED, quality="high")
        for _ in range(2)
    ]

    soup = soup_of(client.get(address(here, *runs)))
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
    soup = soup_of(response)
    arrived_codes = [pane["data-code"] for pane in soup.select(".pane[data-code]")]
    assert arrived_codes == [here.code, arrived.code]
    assert len(soup.select(".pane.pending")) == 1
    assert (
        "1 picture is still being drawn"
        in soup.select_one("[role=status][hx-trigger]").text
    )


# --- The challenger ---------------------------------------------------------


def steps_of(soup):
    return {link["data-step"]: link["href"] for link in soup.select("[data-step]")}


def test_the_challenger_moves_through_the_newest_and_the_base_stays(client):
    oldest, older, base, newer = (factories.image() for _ in range(4))

    soup = soup_of(client.get(address(base, older)))

    assert steps_of(soup) == {
        "previous": address(base, newer, order="given", list="newest"),
        "next": address(base, oldest, order="given", list="newest"),
    }


def test_the_challenger_moves_among_the_children_of_the_base(client):
    base = factories.image()
    factories.image()
    one, two, three = (factories.image(parent=base) for _ in range(3))
    factories.image()

    soup = soup_of(client.get(address(base, two, list="children")))

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

    soup = soup_of(client.get(address(base, twin, list="siblings")))

    assert steps_of(soup) == {
        "next": address(base, cousin, order="given", list="siblings")
    }


def test_the_challenger_moves_through_the_search(client):
    fox = factories.image(prompt="a red fox")
    factories.image(prompt="a boat")
    base = factories.image(prompt="another fox")
    factories.image(prompt="a boat")
    last = factories.image(prompt="FOX and hen")

    soup = soup_of(client.get(address(base, last, list="search", q="fox")))

    assert steps_of(soup) == {
        "next": address(base, fox, order="given", list="search", q="fox")
    }
    assert "“fox”" in soup.select_one(".challenger").text


def test_a_search_list_without_words_is_all_pictures(client):
    images = [factories.image() for _ in range(3)]

    soup = soup_of(client.get(address(images[2], images[1], list="search")))

    assert steps_of(soup) == {
        "next": address(images[2], images[0], order="given", list="newest")
    }


def test_the_list_leaves_out_what_is_shown_trashed_or_somebody_elses(client, stranger):
    base, shown, last = (factories.image() for _ in range(3))
    trashed = factories.image()
    Image.objects.filter(pk=trashed.pk).update(trashed_at=timezone.now())
    factories.image(author=stranger)

    assert steps_of(soup_of(client.get(address(base, shown, last)))) == {}


# --- JSON -------------------------------------------------------------------


def test_json_tells_the_same(client):
    low = factories.image(
        quality="low", resolved=Resolved(quality="low", background="opaque")
    )
    high = factories.image(
        quality="high", resolved=Resolved(quality="high", background="opaque")
    )

    data = client.get(address(low, high, path="/compare.json")).json()

    assert [image["code"] for image in data["images"]] == [low.code, high.code]
    assert data["verdict"] == "Exactly one variable differs: quality"
    different = {row["name"]: row for row in data["different"]}
    assert different["quality"]["values"] == ["low", "high"]
    assert different["quality"]["kind"] == "variable"
    assert "model" in {row["name"] for row in data["equal"]}
    assert data["confounds"] == []
    assert data["notices"] == []


def test_json_says_what_is_missing(client):
    data = client.get(address("nnnnnnnnnnnn", path="/compare.json")).json()

    assert data["images"] == []
    assert data["equal"] == data["different"] == []
    assert data["verdict"] == "No picture to compare"
    assert "nnnnnnnnnnnn" in data["notices"][0]


@pytest.mark.parametrize("path", ["/compare/", "/compare.json"])
def test_comparing_changes_nothing(client, path):
    assert client.post(path).status_code == 405


# --- Figures in words -------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "0 ms"), (840, "840 ms"), (6200, "6.2 s"), (125_000, "2 min 5 s")],
)
def test_durations_are_readable(value, words):
    assert duration_text(value) == words


@pytest.mark.parametrize(
    ("value", "words"), [(0, "0 bytes"), (1499, "1 kB"), (1_140_000, "1.14 MB")]
)
def test_sizes_are_readable(value, words):
    assert size_of(value) == words


# --- What is true of the pixels ----------------------------------------------


def an_edit(*, mask=None, after=None):
    """Make an edit of an uploaded file; returns its picture and the file."""
    before = factories.picture_bytes(size=(40, 40), colour="white")
    run = factories.generation()
    source = factories.source(data=before, generation=run, name="shirt.png")
    requested = {**run.requested, "sources": [source.sha256]}
    if mask is not None:
        masked = factories.source(data=mask, generation=run, role="mask")
        requested["mask"] = masked.sha256
    Generation.objects.filter(pk=run.pk).update(requested=requested)
    run.refresh_from_db()
    return factories.image(generation=run, data=after or before), source


def png(picture):
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def painted(box, colour="red"):
    picture = Pillow.new("RGB", (40, 40), "white")
    picture.paste(colour, box)
    return png(picture)


def hole(box):
    mask = Pillow.new("RGBA", (40, 40), (0, 0, 0, 255))
    mask.paste((0, 0, 0, 0), box)
    return png(mask)


@pytest.mark.parametrize(
    ("box", "mask", "words"),
    [
        ((0, 0, 20, 40), None, "50.0 % of the pixels changed"),
        (
            (0, 0, 10, 10),
            hole((0, 0, 10, 10)),
            "6.2 % of the pixels changed, 0.0 % outside the mask",
        ),
        (
            (0, 0, 20, 20),
            hole((0, 0, 20, 10)),
            "25.0 % of the pixels changed, 14.3 % outside the mask",
        ),
        ((0, 0, 0, 0), None, "Every pixel is the same"),
    ],
)
def test_changed_pixels_are_counted_in_the_originals(client, box, mask, words):
    edit, source = an_edit(mask=mask, after=painted(box))

    answer = client.get(address(source, edit, path="/compare/measured/"))

    assert soup_of(answer).text.strip() == words


def test_what_saving_alone_changes_is_no_change(client):
    edit, source = an_edit(after=painted((0, 0, 40, 40), (253, 253, 253)))
    answer = client.get(address(source, edit, path="/compare/measured/"))
    assert soup_of(answer).text.strip() == "0.0 % of the pixels changed"


def test_pictures_of_other_sizes_are_not_counted(client):
    one, two = factories.image(), factories.image(pixels=(10, 10))
    answer = client.get(address(one, two, path="/compare/measured/"))
    assert "other sizes" in soup_of(answer).text


def test_a_source_that_came_from_the_gallery_is_that_picture(client):
    picture = factories.image()
    source = factories.source(taken_from=picture)
    edit, _ = an_edit()
    assert panes_of(soup_of(client.get(address(source, edit))))[0] == picture.code


def test_somebody_elses_source_is_not_there(client):
    source = factories.source(author=factories.person())
    soup = soup_of(client.get(address(source, factories.image())))
    assert any("There is no picture" in notice for notice in notices_of(soup))


def test_values_stand_in_their_natural_order_whatever_was_clicked_first(client):
    high, low, medium = (
        factories.image(quality=value) for value in ("high", "low", "medium")
    )

    soup = soup_of(client.get(address(high, low, medium)))

    assert panes_of(soup) == [low.code, medium.code, high.code]
    chosen = soup_of(client.get(address(high, low, medium) + "&order=given"))
    assert panes_of(chosen) == [high.code, low.code, medium.code]


def test_prompts_are_named_by_their_words_and_the_parent_comes_first(client):
    parent = factories.image(prompt="a red boat on a lake")
    child = factories.image(prompt="a blue boat on a lake", parent=parent)

    soup = soup_of(client.get(address(child, parent)))

    assert panes_of(soup) == [parent.code, child.code]
    assert [it.text for it in soup.select(".pane .name a")] == ["“red”", "“blue”"]


def test_a_file_that_is_not_what_was_asked_is_a_confound(client):
    one = factories.image(size="1024x1024", pixels=(50, 50))
    two = factories.image(
        size="1536x1024", pixels=(50, 50), resolved=Resolved(size="1536x1024")
    )

    confounds = soup_of(client.get(address(one, two))).select(".confounds li")

    said = " ".join(it.text for it in confounds)
    assert "Picture 1 asked for size 1024×1024, but its file is 50×50" in said
    assert "though the API says 1536×1024" in said


def test_an_edit_is_held_against_its_source_in_one_click(client):
    edit, _ = an_edit()

    page = soup_of(client.get(f"/images/{edit.code}/"))
    link = page.select_one('a[href$="/before-after/"]')
    there = client.get(link["href"])
    soup = soup_of(client.get(there["Location"]))

    assert "Before and after" in link.text
    assert [it.text for it in soup.select(".pane .name a")] == ["Source", "Result"]
    assert "Before and after" in soup.h1.text


def test_a_picture_without_a_source_has_no_before(client):
    picture = factories.image()
    answer = client.get(f"/images/{picture.code}/before-after/", follow=True)
    assert "not made from another" in soup_of(answer).text


def test_the_winner_of_a_pane_is_picked_there_and_nothing_else_is_judged(client):
    one, two = factories.image(quality="low"), factories.image(quality="high")
    soup = soup_of(client.get(address(one, two)))
    form = soup.select_one(f'.paneacts > form[data-judges="{two.code}"]')
    values = {it["name"]: it["value"] for it in form.select("input") if it.get("value")}
    button = form.button

    answer = client.post(form["action"], {**values, button["name"]: button["value"]})

    assert answer.status_code in (302, 303)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.flag, two.flag) == ("", "pick")
    pane = soup_of(client.get(address(one, two))).select_one(
        f'.pane[data-code="{two.code}"]'
    )
    assert pane.select_one(".name .marks")["aria-label"] == "Picked"
