"""Reads a prompt the way a hurried illustrator would: subject, style, weather."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from playground.simulator.painter.artwork import data
from playground.simulator.painter.palettes import COLOURS

SUBJECTS: dict[str, dict[str, Any]] = data("subjects")
"""In the order of priority: what is small and particular wins over its surroundings."""
STYLES: dict[str, str] = data("words")["styles"]
WEATHER: dict[str, str] = data("words")["weather"]
UNTITLED = ("poster", "icon", "abstract")


@dataclass(frozen=True)
class Brief:
    """What the words ask for. `subjects` is in order of importance, perhaps empty."""

    words: frozenset[str]
    subjects: tuple[str, ...]
    styles: frozenset[str]
    weather: frozenset[str]
    title: str
    bound: tuple[tuple[str, str], ...]
    """Pairs of a colour word and the word it stands before."""

    def colour_of(self, things: str) -> str:
        """The colour word said of one of the things, or nothing."""
        names = things.split()
        return next((colour for colour, thing in self.bound if thing in names), "")

    def has(self, words: str) -> bool:
        return not self.words.isdisjoint(words.split())


def read(prompt: str) -> Brief:
    # What matters is said early; a huge prompt must not cost a huge time.
    tokens = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", prompt[:4000].lower())
    words = set(tokens)
    for token in tokens:
        words.update(token.split("-"))
        if len(token) > 3:
            words.add(token.removesuffix("s"))
    words.update(f"{a}-{b}" for a, b in pairwise(tokens))
    frozen = frozenset(words)
    subjects = {name: subject["words"] for name, subject in SUBJECTS.items()}
    return Brief(
        words=frozen,
        subjects=_named(subjects, frozen),
        styles=frozenset(_named(STYLES, frozen)),
        weather=frozenset(_named(WEATHER, frozen)),
        title=_title(prompt[:4000], tokens),
        bound=_bound(tokens),
    )


def _named(table: dict[str, str], words: frozenset[str]) -> tuple[str, ...]:
    return tuple(n for n, keys in table.items() if not words.isdisjoint(keys.split()))


def _bound(tokens: list[str]) -> tuple[tuple[str, str], ...]:
    pairs = []
    for i, token in enumerate(tokens):
        if token in COLOURS:
            pairs += [(token, thing) for thing in tokens[i + 1 : i + 3]]
    return tuple(pairs)


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
