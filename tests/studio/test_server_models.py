"""What a server says it has, asked over real HTTP."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from playground.providers import server_models as asking
from playground.providers.server_models import (
    server_models,
    server_report,
    starting_model,
    unknown_models,
)

TODAY = date(2026, 11, 21)
Serve = Callable[[Any], list[str]]


@pytest.fixture
def serve(settings: Any) -> Iterator[Serve]:
    """Serve an answer on a port of one's own, and point the playground to it.

    Returns the list of the paths that were asked for, growing.
    """
    servers: list[ThreadingHTTPServer] = []

    def start(answer: Any) -> list[str]:
        asked: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                body = answer() if callable(answer) else answer
                self.send_response(200)
                self.end_headers()
                self.wfile.write(
                    body if isinstance(body, bytes) else json.dumps(body).encode()
                )

            def log_message(self, *args: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.OPENAI_BASE_URL = f"http://127.0.0.1:{server.server_port}/v1"
        return asked

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def listing(*names: str, **shutdowns: str) -> dict[str, Any]:
    return {
        "object": "list",
        "data": [
            {
                "id": name,
                "object": "model",
                "created": 1,
                "owned_by": "somebody",
                "shutdown_date": shutdowns.get(
                    name.replace("-", "_").replace(".", "_")
                ),
            }
            for name in names
        ],
    }


def test_a_compatible_server_offers_models_nobody_knows(serve: Serve):
    serve(listing("sd-cpp-local", "gpt-image-2"))
    assert [model.id for model in unknown_models()] == ["sd-cpp-local"]
    assert unknown_models()[0].completeness == "unknown"


def test_the_server_is_asked_once_in_a_while(serve: Serve):
    asked = serve(listing("sd-cpp-local"))
    assert server_models() == server_models()
    assert asked == ["/v1/models"]


def test_openai_itself_has_no_unknown_models(settings: Any):
    settings.OPENAI_API_KEY = "sk-test"
    assert unknown_models() == ()


@pytest.mark.parametrize("answer", [b"<html>hello</html>", {"data": None}, [1, 2]])
def test_an_odd_answer_is_no_list(serve: Serve, answer: Any):
    serve(answer)
    assert server_models().models == ()


def test_a_server_that_hangs_is_not_waited_for(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(asking, "PATIENCE_S", 0.2)
    let_go = threading.Event()
    asked = serve(lambda: let_go.wait(60) and {})
    assert "did not answer in time" in server_models().failure
    assert "did not answer in time" in server_models().failure
    # It has not been waited for: it would not have answered yet.
    let_go.set()
    for thread in threading.enumerate():
        if thread.name == asking.THREAD:
            thread.join(5)
    assert len(asked) == 1


def test_a_report_names_what_differs_from_the_catalogue(serve: Serve):
    serve(listing("gpt-image-2", "flux", gpt_image_2="2027-10-21"))
    report = server_report(TODAY)
    assert [model.id for model in report.known] == ["gpt-image-2"]
    assert report.unknown == ("flux",)
    assert "gpt-image-2.5-sunburst" in [model.id for model in report.missing]
    assert [(m.id, day) for m, day in report.moved] == [
        ("gpt-image-2", date(2027, 10, 21))
    ]


@pytest.mark.django_db
def test_the_page_tells_what_the_simulator_offers(client: Client):
    page = client.get(reverse("site:models-server"))
    assert "It lists 12 of the models above" in page.text
    assert "<html" in page.text


@pytest.mark.django_db
def test_htmx_gets_the_part_alone(client: Client):
    headers = {"HX-Request": "true", "HX-Target": "server"}
    page = client.get(reverse("site:models-server"), headers=headers)
    assert "<html" not in page.text
    assert 'id="server"' in page.text
    assert "hx-get" not in page.text


@pytest.mark.django_db
def test_the_page_says_so_when_the_server_is_not_there(client: Client, settings: Any):
    settings.OPENAI_BASE_URL = "http://127.0.0.1:9/v1"
    page = client.get(reverse("site:models-server"))
    assert page.status_code == 200
    assert "The server did not tell:" in page.text


@pytest.mark.django_db
def test_the_studio_offers_the_servers_own_models(client: Client, serve: Serve):
    serve(listing("sd-cpp-local"))
    page = client.get(reverse("studio:index"))
    assert '<optgroup label="Only on this server">' in page.text
    assert '<option value="sd-cpp-local"' in page.text


def test_names_that_openai_has_ended_are_a_servers_own(serve: Serve, settings: Any):
    settings.PLAYGROUND_TODAY = date(2030, 1, 1)
    serve(listing("a-text-model", "dall-e-3", "gpt-image-1"))
    found = [model.label for model in unknown_models()]
    assert found == ["a-text-model", "DALL·E 3", "GPT Image 1"]
    assert starting_model(date(2030, 1, 1)) == "dall-e-3"
    report = server_report(date(2030, 1, 1))
    assert report.unknown == ("a-text-model", "dall-e-3")
    assert [model.id for model in report.known] == ["gpt-image-1"]
