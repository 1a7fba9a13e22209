"""What could be typed next: field names, and values of the field being typed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, QuerySet, When

from playground.core.folding import fold
from playground.library.models import Collection, Image, Tag
from playground.library.search import language
from playground.library.search.fields import FIELDS
from playground.people.models import User

SHOWN = 10
# Of these a value can be meant exactly: model:=NAME.
EXACT = ("model", "size")
# Sizes are taken from the newest pictures: nobody lists all that exist.
RECENT = 500
# What is being typed: a word, or what an open quotation mark holds.
_WORD = re.compile(r'(?:^|\s)-?(?P<word>[^\s"]*)$')
_QUOTED = re.compile(r'(?:^|\s)-?(?P<word>(?:[A-Za-z_]+:)?"[^"]*)$')


@dataclass(frozen=True)
class Suggestion:
    """``insert`` is the whole text with the suggestion in it."""

    insert: str
    label: str
    hint: str


def suggestions(user: User, text: str) -> list[Suggestion]:
    """Return what could follow a text, best first. At most one query."""
    text = text[: language.MAX_TEXT]
    found = (_QUOTED if text.count('"') % 2 else _WORD).search(text)
    if found is None:
        return []
    before, word = text[: found.start("word")], found["word"]
    name, colon, typed = word.partition(":")
    field = FIELDS.get(name.lower())
    if colon and field is not None:
        exact = "=" if typed.startswith("=") and field.name in EXACT else ""
        wanted = fold(typed.removeprefix(exact).strip('"'))
        values = (it for it in _values(user, field.name, wanted) if wanted in fold(it))
        ranked = sorted(values, key=lambda it: not fold(it).startswith(wanted))
        return [
            Suggestion(
                f"{before}{field.name}:{_written(exact + value)} ",
                f"{field.name}:{_written(exact + value)}",
                "",
            )
            for value in ranked[:SHOWN]
        ]
    if colon:
        return []
    fields = (it for it in FIELDS.values() if it.name.startswith(word.lower()))
    return [
        Suggestion(f"{before}{it.name}:", f"{it.name}:", it.hint)
        for it in list(fields)[:SHOWN]
    ]


def _named(mine: QuerySet[Any], wanted: str) -> Iterable[str]:
    """The names that hold it; first those that begin with it."""
    begins = Case(When(folded__startswith=wanted, then=0), default=1)
    found = mine.filter(folded__contains=wanted).order_by(begins, "folded")
    return found.values_list("name", flat=True)[:RECENT]


def _written(value: str) -> str:
    # A comparison is typed without quotation marks.
    return value if value[0] in "<>" else language.quoted(value)


def _values(user: User, name: str, wanted: str) -> Iterable[str]:
    """What could be meant; tags and collections only as far as they hold ``wanted``."""
    if name == "tag":
        return _named(Tag.objects.visible_to(user), wanted)
    if name == "in":
        return _named(Collection.objects.visible_to(user), wanted)
    if name == "author":
        members = User.objects.filter(memberships__workspace=user.workspace_id)
        return ["me", *members.values_list("username", flat=True)[:RECENT]]
    if name == "size":
        newest = Image.objects.visible_to(user).kept().newest()
        return dict.fromkeys(newest.values_list("size", flat=True)[:RECENT])
    return FIELDS[name].values
