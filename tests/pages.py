"""Reading pages as their users do, and the form that most tests post."""

from typing import Any

from bs4 import BeautifulSoup

GOOD = {
    "prompt": "A paper airplane over misty mountains",
    "model": "gpt-image-2.5-sunburst",
    "size": "1024x1024",
    "quality": "low",
}
HTMX = {"HX-Request": "true", "HX-Target": "composer"}


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def error_texts(response: Any) -> list[str]:
    return [tag.get_text(" ", strip=True) for tag in soup(response).select(".error")]
