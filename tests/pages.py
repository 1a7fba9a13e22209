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


def picture_page(client: Any, image: Any) -> BeautifulSoup:
    """Open the page of a picture."""
    response = client.get(image.get_absolute_url())
    assert response.status_code == 200
    return soup(response)


def text_of(node: Any) -> str:
    """Return the words of a part of a page, however its lines are broken."""
    return " ".join(node.text.split())


def error_texts(response: Any) -> list[str]:
    return [tag.get_text(" ", strip=True) for tag in soup(response).select(".error")]


def undescribed(page: BeautifulSoup) -> list[str]:
    """Name the refused fields whose error is not read out with them."""
    return [
        field["name"]
        for field in page.select("[aria-invalid=true][name]")
        if not any(
            (found := page.find(id=name)) and "error" in str(found)
            for name in field.get("aria-describedby", "").split()
        )
    ]
