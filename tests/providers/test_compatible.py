"""Servers that only resemble the API, each over real HTTP."""

import base64
import threading

import pytest

from playground.imaging.outcome import InputFiles, Resolved
from playground.imaging.request import ImageRequest
from playground.providers import addresses
from playground.providers.errors import AnswerError
from playground.providers.run import run
from tests.providers.servers import Server, answering, input_file, picture, serving
from tests.quick_simulator.app import create_app

KEY = "local-key-1234"
PICTURE = picture("teal")
B64 = base64.b64encode(PICTURE).decode()
REQUEST = ImageRequest(prompt="a fox", model="sd-cpp-local")


def _run(settings, body, **values):
    with serving(answering(body)) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        return run(REQUEST.changed(**values), InputFiles())


def _refused(settings, body):
    with pytest.raises(AnswerError) as caught:
        _run(settings, body)
    assert caught.value.may_be_billed
    return caught.value


class PictureServer(Server):
    """Answers with an address, and serves pictures itself."""

    def __init__(self, url, **answers):
        super().__init__()
        self.url = url
        self.answers = answers or {"/files/fox.png": ("200 OK", [], PICTURE)}
        self.asked = []

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        if path.startswith("/v1/"):
            host = environ["HTTP_HOST"]
            self.body = answering({"data": [{"url": self.url.format(host=host)}]}).body
            return super().__call__(environ, start_response)
        self.asked.append((path, environ.get("HTTP_AUTHORIZATION")))
        status, headers, body = self.answers.get(path, ("404 X", [], b""))
        start_response(status, [("Content-Type", "image/png"), *headers])
        return [body]


def _load(settings, server):
    settings.OPENAI_API_KEY = KEY
    with serving(server) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        return run(REQUEST, InputFiles())


def _not_loaded(settings, server):
    with pytest.raises(AnswerError) as caught:
        _load(settings, server)
    assert caught.value.may_be_billed
    return caught.value.message


# --- Pictures ---------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        {"b64_json": B64},
        {"b64_json": B64, "url": None, "revised_prompt": None},
        {"b64_json": f"data:image/png;base64,{B64}"},
        {"url": f"data:image/png;base64,{B64}"},
        {"b64_json": "", "url": f"data:image/png;base64,{B64}"},
        {"b64_json": "\n".join(B64[i : i + 76] for i in range(0, len(B64), 76))},
        {"b64_json": B64.rstrip("=")},
    ],
    ids=[
        "bare",
        "with nulls",
        "data in b64",
        "data in url",
        "empty",
        "lines",
        "no pad",
    ],
)
def test_a_picture_is_read_however_it_comes(settings, row):
    assert _run(settings, {"data": [row]}).images[0].data == PICTURE


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"b64_json": ""},
        {"b64_json": None, "url": None},
        {"b64_json": "%%%"},
        {"b64_json": 5},
        {"url": "data:image/png,notbase64"},
        "text",
        None,
    ],
)
def test_a_picture_that_is_none_is_told(settings, row):
    assert "picture" in _refused(settings, {"data": [row]}).message


def test_a_bad_picture_does_not_cost_the_good_ones(settings):
    outcome = _run(settings, {"data": [{"b64_json": "%"}, {"b64_json": B64}]}, n=2)
    assert [image.data for image in outcome.images] == [PICTURE]
    assert len(outcome.warnings) == 1


# --- What may be missing ----------------------------------------------------


def test_usage_and_echo_may_be_missing(settings):
    outcome = _run(settings, {"data": [{"b64_json": B64}]})
    assert outcome.usage is None
    assert outcome.created is None
    assert outcome.request_id is None
    assert outcome.processing_ms is None
    assert outcome.images[0].resolved == Resolved()


def test_what_a_picture_says_of_itself_wins(settings):
    row = {"b64_json": B64, "size": "512x512", "revised_prompt": "A fox, in oil"}
    outcome = _run(settings, {"data": [row], "size": "1024x1024", "quality": 7})
    assert outcome.images[0].resolved == Resolved(size="512x512")
    assert outcome.images[0].revised_prompt == "A fox, in oil"


@pytest.mark.parametrize(
    "usage",
    [
        {"input_tokens": 0, "output_tokens": 0, "total_tokens": 0},
        {"prompt_tokens": 5, "completion_tokens": 9},
        {"input_tokens": "5", "output_tokens": 9},
        {"input_tokens": -5, "output_tokens": 9},
        {"input_tokens": True, "output_tokens": 9},
        [],
        "none",
    ],
)
def test_usage_that_means_nothing_is_unknown(settings, usage):
    outcome = _run(settings, {"data": [{"b64_json": B64}], "usage": usage})
    assert outcome.usage is None


def test_usage_keeps_only_what_can_be_counted(settings):
    usage = {
        "input_tokens": 5,
        "output_tokens": 9,
        "input_tokens_details": None,
        "output_tokens_details": {"image_tokens": 9, "text_tokens": 0},
        "cost": 0.04,
    }
    outcome = _run(settings, {"data": [{"b64_json": B64}], "usage": usage})
    assert outcome.usage == {
        "input_tokens": 5,
        "output_tokens": 9,
        "output_tokens_details": {"image_tokens": 9, "text_tokens": 0},
    }


# --- Addresses --------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["http://{host}/files/fox.png", "/files/fox.png", "../files/fox.png"]
)
def test_a_picture_is_loaded_from_the_server_itself(settings, url):
    server = PictureServer(url)
    assert _load(settings, server).images[0].data == PICTURE
    assert server.asked == [("/files/fox.png", f"Bearer {KEY}")]


@pytest.mark.parametrize(
    "url",
    [
        "https://{host}/files/fox.png",
        "http://localhost:1/files/fox.png",
        "http://169.254.169.254/latest/meta-data",
        "http://{host}.elsewhere.invalid/fox.png",
        "http://{host}@elsewhere.invalid/fox.png",
        "//elsewhere.invalid/fox.png",
        "file:///etc/passwd",
        "http://[::1/fox.png",
        "http://127.0.0.1:99999/fox.png",
    ],
)
def test_a_picture_on_any_other_server_is_not_loaded(settings, url):
    server = PictureServer(url)
    message = _not_loaded(settings, server)
    assert "another server" in message or "is not one" in message
    assert server.asked == []


def test_an_address_with_control_characters_is_no_address(settings):
    server = PictureServer("/files/fox\x1d.png")
    assert "could not be loaded" in _not_loaded(settings, server)
    assert server.asked == []


def test_another_port_of_the_same_machine_is_another_server(settings):
    neighbour = PictureServer("")
    with serving(neighbour) as address:
        message = _not_loaded(settings, PictureServer(f"{address}/files/fox.png"))
    assert "another server" in message
    assert neighbour.asked == []


def test_a_redirect_to_another_server_is_not_followed(settings):
    neighbour = PictureServer("")
    with serving(neighbour) as address:
        moved = ("302 X", [("Location", f"{address}/files/fox.png")], b"")
        server = PictureServer("/files/fox.png", **{"/files/fox.png": moved})
        assert "sends on to" in _not_loaded(settings, server)
    assert neighbour.asked == []


def test_a_picture_that_is_gone_is_told(settings):
    assert "404" in _not_loaded(settings, PictureServer("/files/other.png"))


def test_a_picture_that_is_too_large_is_given_up(settings, monkeypatch):
    monkeypatch.setattr(addresses, "PICTURE_MAX_BYTES", len(PICTURE) - 1)
    assert "too large" in _not_loaded(settings, PictureServer("/files/fox.png"))


def test_a_picture_that_never_comes_is_given_up(settings, monkeypatch):
    monkeypatch.setattr(addresses, "PICTURE_TIMEOUT_S", 0.3)
    done = threading.Event()

    class Slow(PictureServer):
        def __call__(self, environ, start_response):
            if not environ["PATH_INFO"].startswith("/v1/"):
                done.wait(3)
            return super().__call__(environ, start_response)

    message = _not_loaded(settings, Slow("/files/fox.png"))
    done.set()
    assert "could not be loaded" in message


# --- Through the simulator --------------------------------------------------


@pytest.mark.parametrize(
    "scenario", ["compatible", "compatible-url", "compatible-data-url"]
)
def test_the_simulators_odd_servers_work_over_http(settings, scenario):
    settings.OPENAI_API_KEY = f"sim-{scenario}"
    with serving(create_app()) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        outcome = run(
            REQUEST.changed(sources=("a",)),
            InputFiles(sources=(input_file(picture("red", size=256)),)),
        )
    assert outcome.images[0].data.startswith(b"\x89PNG")
    assert outcome.usage is None
