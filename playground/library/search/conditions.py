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
        return f'"{" ".join(self.words)}"{" *" if self.is_open else ""}'

    @property
    def tsquery(self) -> str:
        ends = ":*" if self.is_open else ""
        *most, last = (f"'{word}'" for word in self.words)
        return f"({' & '.join([*most, last + ends])})"

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
        found = Q()
        for term in self.terms:
            found |= term.q
        return found

    @property
    def is_exact(self) -> bool:
        """PostgreSQL's index knows words, not what stands beside what."""
        return all(len(term.words) == 1 for term in self.terms)


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
        found = Q()
        if self.start:
            found &= Q(created_at__gte=self.start)
        if self.end:
            found &= Q(created_at__lt=self.end)
        return found

    def holds(self, moment: datetime) -> bool:
        begun = self.start is None or self.start <= moment
        return begun and (self.end is None or moment < self.end)


@dataclass(frozen=True)
class Trashed:
    """It lies in the trash."""

    @property
    def q(self) -> Q:
        return Q(trashed_at__isnull=False)


Condition = Words | Columns | Span | Trashed


def written_match(groups: list[list[Words]], without: list[Words]) -> str:
    """Write what all groups ask for (one of each) for this database's index."""
    if connection.vendor == "sqlite":
        wanted = " AND ".join(f"({_joined(group, ' OR ')})" for group in groups)
        return " NOT ".join(
            [f"({wanted})", *(f"({_joined([it], ' OR ')})" for it in without)]
        )
    wanted = " & ".join(f"({_joined(group, ' | ')})" for group in groups)
    return " & ".join([wanted, *(f"!({_joined([it], ' | ')})" for it in without)])


def _joined(group: list[Words], by: str) -> str:
    form = "fts5" if connection.vendor == "sqlite" else "tsquery"
    return by.join(getattr(term, form) for words in group for term in words.terms)
