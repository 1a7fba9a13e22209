"""From what somebody typed to the parts of a search, and what to tell them of it."""

import difflib
from dataclasses import replace

from playground.library.search import language
from playground.library.search.clauses import Clause, joined, joined_trash
from playground.library.search.conditions import Condition, Term, Words
from playground.library.search.documents import people_words
from playground.library.search.fields import FIELDS, NOWHERE
from playground.library.search.language import QueryPiece, QueryProblem
from playground.library.search.meanings import Missing
from playground.library.search.measures import Misread
from playground.people.models import User

# Fields that people know from elsewhere, for what words alone find here.
OF_WORDS = frozenset(
    {"prompt", "note", "notes", "text", "word", "words", "file", "name", "title"}
)
# What other programs take for more than a word.
OTHER_SIGNS = {
    "AND": "“AND” is looked for as a word: without it all parts have to fit as well.",
    "or": "“or” is looked for as a word: in capitals, OR, it finds either.",
    "NOT": "“NOT” is looked for as a word: what is not wanted is written -word.",
}


def understood(
    user: User, text: str
) -> tuple[tuple[Clause, ...], tuple[QueryProblem, ...]]:
    """Read a whole search; whatever is not taken as it was typed has a problem.

    ``user`` is whose tags and collections are meant: some fields look them up.
    """
    pieces, problems = language.read(text)
    clauses = []
    for piece in pieces:
        clause, problem = _clause(user, piece)
        if clause is not None:
            clauses.append(clause)
        if problem is not None:
            problems.append(problem)
    clauses = joined(clauses)
    problems += joined_trash(clauses)
    return tuple(clauses), tuple(problems)


def _clause(user: User, piece: QueryPiece) -> tuple[Clause | None, QueryProblem | None]:
    if not piece.field:
        return _words(piece)
    field = FIELDS.get(piece.field)
    if field is None and piece.field in OF_WORDS:
        clause, problem = _words(replace(piece, field=""))
        told = f"Words are looked for everywhere: “{piece.field}:” is left out."
        return clause, problem or QueryProblem(piece.text, told)
    if field is None:
        close = difflib.get_close_matches(piece.field, FIELDS, n=1, cutoff=0.7)
        meant = f" Did you mean {close[0]}:?" if close else ""
        problem = QueryProblem(
            piece.text,
            f"There is no field “{piece.field}”: looked for as words.{meant}",
        )
        as_words = replace(piece, field="", value=f"{piece.field} {piece.value}")
        return _words(as_words)[0], problem
    if not piece.value:
        message = f"“{piece.field}:” needs a value: {field.hint}."
        return None, QueryProblem(piece.text, message)
    try:
        meaning = field.read(user, piece.value)
    except Misread as error:
        return None, QueryProblem(piece.text, f"“{piece.field}:” {error}.")
    except Missing as error:
        said = f"{piece.field} {piece.value}"
        return _made(piece, said, NOWHERE), QueryProblem(piece.text, str(error))
    value = meaning.value or piece.value
    return _made(piece, meaning.words, meaning.condition, value), None


def _words(piece: QueryPiece) -> tuple[Clause | None, QueryProblem | None]:
    words = tuple(people_words(piece.value))
    if not words:
        return None, QueryProblem(piece.text, f"“{piece.text}” holds no letters.")
    term = Term(words, is_open=not piece.is_quoted)
    mark = "words" if len(words) > 1 else "word"
    told = None if piece.is_quoted else OTHER_SIGNS.get(piece.text)
    problem = QueryProblem(piece.text, told) if told else None
    return _made(piece, f"{mark} “{piece.value}”", Words((term,))), problem


def _made(
    piece: QueryPiece, words: str, condition: Condition, value: str = ""
) -> Clause:
    return Clause(
        piece.text,
        piece.field,
        value or piece.value,
        words,
        piece.is_not,
        piece.group,
        condition,
    )
