"""A simulator in process, spoken to by the real client and by raw requests."""

import datetime
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
import openai
import pytest
from PIL import Image

from playground.simulator.app import Application
from tests.quick_simulator.app import create_app

DAY = datetime.date(2026, 11, 21)
MODEL = "gpt-image-2.5-flare"
# A call that is valid in everything ends in this error before anything is drawn.
VALID_KEY = "sim-billing-limit"
VALID_CODE = "billing_hard_limit_reached"


@pytest.fixture(scope="session")
def app() -> Application:
    """A simulator that has four drawings of a request: most tests need no more."""
    return create_app(latency=0.0, day=lambda: DAY, hang_s=0.05)


@dataclass
class Raw:
    """Requests without any client's help."""

    http: httpx2.Client

    def post(
        self, path: str, body: Any = None, *, key: str = "sim-ok", **options: Any
    ) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {key}", **options.pop("headers", {})}
        if body is not None:
            # Escaped, so that half a surrogate pair can be sent as well.
            options["content"] = json.dumps(body)
            headers["Content-Type"] = "application/json"
        return self.http.post(path, headers=headers, **options)

    def get(self, path: str, *, key: str = "sim-ok") -> httpx2.Response:
        return self.http.get(path, headers={"Authorization": f"Bearer {key}"})

    def generate(self, key: str = "sim-ok", **body: Any) -> httpx2.Response:
        return self.post("/v1/images/generations", body, key=key)

    def respond(self, key: str = "sim-ok", **body: Any) -> httpx2.Response:
        return self.post("/v1/responses", body, key=key)

    def edit(
        self, files: list[tuple[str, Any]], key: str = "sim-ok", **data: Any
    ) -> httpx2.Response:
        return self.post("/v1/images/edits", key=key, files=files, data=data)


@pytest.fixture
def raw(app: Application) -> Iterator[Raw]:
    transport = httpx2.WSGITransport(app)
    with httpx2.Client(transport=transport, base_url="http://simulator") as http:
        yield Raw(http)


Client = Callable[..., openai.OpenAI]


@pytest.fixture
def client(app: Application) -> Iterator[Client]:
    """Return the real client, unchanged, under a scenario."""
    with httpx2.Client(transport=httpx2.WSGITransport(app)) as http:

        def make(scenario: str = "ok") -> openai.OpenAI:
            return openai.OpenAI(
                api_key=f"sim-{scenario}",
                base_url="http://simulator/v1",
                http_client=http,
                max_retries=0,
            )

        yield make


def picture(
    size: tuple[int, int] = (128, 96),
    *,
    mode: str = "RGB",
    colour: Any = None,
    **save: Any,
) -> bytes:
    """Return a small picture as a file; PNG unless ``format`` says otherwise."""
    buffer = io.BytesIO()
    save.setdefault("format", "PNG")
    Image.new(mode, size, colour or 0).save(buffer, **save)
    return buffer.getvalue()


def mask(size: tuple[int, int] = (128, 96)) -> bytes:
    """Return a mask that leaves the right half to change."""
    image = Image.new("RGBA", size, (0, 0, 0, 255))
    image.paste((0, 0, 0, 0), (size[0] // 2, 0, size[0], size[1]))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def png(name: str = "image", data: bytes | None = None) -> tuple[str, Any]:
    """Return a file of a form."""
    return name, ("a.png", picture() if data is None else data, "image/png")


def events(text: str) -> list[tuple[str, dict[str, Any]]]:
    """Split a stream into names and data, and hold it to its framing."""
    assert text.endswith("\n\n")
    found = []
    for block in text.removesuffix("\n\n").split("\n\n"):
        name, data = block.split("\n")
        assert name.startswith("event: ")
        assert data.startswith("data: ")
        value = json.loads(data.removeprefix("data: "))
        compact = json.dumps(value, separators=(",", ":"))
        assert data == f"data: {compact}"
        found.append((name.removeprefix("event: "), value))
    return found
