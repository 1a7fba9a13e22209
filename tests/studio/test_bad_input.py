"""Files that cannot work: a message at once, nothing lost, nothing sent."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow

from playground.library.models import Generation, SourceImage
from tests.factories import picture_bytes
from tests.pages import GOOD, HTMX, Tag, error_texts, soup

pytestmark = pytest.mark.django_db
FIELDS = {**HTMX, "HX-Target": "composer-fields"}
SIZE = (64, 48)


def encoded(mode: str, size: tuple[int, int], fill: Any, format: str = "PNG") -> bytes:  # noqa: A002
    out = BytesIO()
    Pillow.new(mode, size, fill).save(out, format)
    return out.getvalue()


def codes(page: Tag, name: str) -> list[str]:
    return [
        str(field["value"])
        for field in page.select(f'input[type=hidden][name="{name}"]')
    ]


@pytest.fixture
def add(client, owner) -> Any:
    """Add files to the composer, beside what it holds already."""

    def post(role: str, *files: bytes, **values: Any) -> Any:
        uploads = [
            SimpleUploadedFile(f"{role}-{number}.png", data, "image/png")
            for number, data in enumerate(files, 1)
        ]
        held = values.pop(role, [])
        return client.post(
            "/sources/", {**GOOD, **values, role: [*held, *uploads]}, headers=FIELDS
        )

    return post


@pytest.fixture
def source(add) -> str:
    return codes(soup(add("image", picture_bytes(size=SIZE))), "image")[0]


def test_seventeen_sources_are_too_many_and_all_stay(add, post):
    colours = [(number * 10, 0, 0) for number in range(17)]
    response = add("image", *(encoded("RGB", SIZE, colour) for colour in colours))
    page = soup(response)
    assert "17 source pictures are too many" in page.select_one("#image-error").text
    held = codes(page, "image")
    assert len(held) == 17
    refused = post(image=held)
    assert refused.status_code == 422
    assert "Take 1 away" in " ".join(error_texts(refused))
    assert codes(soup(refused), "image") == held
    assert not Generation.objects.exists()


MASKS = {
    "of another size": (encoded("RGBA", (20, 20), (0, 0, 0, 0)), "same size"),
    "without alpha": (encoded("RGB", SIZE, "white"), "no transparency"),
    "fully opaque": (encoded("RGBA", SIZE, (9, 9, 9, 255)), "nothing to change"),
}


@pytest.mark.parametrize("mask", list(MASKS))
def test_a_mask_that_cannot_work_is_told_at_once_and_stays(add, post, source, mask):
    data, words = MASKS[mask]
    page = soup(add("mask", data, image=[source]))
    assert words in page.select_one("#mask-error").get_text()
    held = codes(page, "mask")
    assert held
    refused = post(image=source, mask=held)
    assert refused.status_code == 422
    assert words in soup(refused).select_one("#mask-error").get_text()
    assert codes(soup(refused), "mask") == held
    assert codes(soup(refused), "image") == [source]
    assert not Generation.objects.exists()


def test_a_mask_that_is_no_png_is_named_with_the_reason(add, source):
    jpeg = encoded("RGB", SIZE, "white", "JPEG")
    response = add("mask", jpeg, image=[source])
    assert response.status_code == 422
    page = soup(response)
    assert "mask-1.png is JPEG" in page.select_one("#mask-error").get_text()
    assert codes(page, "image") == [source]


@pytest.mark.parametrize("role", ["mask", "markup"])
def test_a_mask_without_a_source_stays_and_says_what_it_needs(add, post, role):
    page = soup(add(role, picture_bytes(alpha=True)))
    held = codes(page, role)
    assert held
    assert "needs a source picture" in page.select_one(f"#{role}-error").get_text()
    refused = post(**{role: held})
    assert refused.status_code == 422
    assert codes(soup(refused), role) == held
    assert not Generation.objects.exists()


def test_a_mask_of_the_first_source_is_judged_anew_when_the_order_changes(
    add, client, source
):
    other = codes(soup(add("image", picture_bytes(size=(20, 20)))), "image")[0]
    page = soup(
        add("mask", picture_bytes(size=SIZE, alpha=True), image=[source, other])
    )
    assert not page.select(".error")
    held = codes(page, "mask")
    moved = client.post(
        "/compose/",
        {**GOOD, "image": [source, other], "mask": held, "move_up": other},
        headers=FIELDS,
    )
    assert codes(soup(moved), "image") == [other, source]
    assert "same size" in soup(moved).select_one("#mask-error").get_text()


def test_a_source_that_was_deleted_meanwhile_is_told_and_the_rest_stays(
    add, post, source
):
    gone = codes(soup(add("image", picture_bytes(size=(20, 20)))), "image")[0]
    SourceImage.objects.get(code=gone).delete()
    refused = post(image=[gone, source])
    assert refused.status_code == 422
    page = soup(refused)
    assert "no longer here" in page.select_one("#image-error").get_text()
    assert codes(page, "image") == [source]
    assert GOOD["prompt"] in page.select_one("#prompt").text
    assert not Generation.objects.exists()


@pytest.mark.parametrize("route", ["images", "responses"])
def test_a_source_whose_file_vanished_stops_the_run_before_anything_is_sent(
    client, run, source, route
):
    default_storage.delete(SourceImage.objects.get(code=source).file)
    done = run(image=source, route=route)
    assert done.state == "failed"
    assert not done.error["may_be_billed"]
    card = soup(client.get("/")).select_one(f"#run-{done.code}").get_text(" ")
    assert "not charged" in card
    assert "Add the picture again" in card or "Add the source again" in card


def test_what_lies_over_a_source_goes_with_it_and_that_is_said(client, add, source):
    page = soup(add("mask", picture_bytes(size=SIZE, alpha=True), image=[source]))
    response = client.post(
        "/compose/",
        {
            **GOOD,
            "image": source,
            "mask": codes(page, "mask"),
            "drop_file": source,
        },
        headers=FIELDS,
    )
    page = soup(response)
    assert codes(page, "mask") == []
    assert "mask went with" in page.select_one(".note").get_text()


def test_a_square_may_be_typed_as_the_page_writes_it(post):
    post(size="custom", size_custom="1024²")
    assert Generation.objects.get().requested["size"] == "1024x1024"


def test_a_conversation_stays_with_the_provider_that_knows_it(post, run):
    talk = run(route="responses")
    Generation.objects.update(provider="openai", provider_id="openai")
    response = post(previous=talk.code)
    assert response.status_code == 422
    assert "another provider" in " ".join(error_texts(response))
    assert Generation.objects.count() == 1
