"""Reading a search as it was typed: words, "phrases", field:value, -not, OR.

Nothing here fails: what cannot be read becomes a ``Problem`` and is left out.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from playground.core.folding import plain

MAX_TEXT = 1000
MAX_CLAUSES = 30
QUOTES = "“”„«»「」『』＂"
# The colon of East Asian keyboards, after what may be a field.
_WIDE_COLON = re.compile(r"(?<=[A-Za-z_])：")
EMPTY = {
    True: "A “-” leaves out what stands right behind it, without a space.",
    False: "Between these quotation marks stands nothing.",
}
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
class QueryProblem:
    """Something that was not understood, as typed, and what to do about it."""

    text: str
    message: str


@dataclass(frozen=True)
class QueryPiece:
    """One piece of a search. ``field`` is "" for words; pieces with OR between them
    have the same ``group``. ``text`` is read back as this piece wherever it stands."""

    text: str
    field: str
    value: str
    is_quoted: bool
    is_not: bool
    group: int


def clean(text: str) -> str:
    """Return a text that can be searched for: one line, no control characters.

    One character more than a search may have is kept, so that ``read`` can tell.
    """
    kept = plain(text)
    for fancy in QUOTES:
        kept = kept.replace(fancy, '"')
    return _WIDE_COLON.sub(":", kept)[: MAX_TEXT + 1]


def read(text: str) -> tuple[list[QueryPiece], list[QueryProblem]]:
    """Cut a cleaned text into pieces."""
    pieces: list[QueryPiece] = []
    problems: list[QueryProblem] = []
    if len(text) > MAX_TEXT:
        text = shortened(text)
        problems.append(
            QueryProblem(
                text[-60:],
                f"A search has at most {MAX_TEXT:,} characters; the rest was left out.",
            )
        )
    joins, at, group = False, 0, 0
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
                problems.append(QueryProblem("OR", "OR stands between two things."))
            continue
        if len(pieces) == MAX_CLAUSES:
            problems.append(
                QueryProblem(
                    text[found.start() :][:60],
                    f"A search has at most {MAX_CLAUSES} parts; the rest was left out.",
                )
            )
            break
        if _is_open(found):
            problems.append(
                QueryProblem(found[0], 'A quotation mark (") is not closed.')
            )
        # What holds nothing parts those beside it all the same.
        group += not joins
        piece = _piece(found, group)
        if piece is not None:
            pieces.append(piece)
            joins = False
        else:
            problems.append(QueryProblem(found[0], EMPTY[bool(found["not"])]))
    if joins:
        problems.append(QueryProblem("OR", "After OR something is missing."))
    return pieces, problems


def written(pieces: Iterable[QueryPiece]) -> str:
    """Write pieces so that they are read back, with OR between those of one group."""
    said: list[str] = []
    group = 0
    for piece in pieces:
        if piece.group == group:
            said.append("OR")
        said.append(piece.text)
        group = piece.group
    return " ".join(said)


def shortened(text: str) -> str:
    """Leave out what is too much, and a word of which only the beginning is left."""
    if len(text) <= MAX_TEXT:
        return text
    end = text.rfind(" ", 0, MAX_TEXT + 1)
    return text[: end if end > 0 else MAX_TEXT]


def _is_open(found: re.Match[str]) -> bool:
    return found.groupdict().get("quoted") is not None and not found["end"]


def _piece(found: re.Match[str], group: int) -> QueryPiece | None:
    is_not = bool(found["not"])
    if found.re is _DIFFERS:
        return QueryPiece(found[0], "differs", found["value"], False, is_not, group)
    quoted, word = found["quoted"], found["word"]
    value = (quoted if quoted is not None else word) or ""
    field = (found["field"] or "").lower()
    if not field and not value.strip():
        return None
    text = f'{found[0]}"' if _is_open(found) else found[0]
    return QueryPiece(text, field, value.strip(), quoted is not None, is_not, group)


def quoted(value: str) -> str:
    """Write a value so that it is read back as one."""
    value = clean(value).replace('"', "")
    return value if re.fullmatch(r"[^\s\"-][^\s\"]*", value) else f'"{value}"'
