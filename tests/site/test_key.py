"""The API key is in no page, no log, no file and no row, whatever happens."""

import json
import logging
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from playground.library.models import Generation
from tests.providers.servers import serving
from tests.quick_simulator.app import create_app
from tests.site.places import places
from tests.site.world import World

KEY = "sk-leak-7429c1d0a6"
REQUEST = {
    "prompt": "a paper airplane",
    "model": "gpt-image-2.5-sunburst",
    "size": "1024x1024",
    "quality": "low",
    "output_format": "webp",
}


def _parrot(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """A server that refuses the key and says it aloud."""
    said = f"Incorrect API key provided: {environ.get('HTTP_AUTHORIZATION')}"
    body = json.dumps({"error": {"message": said, "code": "invalid_api_key"}}).encode()
    headers = [("Content-Type", "application/json")]
    start_response("401 Unauthorized", headers)
    return [body]


@pytest.fixture(params=["simulator", "parrot"])
def server(request: pytest.FixtureRequest, settings: Any) -> Iterator[str]:
    app = create_app(latency="instant") if request.param == "simulator" else _parrot
    with serving(app) as url:
        settings.OPENAI_API_KEY = KEY
        settings.OPENAI_BASE_URL = f"{url}/v1"
        yield request.param


@pytest.mark.django_db
def test_the_key_is_nowhere(
    server: str,
    client: Client,
    world: World,
    drain: Callable[[], int],
    data_dir: Path,
    caplog: pytest.LogCaptureFixture,
):
    caplog.set_level(logging.DEBUG)
    client.post(reverse("studio:submit"), REQUEST)
    drain()
    run = Generation.objects.filter(prompt=REQUEST["prompt"]).get()
    expected = {"simulator": "succeeded", "parrot": "failed"}[server]
    assert run.state == expected, run.error

    world.generations.insert(0, run)
    world.images[:0] = run.images.all()
    for name, place in places().items():
        if "GET" in place.methods:
            answer = client.get(place.path(world))
            assert KEY.encode() not in answer.getvalue(), name
            assert KEY not in str(answer.headers), name

    rows = StringIO()
    call_command("dumpdata", stdout=rows)
    assert KEY not in rows.getvalue()
    assert KEY not in caplog.text
    for path in data_dir.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes(), path
