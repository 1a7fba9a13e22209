"""Compatible servers, as keys call them up: addresses, shapes and models of their own."""

import io

from PIL import Image

from tests.simulator.conftest import MODEL

GOOD = {"model": MODEL, "prompt": "A fox", "quality": "low", "size": "1024x1024"}


def test_a_picture_can_wait_at_an_address_on_the_same_server(raw):
    body = raw.generate("sim-compatible-url", **GOOD).json()

    assert set(body) == {"created", "data"}
    url = body["data"][0]["url"]
    assert url.startswith("http://simulator/files/")
    # A server that gives out addresses serves them without a key.
    answer = raw.http.get(url)
    assert answer.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(answer.content)).size == (1024, 1024)


def test_a_picture_can_come_inside_its_address_or_lie_elsewhere(raw):
    inside = raw.generate("sim-compatible-data-url", **GOOD).json()["data"][0]
    elsewhere = raw.generate("sim-compatible-foreign-url", **GOOD).json()["data"][0]

    assert inside["url"].startswith("data:image/png;base64,")
    assert elsewhere["url"].startswith("https://elsewhere.invalid/")


def test_a_compatible_server_has_models_of_its_own_and_does_not_stream(raw):
    names = [
        entry["id"]
        for entry in raw.get("/v1/models", key="sim-compatible").json()["data"]
    ]
    answer = raw.generate(
        "sim-compatible", **{**GOOD, "model": names[0], "stream": True}
    )

    assert "gpt-image-2" not in names
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    # The same name is unknown to the API itself.
    assert raw.generate(**{**GOOD, "model": names[0]}).status_code == 400


def test_a_compatible_server_refuses_in_a_shape_of_its_own(raw):
    text = raw.generate("sim-compatible-error-text", **GOOD)
    detail = raw.generate("sim-compatible-error-detail", **GOOD)

    assert isinstance(text.json()["error"], str)
    assert list(detail.json()) == ["detail"]


def test_an_address_can_be_the_wrong_one(raw):
    page = raw.generate("sim-compatible-web-page", **GOOD)
    moved = raw.generate("sim-compatible-redirect", **GOOD)

    assert page.headers["content-type"].startswith("text/html")
    assert moved.status_code == 302
    assert moved.headers["location"].startswith("https://elsewhere.invalid/")
