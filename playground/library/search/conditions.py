"""What one clause of a search asks for, in the forms that a database answers.

A condition on words is answered by the full-text index; for a walk along another
order it also can look into the document of each row. A condition on columns is a
``Q``; where an index of its own finds the rows, ``narrow`` says how.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from playground.library.models.image import TRASHED
from playground.library.search.index_words import beginning

NOTHING = Q(pk__in=[])


@dataclass(frozen=True)
class Term:
    """Words in a row. ``is_open``: the last one may go on."""

    words: tuple[str, ...]
    is_open: bool = False

    @property
    def written(self) -> str:
        """How it stands in a document."""
        return f" {' '.join(self.words)}{'' if self.is_open else ' '}"

    @property
    def fts5(self) -> str:
        """For SQLite; where the term is open, its last word may go on."""
        return f'"{" ".join(self.words)}"{" *" if self.is_open else ""}'

    @property
    def tsquery(self) -> str:
        """For PostgreSQL; where the term is open, its last word may go on."""
        *most, last = (f"'{word}'" for word in self.words)
        if self.is_open:
            last = beginning(self.words[-1])
        return f"({' & '.join([*most, last])})"

    @property
    def q(self) -> Q:
        """Look into each document."""
        return Q(GreaterThan(StrIndex("document__text", Value(self.written)), 0))


@dataclass(frozen=True)
class Words:
    """One of these terms stands in the document."""

    terms: tuple[Term, ...]

    @property
    def q(self) -> Q:
        """Any of the terms."""
        found = Q()
        for term in self.terms:
            found |= term.q
        return found


@dataclass(frozen=True)
class Inside(Words):
    """The same for a collection, which is known by its key."""

    collection: int = 0


@dataclass(frozen=True)
class Columns:
    """A condition on columns.

    Each of ``narrow`` is answered by an index; together they find all that ``q``
    does, in most cases few rows.
    """

    q: Q
    narrow: tuple[Q, ...] = ()


@dataclass(frozen=True)
class Span:
    """Made at or after ``start`` and before ``end``, each None where open."""

    start: datetime | None
    end: datetime | None

    @property
    def q(self) -> Q:
        """From the start on, up to but without the end."""
        found = Q()
        if self.start:
            found &= Q(created_at__gte=self.start)
        if self.end:
            found &= Q(created_at__lt=self.end)
        return found

    def holds(self, moment: datetime) -> bool:
        """The same of a moment that is at hand."""
        begun = self.start is None or self.start <= moment
        return begun and (self.end is None or moment < self.end)


@dataclass(frozen=True)
class Trashed:
    """It lies in the trash."""

    @property
    def q(self) -> Q:
        return TRASHED


Condition = Words | Columns | Span | Trashed


@dataclass(frozen=True)
class Match:
    """What all words of a search ask for.

    ``index`` asks the full-text index of this database; ``look`` and its ``values`` look
    at the text of a document. PostgreSQL's index knows words, and not what stands beside
    what: unless the match ``is_exact``, what it finds has to be looked at, too.
    """

    index: str
    look: str
    values: tuple[str, ...]
    is_exact: bool


def match_of(groups: list[list[Words]], without: list[Words]) -> Match:
    """Write what one of each group asks for, and none of the others."""
    is_sqlite = connection.vendor == "sqlite"
    form, both, either = ("fts5", "AND", "OR") if is_sqlite else ("tsquery", "&", "|")
    terms = [[it for words in group for it in words.terms] for group in groups]
    wrong = [list(words.terms) for words in without]

    def joined(some: list[Term]) -> str:
        return "(" + f" {either} ".join(getattr(it, form) for it in some) + ")"

    wanted = f" {both} ".join(map(joined, terms))
    no = " NOT " if is_sqlite else " & !"
    looks = [*map(_look, terms), *(f"NOT {_look(some)}" for some in wrong)]
    return Match(
        index="".join([f"({wanted})", *(f"{no}{joined(some)}" for some in wrong)]),
        look=" AND ".join(looks),
        values=tuple(it.written for some in [*terms, *wrong] for it in some),
        is_exact=all(len(it.words) == 1 for some in [*terms, *wrong] for it in some),
    )


def _look(terms: list[Term]) -> str:
    each = "strpos(library_document.text, %s) > 0"
    return f"({' OR '.join([each] * len(terms))})"
