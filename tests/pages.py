"""Reading pages as their users do, and the form that most tests post."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

GOOD = {
    "prompt": "A paper airplane over misty mountains",
    "model": "gpt-image-2.5-sunburst",
    "size": "1024x1024",
    "quality": "low",
}
HTMX = {"HX-Request": "true", "HX-Target": "composer"}


@dataclass(frozen=True)
class Tag:
    """A tag of a page, or the page itself, as a browser would have read it."""

    node: LexborNode | LexborHTMLParser

    def select(self, css: str) -> list[Tag]:
        """Return the tags inside this one that a selector finds, as they follow.

        The selector is about the whole page, as querySelectorAll's is: "main a" also
        finds the links of a paragraph in main. There is no :scope.
        """
        # The parser tries the node itself too, and finds twice what two selectors find.
        found = dict.fromkeys(self.node.css(css))
        return [Tag(node) for node in found if node != self.node]

    def select_one(self, css: str) -> Tag | None:
        return next(iter(self.select(css)), None)

    def saying(self, css: str, words: str) -> Tag | None:
        """Return the first found tag with exactly these words."""
        return next((tag for tag in self.select(css) if tag.text == words), None)

    def closest(self, css: str) -> Tag | None:
        """Return this tag or the nearest one around it that a selector fits."""
        found = set(self.node.parser.css(css))  # css_matches() looks inside as well.
        tag: Tag | None = self
        while tag and tag.node not in found:
            tag = tag.parent
        return tag

    @property
    def name(self) -> str:
        return self.node.tag

    @property
    def parent(self) -> Tag | None:
        above = self.node.parent
        return Tag(above) if above and above.is_element_node else None

    @property
    def attrs(self) -> dict[str, str]:
        """Every attribute; one without a value has the empty one, as in a browser."""
        return {key: value or "" for key, value in self.node.attributes.items()}

    def __getitem__(self, attribute: str) -> str:
        return self.attrs[attribute]

    def get(self, attribute: str, default: Any = None) -> Any:
        return self.attrs.get(attribute, default)

    def has_attr(self, attribute: str) -> bool:
        return attribute in self.attrs

    @property
    def classes(self) -> list[str]:
        """The classes of a tag that must have some."""
        return self["class"].split()

    @property
    def text(self) -> str:
        return self.get_text()

    def get_text(self, between: str = "", strip: bool = False) -> str:
        """Return the texts inside, with something between those of different tags."""
        if not strip:
            return self.node.text(separator=between)
        texts = self.node.text(separator="\0").split("\0")  # Pages are read without.
        return between.join(text for it in texts if (text := it.strip()))

    def __repr__(self) -> str:
        return self.node.html or ""


def parsed(html: bytes) -> Tag:
    """Read a page, or else a part of one as htmx does: also rows without a table."""
    if html.lstrip()[:9].lower() == b"<!doctype":
        return Tag(LexborHTMLParser(html))
    return Tag(LexborHTMLParser(html, is_fragment=True, fragment_tag="template"))


def soup(response: Any) -> Tag:
    return parsed(response.content)


def page_of(response: Any) -> Tag:
    """Read a page that has to be there."""
    assert response.status_code == 200
    return soup(response)


def picture_page(client: Any, image: Any) -> Tag:
    """Open the page of a picture."""
    return page_of(client.get(image.get_absolute_url()))


def text_of(node: Any) -> str:
    """Return the words of a part of a page, however its lines are broken."""
    return " ".join(node.text.split())


def error_texts(response: Any) -> list[str]:
    return [tag.get_text(" ", strip=True) for tag in soup(response).select(".error")]


def undescribed(page: Tag) -> list[str]:
    """Name the refused fields whose error is not read out with them."""
    return [
        field["name"]
        for field in page.select("[aria-invalid=true][name]")
        if not any(
            (found := page.select_one(f'[id="{name}"]')) and "error" in str(found)
            for name in field.get("aria-describedby", "").split()
        )
    ]
