"""What the tests of the Studio share."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from playground.studio.models import Generation

GOOD = {
    "prompt": "A paper airplane over misty mountains",
    "model": "gpt-image-2.5-sunburst",
    "size": "1024x1024",
    "quality": "low",
}


@pytest.fixture
def post(client: Client, owner: Any) -> Any:
    """Post the composer: a legal request, with some fields changed."""

    def send(headers: dict[str, str] | None = None, **values: Any) -> Any:
        return client.post("/generations/", {**GOOD, **values}, headers=headers or {})

    return send


@pytest.fixture
def run(post: Any, drain: Any) -> Any:
    """Post the composer and let the worker finish; returns the generation."""

    def finish(**values: Any) -> Generation:
        response = post(**values)
        assert response.status_code == 303, error_texts(response)
        drain()
        return Generation.objects.get(code=response["Location"].split("/")[-2])

    return finish


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def error_texts(response: Any) -> list[str]:
    return [tag.get_text(" ", strip=True) for tag in soup(response).select(".error")]


HTMX = {"HX-Request": "true", "HX-Target": "composer"}
