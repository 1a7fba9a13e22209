"""What is true of the pixels of two pictures, and of a picture and its source."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image as Pillow

from playground.imaging.outcome import Resolved
from playground.library.models import Generation
from tests import factories
from tests.gallery.comparing import address, notices_of, panes_of
from tests.pages import page_of

pytestmark = pytest.mark.django_db


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

    assert page_of(answer).text.strip() == words


def test_what_saving_alone_changes_is_no_change(client):
    edit, source = an_edit(after=painted((0, 0, 40, 40), (253, 253, 253)))
    answer = client.get(address(source, edit, path="/compare/measured/"))
    assert page_of(answer).text.strip() == "0.0 % of the pixels changed"


def test_a_photo_held_upright_is_measured_as_it_is_seen(client):
    exif, lying = Pillow.Exif(), BytesIO()
    exif[0x0112] = 6
    Pillow.new("RGB", (40, 20), "white").save(lying, "JPEG", exif=exif)
    photo = factories.image(data=lying.getvalue(), format="jpeg")
    other = factories.image(data=png(Pillow.new("RGB", (20, 40), "white")))
    answer = client.get(address(photo, other, path="/compare/measured/"))
    assert page_of(answer).text.strip() == "Every pixel is the same"


def test_pictures_of_other_sizes_are_not_counted(client):
    one, two = factories.image(), factories.image(pixels=(10, 10))
    answer = client.get(address(one, two, path="/compare/measured/"))
    assert "other sizes" in page_of(answer).text


def test_a_source_that_came_from_the_gallery_is_that_picture(client):
    picture = factories.image()
    source = factories.source(taken_from=picture)
    edit, _ = an_edit()
    assert panes_of(page_of(client.get(address(source, edit))))[0] == picture.code


def test_somebody_elses_source_is_not_there(client):
    source = factories.source(author=factories.person())
    soup = page_of(client.get(address(source, factories.image())))
    assert any("There is no picture" in notice for notice in notices_of(soup))


def test_values_stand_in_their_natural_order_whatever_was_clicked_first(client):
    high, low, medium = (
        factories.image(quality=value) for value in ("high", "low", "medium")
    )

    soup = page_of(client.get(address(high, low, medium)))

    assert panes_of(soup) == [low.code, medium.code, high.code]
    chosen = page_of(client.get(address(high, low, medium) + "&order=given"))
    assert panes_of(chosen) == [high.code, low.code, medium.code]


def test_prompts_are_named_by_their_words_and_the_parent_comes_first(client):
    parent = factories.image(prompt="a red boat on a lake")
    child = factories.image(prompt="a blue boat on a lake", parent=parent)

    soup = page_of(client.get(address(child, parent)))

    assert panes_of(soup) == [parent.code, child.code]
    assert [it.text for it in soup.select(".pane .name a")] == ["“red”", "“blue”"]
    # Another draw of the same words has the same name.
    twin = factories.image(prompt=parent.prompt)
    three = page_of(client.get(address(parent, twin, child)))
    names = [it.text for it in three.select(".pane .name a")]
    assert names == ["“red”", "“red”", "“blue”"]


def test_a_file_that_is_not_what_was_asked_is_a_confound(client):
    one = factories.image(size="1024x1024", pixels=(50, 50))
    two = factories.image(
        size="1536x1024", pixels=(50, 50), resolved=Resolved(size="1536x1024")
    )

    confounds = page_of(client.get(address(one, two))).select(".confounds li")

    said = " ".join(it.text for it in confounds)
    assert "Picture 1 asked for size 1024×1024, but its file is 50×50" in said
    assert "though the API says 1536×1024" in said


def test_an_edit_is_held_against_its_source_in_one_click(client):
    edit, _ = an_edit()

    page = page_of(client.get(f"/images/{edit.code}/"))
    link = page.select_one('a[href$="/before-after/"]')
    there = client.get(link["href"])
    soup = page_of(client.get(there["Location"]))

    assert "Before and after" in link.text
    assert [it.text for it in soup.select(".pane .name a")] == ["Source", "Result"]
    assert "Before and after" in soup.select_one("h1").text


def test_a_picture_without_a_source_has_no_before(client):
    picture = factories.image()
    answer = client.get(f"/images/{picture.code}/before-after/", follow=True)
    assert "not made from another" in page_of(answer).text


def test_the_winner_of_a_pane_is_picked_there_and_nothing_else_is_judged(client):
    one, two = factories.image(quality="low"), factories.image(quality="high")
    soup = page_of(client.get(address(one, two)))
    form = soup.select_one(f'.paneacts > form[data-judges="{two.code}"]')
    values = {it["name"]: it["value"] for it in form.select("input") if it.get("value")}
    button = form.select_one("button")

    answer = client.post(form["action"], {**values, button["name"]: button["value"]})

    assert answer.status_code in (302, 303)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.flag, two.flag) == ("", "pick")
    pane = page_of(client.get(address(one, two))).select_one(
        f'.pane[data-code="{two.code}"]'
    )
    assert pane.select_one(".name .marks")["aria-label"] == "Picked"


def test_each_pane_is_counted_against_the_first_and_both_are_named(client):
    images = [factories.image() for _ in range(3)]
    soup = page_of(client.get(address(*images, order="given")))
    counted = soup.select("[data-against]")
    assert [it["data-against"] for it in counted] == ["1", "2"]
    first, second = (it.select_one("[hx-get]")["hx-get"] for it in counted)
    assert first != second
    assert images[2].code in second
    assert " and " in counted[1].text


def test_it_says_why_nothing_is_counted(client):
    one, other = factories.image(), factories.image()
    default_storage.delete(other.file)
    answer = client.get(address(one, other, path="/compare/measured/"))
    assert "A file is gone" in answer.text


def test_an_edit_that_is_still_to_come_counts_nothing(client):
    run = factories.generation(state="sending")
    data = factories.picture_bytes(size=(40, 40))
    image = factories.image(data=data)
    factories.source(generation=run, data=data, taken_from=image)
    answer = client.get(address(image, run))
    assert "Before and after" in answer.text
    assert 'hx-get=""' not in answer.text


def test_a_partial_picture_comes_into_its_pane_and_leaves_the_rest_alone(client):
    run = factories.generation(state="queued")
    picture = factories.image()
    page = page_of(client.get(address(picture, run)))
    asks = page.select_one("#compare-waiting")["hx-get"]
    htmx = {"HX-Request": "true"}
    assert client.get(asks, headers=htmx).status_code == 204
    Generation.objects.filter(pk=run.pk).update(
        state="sending", partial_count=1, partial_file="partials/x.png"
    )
    answer = client.get(asks, headers=htmx)
    assert answer["HX-Retarget"] == "#compare-waiting"
    soup = page_of(answer)
    assert not soup.select(".panes")
    assert f"{run.code}/" in soup.select_one("[hx-swap-oob] img")["src"]
    assert "Drawing" in soup.text
