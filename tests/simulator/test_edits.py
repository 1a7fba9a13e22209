"""Edits: a form with files or JSON with data addresses, and what is refused."""

import base64
import io

import pytest
from openai.types import ImagesResponse
from PIL import Image

from tests.simulator.conftest import (
    MODEL,
    VALID_CODE,
    VALID_KEY,
    mask,
    picture,
    png,
)

GOOD = {"model": MODEL, "prompt": "A hat"}


def error(answer):
    assert answer.status_code == 400, answer.text
    found = answer.json()["error"]
    return found["type"], found["param"], found["code"], found["message"]


def code(answer):
    return answer.json()["error"]["code"]


def data_url(data, media_type="image/png"):
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"


def test_the_official_client_edits_one_picture_or_several(client):
    one = client().images.edit(
        image=("a.png", picture(), "image/png"), prompt="A hat", model="gpt-image-1.5"
    )
    several = client().images.edit(
        image=[
            ("a.png", picture(), "image/png"),
            ("b.jpg", picture(format="JPEG"), "image/jpeg"),
            ("c.webp", picture(format="WEBP"), "image/webp"),
        ],
        mask=("m.png", mask(), "image/png"),
        prompt="A hat",
        model="gpt-image-1.5",
        input_fidelity="high",
        n=2,
    )

    assert one.usage
    assert several.usage
    assert several.data
    assert len(several.data) == 2
    # 65 and 129 for each of two tiles; twice that, three pictures, high fidelity.
    assert one.usage.input_tokens_details.image_tokens == 65 + 2 * 129
    assert several.usage.input_tokens_details.image_tokens == 2 * 3 * (323 + 6240)


def test_json_edits_take_data_addresses(raw):
    answer = raw.post(
        "/v1/images/edits",
        {
            **GOOD,
            "quality": "low",
            "images": [{"image_url": data_url(picture())}],
            "mask": {"image_url": data_url(mask())},
            "moderation": "low",
        },
    )

    assert answer.status_code == 200, answer.text
    ImagesResponse.model_validate_json(answer.content, strict=True)


def test_a_mask_confines_the_change(raw):
    source = picture((1024, 1024), colour=(200, 30, 30))
    files = [png(data=source), png("mask", mask((1024, 1024)))]
    answer = raw.edit(files, **GOOD, quality="low", size="1024x1024")

    edited = Image.open(
        io.BytesIO(base64.b64decode(answer.json()["data"][0]["b64_json"]))
    ).convert("RGB")
    colours = {
        colour
        for area in ((0, 0, 400, 900), (600, 0, 1000, 900))
        for _, colour in edited.crop(area).getcolors(1_000_000) or []
    }
    left = edited.crop((0, 0, 400, 900)).getcolors(1_000_000)
    assert left == [(400 * 900, (200, 30, 30))]
    assert len(colours) > 1


def test_markup_is_taken_where_the_model_takes_it(raw):
    files = [png(), png("markup", mask())]

    assert code(raw.edit(files, VALID_KEY, **GOOD)) == VALID_CODE
    assert error(raw.edit(files, VALID_KEY, model="gpt-image-1.5", prompt="A hat"))[
        1:
    ] == ("markup", "unknown_parameter", "Unknown parameter: 'markup'.")
    both = [*files, png("mask", mask())]
    assert error(raw.edit(both, VALID_KEY, **GOOD))[1] == "markup"
    opaque = [png(), png("markup", picture(mode="RGBA", colour=(0, 0, 0, 255)))]
    assert error(raw.edit(opaque, VALID_KEY, **GOOD))[1] == "markup"
    small = [png(), png("markup", mask((64, 64)))]
    assert error(raw.edit(small, VALID_KEY, **GOOD))[1] == "markup"


@pytest.mark.parametrize(
    ("part", "param"),
    [("image", "image"), ("image[]", "image[0]"), ("mask", "mask")],
)
def test_a_file_without_a_media_type_of_its_own_is_refused(raw, part, param):
    bad = (part, ("upload", picture(), "application/octet-stream"))
    files = [bad] if part != "mask" else [png(), bad]

    assert error(raw.edit(files, **GOOD)) == (
        "invalid_request_error",
        param,
        "unsupported_file_mimetype",
        f"Invalid file '{param}': unsupported mimetype ('application/octet-stream'). "
        "Supported file formats are 'image/jpeg', 'image/png', and 'image/webp'.",
    )


def _frames(kind):
    buffer = io.BytesIO()
    first, second = (Image.new("RGB", (64, 64), c) for c in ("red", "blue"))
    first.save(buffer, kind, save_all=True, append_images=[second])
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"this is text", "image/png"),
        (b"", "image/png"),
        (picture()[:60], "image/png"),
        (picture((200, 200), format="JPEG")[:500], "image/jpeg"),
        (picture(mode="CMYK", format="JPEG"), "image/jpeg"),
        (picture(), "image/jpeg"),
        (picture(format="GIF"), "image/png"),
        (_frames("WEBP"), "image/webp"),
        (_frames("MPO"), "image/jpeg"),
    ],
    ids=[
        "text",
        "empty",
        "cut off",
        "cut off JPEG",
        "CMYK",
        "another type",
        "GIF",
        "frames",
        "a phone's two frames",
    ],
)
def test_a_file_that_is_no_usable_picture_is_refused_by_its_place(
    raw, data, media_type
):
    files = [png("image[]"), ("image[]", ("b", data, media_type))]

    assert error(raw.edit(files, **GOOD)) == (
        "image_generation_user_error",
        None,
        "invalid_image_file",
        "Invalid image file or mode for image 2, please check your image file.",
    )


def test_seventeen_pictures_are_too_many(raw):
    assert error(raw.edit([png("image[]")] * 17, **GOOD))[1:3] == (
        "image",
        "array_above_max_length",
    )
    assert code(raw.edit([png("image[]")] * 16, VALID_KEY, **GOOD)) == VALID_CODE


def test_a_mask_has_the_size_of_the_picture_and_an_alpha_channel(raw):
    def complaint(data):
        return error(raw.edit([png(), png("mask", data)], **GOOD))

    text = "Invalid mask image format - mask "
    plain = ("invalid_request_error", None, None)
    assert complaint(mask((64, 64))) == (
        *plain,
        text + "size does not match image size",
    )
    assert complaint(picture()) == (*plain, text + "image missing alpha channel")
    assert complaint(b"text")[0] == "invalid_request_error"
    assert complaint(mask() + b"\0" * 4 * 2**20)[0] == "invalid_request_error"


def test_a_mask_does_not_hold_up_the_check_of_the_size(raw):
    answer = raw.edit([png(), png("mask", b"text")], **GOOD, size="9x9")

    assert error(answer)[1] == "size"


def test_fidelity_is_refused_where_the_model_has_none(raw):
    def post(model):
        return raw.edit(
            [png()], VALID_KEY, model=model, prompt="A hat", input_fidelity="high"
        )

    assert error(post("gpt-image-2")) == (
        "image_generation_user_error",
        "input_fidelity",
        "invalid_input_fidelity_model",
        "The model 'gpt-image-2' does not support the 'input_fidelity' parameter.",
    )
    assert code(post("gpt-image-1.5")) == VALID_CODE


@pytest.mark.parametrize("name", ["n", "output_compression"])
@pytest.mark.parametrize("value", ["abc", "2.5", "", "１"])
def test_a_number_in_a_form_has_to_be_one(raw, name, value):
    assert error(raw.edit([png()], **GOOD, **{name: value})) == (
        "invalid_request_error",
        name,
        "invalid_type",
        f"Invalid type for '{name}': expected an integer, but got a string value that "
        "could not be converted into an integer.",
    )


def test_each_kind_of_body_points_to_the_other_ones_key(raw):
    form = raw.edit([png(), png("images")], **GOOD)
    body = raw.post("/v1/images/edits", {**GOOD, "image": "x"})

    assert error(form)[3] == (
        "Unknown parameter: 'images'. For multipart/form-data use 'image' or 'image[]'."
    )
    assert error(body)[3] == (
        "Unknown parameter: 'image'. For application/json on /v1/images/edits, use "
        "'images' (array)."
    )


def wrong_type(param, expected, got):
    text = f"Invalid type for '{param}': expected {expected}, but got {got} instead."
    return "invalid_request_error", param, "invalid_type", text


def no_data(param):
    return (
        "image_generation_user_error",
        param,
        "invalid_image_file",
        "Invalid image data.",
    )


@pytest.mark.parametrize(
    ("images", "expected"),
    [
        ({}, wrong_type("images", "an array", "an object")),
        (["x"], wrong_type("images[0]", "an object", "a string")),
        (None, wrong_type("images", "an array", "null")),
        (
            [{"image_url": 1}],
            wrong_type("images[0].image_url", "a string", "an integer"),
        ),
        ([{"image_url": "x"}], no_data("images[0].image_url")),
        (
            [{"image_url": data_url(picture())}, {"image_url": data_url(b"text")}],
            no_data("images[1].image_url"),
        ),
        (
            [{"image_url": "data:image/png;base64,%%%"}],
            no_data("images[0].image_url"),
        ),
        (
            [{"image_url": "https://example.org/a.png"}],
            (
                "invalid_request_error",
                "url",
                "invalid_value",
                "Error while downloading file. Upstream status code: 404.",
            ),
        ),
    ],
)
def test_json_sources_are_refused_in_the_apis_words(raw, images, expected):
    assert error(raw.post("/v1/images/edits", {**GOOD, "images": images})) == expected


def test_json_sources_have_to_be_there(raw):
    def found(body):
        return error(raw.post("/v1/images/edits", {**GOOD, **body}))[1:3]

    assert found({}) == ("images", "missing_required_parameter")
    assert found({"images": []}) == ("images", "empty_array")
    assert found({"images": [{}]}) == (
        "images[0].image_url",
        "missing_required_parameter",
    )
    assert found({"images": [{"file_id": "file-1"}]})[0] == "images[0].file_id"


def test_a_form_needs_a_picture(raw):
    assert error(raw.edit([png("mask", mask())], **GOOD))[1:3] == (
        "image",
        "missing_required_parameter",
    )


def test_a_damaged_form_is_refused(raw):
    for content_type in (
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "multipart/form-data; boundary=x; charset=nonsense",
    ):
        answer = raw.post(
            "/v1/images/edits",
            content=b"--x\r\nnonsense",
            headers={"Content-Type": content_type},
        )
        assert answer.status_code == 400
