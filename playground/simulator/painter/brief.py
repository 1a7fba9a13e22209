"""What the painter is asked for: the job, and what a hurried illustrator reads in its
prompt (subject, style, colours)."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from playground.simulator.painter.artwork import data

SUBJECTS: dict[str, dict[str, Any]] = data("subjects")
"""In the order of priority: what is small and particular wins over its surroundings."""
STYLES: dict[str, str] = data("words", "styles")
COLOURS: dict[str, str] = data("palettes", "colours")
UNTITLED = ("poster", "icon", "abstract")
DETAIL = {"low": 0, "medium": 1, "high": 2, "xhigh": 3, "max": 4}


@dataclass(frozen=True)
class PaintJob:
    """One picture to draw. The same job always gives the same bytes.

    `variation` is what makes two draws of one request differ. `sources`, `mask` and
    `markup` are whole image files; a mask marks the area to change by alpha 0.
    """

    prompt: str
    width: int
    height: int
    quality: str = "high"
    background: str = "opaque"
    output_format: str = "png"
    output_compression: int | None = None
    variation: int = 0
    frame_count: int | None = None
    frame_duration_ms: int | None = None
    sources: tuple[bytes, ...] = ()
    mask: bytes | None = None
    markup: bytes | None = None
    fidelity: str | None = None

    @property
    def detail(self) -> int:
        """How much is drawn: 0 (low) to 4 (max); unknown qualities count as high."""
        return DETAIL.get(self.quality, 2)

    @property
    def transparent(self) -> bool:
        """JPEG has no alpha, so there the request for it is not honoured."""
        clear = self.background == "transparent"
        return clear and self.output_format not in ("jpeg", "jpg")


@dataclass(frozen=True)
class Brief:
    """What the words ask for. `subjects` is in order of importance, perhaps empty."""

    words: frozenset[str]
    subjects: tuple[str, ...]
    styles: frozenset[str]
    title: str
    bound: tuple[tuple[str, str], ...]
    """Pairs of a colour word and the word it stands before."""

    def colour_of(self, things: str) -> str:
        """The colour word said of one of the things, or nothing."""
        names = things.split()
        return next((colour for colour, thing in self.bound if thing in names), "")

    def has(self, words: str) -> bool:
        """Whether any of these words, with blanks between, is in the prompt."""
        return not self.words.isdisjoint(words.split())


def read(prompt: str) -> Brief:
    """Look at the first 4,000 characters; the same prompt always reads the same."""
    # What matters is said early; a huge prompt must not cost a huge time.
    tokens = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", prompt[:4000].lower())
    words = set(tokens)
    for token in tokens:
        words.update(token.split("-"))
        if len(token) > 3:
            words.add(token.removesuffix("s"))
    words.update(f"{a}-{b}" for a, b in pairwise(tokens))
    subjects = {name: subject["words"] for name, subject in SUBJECTS.items()}
    return Brief(
        words=frozenset(words),
        subjects=_named(subjects, words),
        styles=frozenset(_named(STYLES, words)),
        title=_title(prompt[:4000], tokens),
        bound=tuple(
            (token, thing)
            for k, token in enumerate(tokens)
            if token in COLOURS
            for thing in tokens[k + 1 : k + 3]
        ),
    )


def _named(table: dict[str, str], words: set[str]) -> tuple[str, ...]:
    return tuple(n for n, keys in table.items() if not words.isdisjoint(keys.split()))


def _title(prompt: str, tokens: list[str]) -> str:
    """Words for a poster: those in quotes, else what the picture is of.

    Only letters that the built-in font has; an empty title is left out.
    """
    quoted = re.search(r"[\"“«„]([^\"”»“]{1,40})[\"”»“]", prompt)
    if quoted:
        words = quoted.group(1)
    else:
        named = (s["words"].split() for n, s in SUBJECTS.items() if n not in UNTITLED)
        known = {key for keys in named for key in keys}
        words = next((token for token in tokens if token in known), "")
    words = " ".join(words.split()).upper()
    return words if all(" " <= c <= "ÿ" and c.isprintable() for c in words) else ""
