"""Every parameter in the composer, and every format from there to the download."""

from functools import cache
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow

from playground.imaging.request import FIELDS
from playground.library.models import Generation
from tests.factories import picture_bytes
from tests.pages import HTMX, Tag, error_texts, soup, undescribed

pytestmark = pytest.mark.django_db
NEWEST = "gpt-image-2.6-sunburst"
CURRENT = "gpt-image-2.5-sunburst"
LEGACY = "gpt-image-1.5"


@pytest.fixture
def compose(client, owner) -> Any:
    """Change something in the composer; returns the page."""

    def change(**values: Any) -> Tag:
        response = client.post(
            "/compose/",
            {"prompt": "A fox", "size": "1024x1024", **values},
            headers={**HTMX, "HX-Target": "composer-fields"},
        )
        assert response.status_code == 200
        return soup(response)

    return change


@pytest.fixture
def picture(client, owner) -> str:
    """Add a source; returns its code."""
    upload = SimpleUploadedFile("fox.png", picture_bytes(), "image/png")
    response = client.post("/sources/", {"image": upload}, headers=HTMX)
    return str(soup(response).select_one('input[type=hidden][name="image"]')["value"])


# --- Every parameter can be reached -----------------------------------------

# Where a parameter is offered that is not offered everywhere.
PLACES: dict[str, dict[str, str]] = {
    "output_compression": {"model": CURRENT, "output_format": "webp"},
    "input_fidelity": {"model": LEGACY, "image": "source"},
    "complexity": {"model": NEWEST},
    "frame_count": {"model": NEWEST, "output_format": "gif"},
    "frame_duration_ms": {"model": NEWEST, "output_format": "gif"},
    "svg_model": {"model": NEWEST, "output_format": "svg"},
    "svg_effort": {"model": NEWEST, "output_format": "svg", "svg_model": "gpt-5"},
    "responses_model": {"model": CURRENT, "route": "responses"},
    "action": {"model": CURRENT, "route": "responses", "image": "source"},
    "mask": {"model": CURRENT, "image": "source"},
    "markup": {"model": CURRENT, "image": "source"},
}
NAMES = {"sources": "image"}
# It is set by continuing a picture, not by hand.
WITHOUT_CONTROL = {"previous"}


def test_every_field_of_a_request_has_a_control_where_it_is_legal(
    compose, client, picture, subtests
):
    @cache
    def composed(**values: str) -> Tag:
        return compose(**values | ({"image": picture} if "image" in values else {}))

    for field in FIELDS:
        if field in WITHOUT_CONTROL:
            continue
        with subtests.test(field):
            values = PLACES.get(field, {"model": CURRENT})
            page = soup(client.get("/")) if field == "prompt" else composed(**values)
            name = NAMES.get(field, field)
            controls = page.select(f'[name="{name}"]:not([disabled])')
            assert controls, field
            assert "Not " not in controls[0].closest(".field").get_text() or (
                field == "background"
            )


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("n", {}, [str(number) for number in range(1, 11)]),
        ("partial_images", {}, ["0", "1", "2", "3"]),
        (
            "quality",
            {},
            ["low", "medium", "high", "xhigh", "max", "auto"],
        ),
        ("complexity", {"model": NEWEST}, ["low", "medium", ""]),
        (
            "svg_effort",
            {"model": NEWEST, "output_format": "svg", "svg_model": "gpt-5"},
            ["none", "minimal", "low", "medium", "high", "xhigh", "max", ""],
        ),
        ("moderation", {}, ["low", "auto"]),
        ("route", {}, ["images", "responses", "auto"]),
    ],
)
def test_every_legal_value_can_be_chosen(compose, name, values, expected):
    page = compose(**{"model": CURRENT, **values})
    offered = page.select(f'input[type=radio][name="{name}"]:not([disabled])')
    assert [control["value"] for control in offered] == expected


def test_input_fidelity_says_what_it_means_and_what_it_adds(compose, picture):
    page = compose(model=LEGACY, quality="low", image=picture)
    field = page.select_one('[name="input_fidelity"]').closest("fieldset")
    assert "faces" in field.select_one(".hint").text
    high = field.select_one("#input_fidelity-high").parent
    assert high.select_one("small").text.startswith("+$0.0")
    left_out = field.select_one("#input_fidelity-none").parent
    assert "low (default)" in left_out.get_text()


def test_gif_frames_tell_their_range_and_default(compose):
    page = compose(model=NEWEST, output_format="gif", size="auto")
    frames = page.select_one("#frame_count")
    assert frames["placeholder"] == "9"
    assert "2 to 16" in frames.closest(".field").get_text()


def test_a_custom_size_keeps_its_field(compose):
    same = {"model": CURRENT, "composed": f"{CURRENT} png auto"}
    empty = compose(**same, size="custom").select_one('[name="size_custom"]')
    assert empty["value"] == ""
    assert not empty.closest("fieldset").select(".error")
    page = compose(model=CURRENT, size="custom", size_custom="1536x880")
    assert page.select_one('[name="size_custom"]')["value"] == "1536x880"
    assert page.select_one("#size-custom").has_attr("checked")
    assert "1536×880" in page.select_one("#size-custom").parent.get_text()


# --- Formats that need other settings to give way ---------------------------


def test_gif_can_be_chosen_at_any_size_and_says_what_gives_way(compose):
    before = compose(model=NEWEST)
    gif = before.select_one("#output_format-gif")
    assert not gif.has_attr("disabled")
    assert "also changes size" in gif.parent.get_text()
    composed = before.select_one('input[name="composed"]')["value"]
    page = compose(model=NEWEST, output_format="gif", composed=composed)
    assert "Size 1024×1024 → auto" in page.select_one(".note").get_text()
    assert page.select_one("#size-auto").has_attr("checked")
    assert page.select_one("#size-960x960")


def test_a_locked_size_does_not_give_way(compose):
    page = compose(model=NEWEST, lock="size")
    gif = page.select_one("#output_format-gif")
    assert gif.has_attr("disabled")
    field = gif.closest("fieldset").get_text(" ", strip=True)
    assert "Not gif: Too large for a GIF" in field


def test_choosing_a_format_leaves_alone_what_was_wrong_already(client, compose):
    page = compose(
        model=CURRENT,
        size="custom",
        size_custom="1000x1000",
        output_format="jpeg",
        composed=f"{CURRENT} png auto",
    )
    field = page.select_one('input[name="size_custom"]')
    assert field["value"] == "1000x1000"
    assert "steps of 16" in page.select_one("#size-error").get_text()
    assert not undescribed(page)
    # Of what is refused there is no price: neither on the button nor beside a choice.
    assert page.select_one("#generate .price").text == "mend the size first"
    assert "$" not in page.get_text()
    draft = soup(client.get("/"))
    assert draft.select_one("#generate .price").text == "mend the size first"
    assert "steps of 16" in draft.select_one("#size-error").get_text()


# --- From the composer to the download --------------------------------------

FORMATS = {
    "png": {},
    "jpeg": {"output_compression": "60"},
    "webp": {"background": "transparent", "output_compression": "90"},
    "gif": {
        "model": NEWEST,
        "size": "auto",
        "frame_count": "4",
        "frame_duration_ms": "120",
    },
    "svg": {"model": NEWEST, "svg_model": "gpt-5", "svg_effort": "low"},
}


@pytest.mark.parametrize("output_format", list(FORMATS))
def test_a_picture_of_each_format_is_kept_shown_and_downloadable(
    client, run, drain, output_format
):
    done = run(output_format=output_format, **FORMATS[output_format])
    assert done.state == "succeeded", done.error
    image = done.images.get()
    assert image.output_format == output_format
    page = soup(client.get(image.get_absolute_url()))
    assert page.select_one(f'img[src="/images/{image.code}/file"]')
    for name, value in FORMATS[output_format].items():
        if name != "model":
            assert value in page.select_one("dl.facts").get_text(), name
    download = client.get(f"/images/{image.code}/download")
    name = download["Content-Disposition"]
    extension = {"jpeg": "jpg"}.get(output_format, output_format)
    assert name.startswith("attachment")
    assert name.endswith(f'.{extension}"')
    data = download.getvalue()
    if output_format == "svg":
        assert b"<svg" in data[:200]
        return
    with Pillow.open(BytesIO(data)) as opened:
        assert opened.format.lower() == output_format
        if output_format == "gif":
            assert opened.n_frames == 4
            assert opened.info["duration"] == 120


def test_an_svg_is_only_ever_a_picture(client, run):
    done = run(model=NEWEST, output_format="svg")
    code = done.images.get().code
    for address in (
        f"/images/{code}/file",
        f"/images/{code}/download",
        f"/images/{code}/thumb/640.webp",
    ):
        response = client.get(address)
        response.getvalue()
        assert response["Content-Disposition"].startswith("attachment")
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response["X-Content-Type-Options"] == "nosniff"
    for address in (f"/images/{code}/", "/", "/gallery/"):
        page = soup(client.get(address))
        assert page.select_one(f'img[src*="{code}"]')
        assert not page.select("object, embed, iframe")


def test_the_author_of_an_svg_stands_on_the_receipt(run):
    done = run(model=NEWEST, output_format="svg", svg_model="gpt-5", svg_effort="low")
    labels = [line["label"] for line in done.receipt["lines"]]
    assert labels == ["Prompt", "Pictures", "gpt-5: input", "gpt-5: output"]
    assert done.receipt["complete"] is True


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"output_format": "gif", "partial_images": "1"}, "without partial pictures"),
        ({"output_format": "gif", "frame_count": "17"}, "2 to 16"),
        ({"output_format": "svg", "n": "2"}, "one at a time"),
        ({"output_format": "svg", "output_compression": "50"}, "compressed"),
        ({"output_format": "svg", "svg_effort": "low"}, "SVG model"),
        ({"output_format": "gif", "model": CURRENT}, "makes PNG, JPEG and WebP"),
        ({"complexity": "low", "model": CURRENT}, "no such setting"),
        ({"input_fidelity": "high", "model": CURRENT}, "no such setting"),
    ],
)
def test_what_a_format_or_model_does_not_take_is_refused_at_its_field(
    post, values, words
):
    response = post(**{"model": NEWEST, "size": "auto", **values})
    assert response.status_code == 422
    assert words in " ".join(error_texts(response))
    assert not Generation.objects.exists()
