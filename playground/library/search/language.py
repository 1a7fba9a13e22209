"""Reading a search as it was typed: words, "phrases", field:value, -not, OR.

Nothing here fails: what cannot be read becomes a ``Problem`` and is left out.
"""

import re
from dataclasses import dataclass

MAX_TEXT = 1000
MAX_CLAUSES = 30
# A piece: an optional "-", an optional "field:", then a quoted text or a word.
_PIECE = re.compile(
    r"""
    (?P<not>-)?
    (?:(?P<field>[A-Za-z_]+):)?
    (?: "(?P<quoted>[^"]*)(?P<end>"?)
      | (?P<word>[^\s"]+) )?
    """,
    re.VERBOSE,
)
_DIFFERS = re.compile(r"(?P<not>-)?differs:(?P<value>[A-Za-z_]+-from:[^\s\"]*)", re.I)


@dataclass(frozen=True)
class Problem:
    """Something that was not understood, as typed, and what to do about it."""

    text: str
    message: str


@dataclass(frozen=True)
class Piece:
    """One piece of a search. ``field`` is "" for words; ``joins`` says that an OR
    stands before it."""

    text: str
    field: str
    value: str
    is_quoted: bool
    is_not: bool
    joins: bool


def clean(text: str) -> str:
    """Return a text that can be searched for: one line, no control characters."""
    kept = "".join(it if it.isprintable() else " " for it in text)
    for fancy in "“”„«»":
        kept = kept.replace(fancy, '"')
    return " ".join(kept.split())[:MAX_TEXT]


def read(text: str) -> tuple[list[Piece], list[Problem]]:
    """Cut a cleaned text into pieces."""
    pieces: list[Piece] = []
    problems: list[Problem] = []
    joins, at = False, 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        found = _DIFFERS.match(text, at) or _PIECE.match(text, at)
        if found is None or found.end() == at:
            at += 1  # A sign that means nothing here.
            continue
        at = found.end()
        if found[0] == "OR":
            joins = bool(pieces)
            if not pieces:
                problems.append(Problem("OR", "OR stands between two things."))
            continue
        if len(pieces) == MAX_CLAUSES:
            problems.append(
                Problem(
                    text[found.start() :][:60],
                    f"A search has at most {MAX_CLAUSES} parts; the rest was left out.",
                )
            )
            break
        piece = _piece(found, joins)
        if found.groupdict().get("quoted") is not None and not found["end"]:
            problems.append(Problem(found[0], 'A quotation mark (") is not closed.'))
        if piece is not None:
            pieces.append(piece)
            joins = False
    if joins:
        problems.append(Problem("OR", "After OR something is missing."))
    return pieces, problems


def _piece(found: re.Match[str], joins: bool) -> Piece | None:
    is_not = bool(found["not"])
    if found.re is _DIFFERS:
        return Piece(found[0], "differs", found["value"], False, is_not, joins)
    quoted, word = found["quoted"], found["word"]
    value = (quoted if quoted is not None else word) or ""
    field = (found["field"] or "").lower()
    if not field and not value.strip():
        return None
    return Piece(found[0], field, value.strip(), quoted is not None, is_not, joins)


def quoted(value: str) -> str:
    """Write a value so that it is read back as one."""
    value = clean(value).replace('"', "")
    return value if re.fullmatch(r"[^\s\"-][^\s\"]*", value) else f'"{value}"'
