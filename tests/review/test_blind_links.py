"""A blind link shows pictures, and nothing of how they were made."""

import random
from io import BytesIO

import pytest
from django.test import Client
from PIL import Image as Pillow

from tests import factories
from tests.pages import error_texts, soup
from tests.review.linking import PROMPT, make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("blind", [True, False])
def test_nothing_tells_how_a_picture_was_made(guest, owner, images, blind):
    _, path = make(owner, images, blind=blind)
    answer = guest.get(path)
    page = answer.content.decode() + str(answer.headers)
    answers = [guest.get(f"{path}{number}/file") for number in (1, 2, 3)]
    for image in images:
        assert "$" not in page
        for secret in (image.code, image.sha256, image.model, PROMPT):
            assert secret not in page
            assert all(secret not in str(each.headers) for each in answers)
            assert all(secret.encode() not in each.content for each in answers)
    for each in answers:
        assert each["Content-Type"] == "image/webp"
        assert not {"ETag", "Last-Modified", "Content-Disposition"} & set(each.headers)
        assert "noindex" in each["X-Robots-Tag"]
    assert "quality" not in page
    assert "medium" not in page


@pytest.mark.parametrize("accounts", [True, False])
def test_a_page_says_who_asks_where_people_have_names(
    guest, owner, images, settings, accounts
):
    settings.PLAYGROUND_ACCOUNTS = accounts
    _, path = make(owner, images)
    told = soup(guest.get(path)).select_one("h1 + p").get_text()
    assert told.startswith(f"{owner.username} asks you" if accounts else "You are")


def test_pictures_of_a_blind_link_have_one_size_and_one_weight(guest, owner, images):
    buffer = BytesIO()
    # What compresses worst, beside what compresses best.
    noise = random.Random(1).randbytes(900 * 900 * 3)
    Pillow.frombytes("RGB", (900, 900), noise).save(buffer, "PNG", compress_level=0)
    images[0] = factories.image(data=buffer.getvalue(), author=owner)
    _, path = make(owner, images, blind=True)
    answers = [guest.get(f"{path}{number}/file") for number in (1, 2, 3)]
    assert len({len(each.content) for each in answers}) == 1
    sizes = set()
    for each in answers:
        with Pillow.open(BytesIO(each.content)) as picture:
            picture.load()
            sizes.add(max(picture.size))
            assert not picture.info.get("exif")
            assert not picture.info.get("xmp")
    assert sizes == {704}


def test_the_order_of_a_blind_link_is_shuffled(owner):
    images = [factories.image(author=owner) for _ in range(12)]
    orders = set()
    for _ in range(3):
        link, _ = make(owner, images, blind=True)
        orders.add(tuple(link.items.values_list("image", flat=True)))
    assert len(orders) > 1
    plain, _ = make(owner, images)
    assert list(plain.items.values_list("image", flat=True)) == [i.pk for i in images]


def test_the_order_of_a_blind_link_is_each_guests_own_and_stays(guest, owner, images):
    _, path = make(owner, images, blind=True)
    orders = set()
    for _ in range(12):
        browser = Client()
        seen = [
            [tag.get_text() for tag in soup(browser.get(path)).select("figure h2")]
            for _ in range(2)
        ]
        assert seen[0] == seen[1]
        orders.add(tuple(seen[0]))
    assert len(orders) > 1


SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://ink.example"
 width="40" height="30" i:prompt="a secret harbour"><title>a secret harbour</title>
<!-- a secret harbour --><metadata>a secret harbour</metadata><i:x/>
<rect width="40" height="30"/></svg>"""


def test_a_drawing_is_shown_without_its_words(guest, owner, images):
    drawing = factories.image(author=owner, output_format="svg", data=SVG)
    for blind in (False, True):
        _, path = make(owner, [drawing], blind=blind)
        answer = guest.get(f"{path}1/file")
        assert answer.status_code == 200
        assert answer["Content-Type"] == "image/svg+xml"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert b"secret" not in answer.content
        assert b"<rect" in answer.content
    assert len(answer.content) % 2**18 == 0


def test_a_blind_link_does_not_mix_drawings_with_pixels(client, owner, images):
    drawing = factories.image(author=owner, output_format="svg", data=SVG)
    form = {"image": [drawing.code, images[0].code], "title": "Mixed", "blind": "on"}
    answer = client.post("/review-links/new/", form)
    assert answer.status_code == 422
    assert "drawings" in error_texts(answer)[0]
