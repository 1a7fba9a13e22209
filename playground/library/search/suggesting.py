"""What could be typed next: field names, and values of the field being typed."""

import calendar
import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, QuerySet, When
from django.db.models.functions import Left
from django.utils import timezone

from playground.core.folding import fold
from playground.imaging.parameters import PARAMETERS
from playground.library.models import Collection, Image, SourceImage, Tag
from playground.library.search import language
from playground.library.search.fields import FIELDS
from playground.people.models import User

SHOWN = 10
# Of these a value can be meant exactly: model:=NAME.
EXACT = ("model", "size")
# Sizes are taken from the newest pictures: nobody lists all that exist.
RECENT = 500
# So much of a prompt tells which picture a code means.
HINT = 60
# What is being typed: a word, or what an open quotation mark holds.
_WORD = re.compile(r'(?:^|\s)-?(?P<word>[^\s"]*)$')
_QUOTED = re.compile(r'(?:^|\s)-?(?P<word>(?:[A-Za-z_]+:)?"[^"]*)$')
MONTHS = [f"{number:02}" for number in range(1, 13)]
_SIGN = re.compile(r"(<=|>=|[<>=≤≥])?")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")


@dataclass(frozen=True)
class Suggestion:
    """``insert`` is the whole text with the suggestion in it."""

    insert: str
    label: str
    hint: str


def suggestions(user: User, text: str) -> list[Suggestion]:
    """Return what could follow a text, best first. At most two queries."""
    text = text[: language.MAX_TEXT]
    found = (_QUOTED if text.count('"') % 2 else _WORD).search(text)
    if found is None:
        return []
    before, word = text[: found.start("word")], found["word"]
    name, colon, typed = word.partition(":")
    field = FIELDS.get(name.lower())
    if colon and field is not None:
        return [
            Suggestion(f"{before}{field.name}:{value}{_end(value)}", label, hint)
            for value, hint in _follow(user, field.name, typed.strip('"'))[:SHOWN]
            if (label := f"{field.name}:{value}")
        ]
    if colon:
        return []
    fields = (it for it in FIELDS.values() if it.name.startswith(word.lower()))
    return [
        Suggestion(f"{before}{it.name}:", f"{it.name}:", it.hint)
        for it in list(fields)[:SHOWN]
    ]


def _end(value: str) -> str:
    """A value is followed by a blank; what goes on is not."""
    return "" if value.endswith(":") else " "


def _follow(user: User, name: str, typed: str) -> list[tuple[str, str]]:
    """Values as they are written, best first, each with what is said of it."""
    if name == "date":
        sign = _SIGN.match(typed)[0]  # type: ignore[index]
        return [(sign + it, hint) for it, hint in _dates(user, typed[len(sign) :])]
    if name in ("from", "source", "like"):
        return _pictures(user, name, typed)
    if name == "differs":
        variable, colon, code = typed.partition("-from:")
        if colon:
            found = _pictures(user, name, code)
            return [(f"{variable}-from:{it}", hint) for it, hint in found]
        known = (it for it in PARAMETERS.variables if it.startswith(variable.lower()))
        return [(f"{it}-from:", "and the code of a picture") for it in known]
    exact = "=" if typed.startswith("=") and name in EXACT else ""
    wanted = fold(typed.removeprefix(exact))
    values = (it for it in _values(user, name, wanted) if wanted in fold(it))
    ranked = sorted(values, key=lambda it: not fold(it).startswith(wanted))
    return [(_written(exact + value), "") for value in ranked]


def _dates(user: User, typed: str) -> Iterator[tuple[str, str]]:
    """Months and years of which there are pictures; days of a month that is typed."""
    mine = Image.objects.visible_to(user).kept()
    ends = [mine.oldest().first(), mine.newest().first()]
    first, last = (timezone.localdate(it.created_at) if it else None for it in ends)
    if first is None or last is None:
        return
    month = _MONTH.match(typed)
    if month and first.year <= int(month[1]) <= last.year and month[2] in MONTHS:
        day = _end_of(int(month[1]), int(month[2]))
        while f"{day:%Y-%m}" == month[0]:
            if first <= day <= last and str(day).startswith(typed):
                yield str(day), f"{day:%A}"
            day -= datetime.timedelta(days=1)
        return
    months = []
    year, number = last.year, last.month
    while (year, number) >= (first.year, first.month):
        months.append(datetime.date(year, number, 1))
        year, number = (year, number - 1) if number > 1 else (year - 1, 12)
    # Room is left for years, until one is typed.
    for it in months if typed else months[: SHOWN // 2]:
        if f"{it:%Y-%m}".startswith(typed):
            yield f"{it:%Y-%m}", f"{it:%B %Y}"
    for year in range(last.year, first.year - 1, -1):
        if str(year).startswith(typed):
            yield str(year), ""


def _end_of(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def _pictures(user: User, name: str, typed: str) -> list[tuple[str, str]]:
    """Codes of the newest pictures that come into question, by code or words."""
    mine = Image.objects.visible_to(user).kept()
    if name == "from":
        varied = mine.exclude(parent=None).newest()[:RECENT]
        mine = mine.filter(pk__in=list(varied.values_list("parent", flat=True)))
    elif name == "source":
        taken = SourceImage.objects.visible_to(user).exclude(image=None)
        taken = taken.order_by("-pk")[:RECENT]
        mine = mine.filter(pk__in=list(taken.values_list("image", flat=True)))
    rows = mine.newest().annotate(words=Left("prompt", HINT))
    wanted = fold(typed)
    return [
        (code, " ".join(words.split()))
        for code, words in rows.values_list("code", "words")[:RECENT]
        if code.startswith(typed) or wanted in fold(words)
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
