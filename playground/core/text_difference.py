"""How one text became another, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# A word with the space after it, a single mark, or space at the very start. With
# the space inside the token a line of common spaces is never taken for a match.
_TOKEN = re.compile(r"\w+(?:['’-]\w+)*\s*|[^\w\s]\s*|\s+")
# Above this many words the exact comparison can take seconds; difflib's own
# heuristic (words that are everywhere are not anchors) keeps it quick.
_EXACT_WORDS = 1500


@dataclass(frozen=True)
class Piece:
    """A stretch of text that is in both texts, or in only one of them."""

    kind: Literal["same", "removed", "added"]
    text: str


def words(before: str, after: str) -> tuple[Piece, ...]:
    """Tell how ``before`` became ``after``, with a removal before its replacement.

    The pieces that are not "added" join to ``before`` exactly, the pieces that
    are not "removed" to ``after``.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    # What both begin and end with needs no search, however common its words are.
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    pieces = [Piece("same", token) for token in old[:start]]
    pieces += _between(old[start : len(old) - end], new[start : len(new) - end])
    pieces += [Piece("same", token) for token in old[len(old) - end :]]
    return _joined(pieces)


def _shared(one: list[str], other: list[str]) -> int:
    """Count the tokens that two lists have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    shortest = min(len(one), len(other))
    return next((index for index, (a, b) in pairs if a != b), shortest)


def _between(old: list[str], new: list[str]) -> list[Piece]:
    matcher = SequenceMatcher(
        None,
        [token.strip() for token in old],
        [token.strip() for token in new],
        autojunk=max(len(old), len(new)) > _EXACT_WORDS,
    )
    pieces: list[Piece] = []
    for operation, i1, i2, j1, j2 in matcher.get_opcodes():
        if operation == "equal":
            for left, right in zip(old[i1:i2], new[j1:j2], strict=True):
                pieces += _same_word(left, right)
            continue
        pieces.append(Piece("removed", "".join(old[i1:i2])))
        pieces.append(Piece("added", "".join(new[j1:j2])))
    return pieces


def _same_word(left: str, right: str) -> list[Piece]:
    """The same word, perhaps with other space after it."""
    if left == right:
        return [Piece("same", left)]
    word = left.strip()
    lead = len(word)
    return [
        Piece("same", word),
        Piece("removed", left[lead:]),
        Piece("added", right[lead:]),
    ]


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Drop empty pieces and join neighbours of one kind.

    Within a run of changes all removals come first, so that a replaced phrase
    reads as one.
    """
    joined: list[Piece] = []
    changed = {"removed": "", "added": ""}

    def close_run() -> None:
        for kind in ("removed", "added"):
            if changed[kind]:
                joined.append(Piece(kind, changed[kind]))
                changed[kind] = ""

    for piece in pieces:
        if piece.kind != "same":
            changed[piece.kind] += piece.text
        elif piece.text:
            close_run()
            if joined and joined[-1].kind == "same":
                joined[-1] = Piece("same", joined[-1].text + piece.text)
            else:
                joined.append(piece)
    close_run()
    return tuple(joined)
