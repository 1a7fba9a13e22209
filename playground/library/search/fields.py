"""The fields of a search: what each takes, what it means, how it is said."""

import re
from collections.abc import Callable
from decimal import Decimal

from django.db.models import Q

from playground.catalog import catalog
from playground.core.codes import is_code
from playground.core.folding import fold_name
from playground.imaging.fingerprint import controlled_key, variable_hash
from playground.imaging.parameters import PARAMETERS
from playground.library.edits import edits_of
from playground.library.models import Collection, ControlledKey, Image, Tag
from playground.library.search import measures
from playground.library.search.conditions import (
    NOTHING,
    Columns,
    Inside,
    Span,
    Term,
    Trashed,
    Words,
    match_of,
)
from playground.library.search.documents import fact
from playground.library.search.meanings import Field, Meaning, Missing
from playground.library.search.measures import Misread
from playground.library.search.reading import EVERYWHERE, batches
from playground.people.models import User


def _facts(name: str, *values: str) -> Words:
    return Words(tuple(Term((fact(name, value),)) for value in values))


def _one_of(
    name: str, words: str, values: tuple[str, ...]
) -> Callable[[User, str], Meaning]:
    """Read a value out of a list, or another one that some picture has: compatible
    servers and manifests tell what they like."""

    def read(user: User, value: str) -> Meaning:
        value = value.lower()
        asked = _facts(name, value)
        if value not in values and not _is_told(user, asked):
            raise Misread(f"takes {_listed(values)}, not “{value}”")
        return Meaning(asked, f"{words} {value}", value)

    return read


def _is_told(user: User, asked: Words) -> bool:
    mine = Words((Term((fact("workspace", user.workspace_id),)),))
    match = match_of([[mine], [asked]], [])
    found = batches(Image.objects.all(), match, EVERYWHERE, down=True)
    return any(some for some, _ in found)


def _format(user: User, value: str) -> Meaning:
    # What files are named by.
    value = "jpeg" if value.lower() == "jpg" else value
    return _one_of("format", "format", FORMATS)(user, value)


def _listed(values: tuple[str, ...]) -> str:
    *most, last = values
    return f"{', '.join(most)} or {last}" if most else last


def _model(user: User, value: str) -> Meaning:
    if value.startswith("="):
        if not (name := value[1:].strip()):
            raise Misread("needs a name after the sign =")
        return Meaning(_facts("model", f"={name}"), f"model exactly {name}", f"={name}")
    return Meaning(_facts("model", value), f"model {value}")


def _size(user: User, value: str) -> Meaning:
    if value.lower() in SHAPES:
        return _is(user, value)
    is_measured = value.startswith("=")
    text = value.lower().replace("×", "x").replace("²", "").replace("^2", "")
    text = text.removeprefix("=").strip()
    if re.fullmatch(r"[0-9]{1,5}", text):
        text = f"{text}x{text}"
    if text != "auto" and not re.fullmatch(r"[0-9]{1,5}x[0-9]{1,5}", text):
        raise Misread("takes a size such as 1536x1024, or is:landscape")
    shown = text.replace("x", "×")
    if is_measured:
        return Meaning(_facts("size", f"={text}"), f"measured {shown}", f"={text}")
    return Meaning(_facts("size", text), f"size {shown}", text)


SHAPES = ("portrait", "landscape", "square")
JUDGED = ("picked", "rejected", "unjudged")


def _is(user: User, value: str) -> Meaning:
    value = value.lower()
    if value == "trashed":
        return Meaning(Trashed(), "in the trash", value)
    if value not in (*SHAPES, *JUDGED):
        raise Misread(f"takes {_listed((*SHAPES, *JUDGED, 'trashed'))}, not “{value}”")
    return Meaning(_facts("is", value), value, value)


def _stars(user: User, value: str) -> Meaning:
    asked = measures.range_of(value, measures.number, lambda it: f"{it.normalize():f}")
    stars = [str(number) for number in range(6) if asked.holds(number)]
    if not stars:
        raise Misread("goes from 0 to 5")
    alone = stars[0] if len(stars) == 1 else ""
    return Meaning(_facts("stars", *stars), f"stars {asked.words}", alone)


def _cost(user: User, value: str) -> Meaning:
    if value.lower() in ("unknown", "none"):
        return Meaning(_narrow(Q(cost_usd=None)), "cost unknown")
    asked = measures.range_of(value, measures.number, lambda it: f"${it:f}")
    return Meaning(_narrow(asked.q("cost_usd", lambda it: it)), f"cost {asked.words}")


def _time(user: User, value: str) -> Meaning:
    asked = measures.range_of(value, measures.milliseconds, _seconds)
    q = asked.q("duration_ms", lambda it: min(int(it), 2**31 - 1))
    return Meaning(_narrow(q), f"time {asked.words}")


def _seconds(value: Decimal) -> str:
    return f"{(value / 1000).normalize():f} s"


def _narrow(q: Q) -> Columns:
    return Columns(q, (q,))


def _date(user: User, value: str) -> Meaning:
    start, end = measures.dates(value)
    span = Span(measures.midnight(start), measures.midnight(end))
    return Meaning(span, f"date {measures.said_dates(value)}")


def _made(user: User, value: str) -> Meaning:
    start, end = measures.made(value)
    return Meaning(
        Span(measures.midnight(start), measures.midnight(end)), f"made {value.lower()}"
    )


def _tag(user: User, value: str) -> Meaning:
    tag = Tag.objects.visible_to(user).filter(folded=fold_name(value)).first()
    if tag is None:
        raise Missing(f"No picture has the tag “{value}”.")
    return Meaning(_facts("tag", str(tag.pk)), f"tag {tag.name}", tag.name)


def _in(user: User, value: str) -> Meaning:
    collections = Collection.objects.visible_to(user)
    found = collections.filter(folded=fold_name(value)).first()
    if found is None and is_code(value):
        found = collections.filter(code=value).first()
    if found is None:
        raise Missing(f"There is no collection “{value}”.")
    words = _facts("in", str(found.pk))
    condition = Inside(words.terms, found.pk)
    return Meaning(condition, f"in {found.name}", found.name)


def _author(user: User, value: str) -> Meaning:
    if value.lower() == "me":
        return Meaning(_facts("author", str(user.pk)), "by me")
    members = User.objects.filter(memberships__workspace=user.workspace_id)
    person = members.filter(username__iexact=value).first()
    if person is None:
        raise Missing(f"Nobody here is called “{value}”.")
    return Meaning(_facts("author", str(person.pk)), f"by {person}")


def _picture(user: User, code: str) -> Image:
    found, code = None, code.lower()
    if is_code(code):
        found = Image.objects.visible_to(user).filter(code=code).first()
    if found is None:
        raise Missing(f"There is no picture “{code}”.")
    return found


def _from(user: User, value: str) -> Meaning:
    picture = _picture(user, value)
    return Meaning(_narrow(Q(parent=picture.pk)), f"varied from {value}")


def _source(user: User, value: str) -> Meaning:
    picture = _picture(user, value)
    return Meaning(_narrow(edits_of(user, picture)), f"edited from {value}")


def _like(user: User, value: str) -> Meaning:
    picture = _picture(user, value)
    q = Q(workspace=picture.workspace_id, fingerprint=picture.fingerprint)
    return Meaning(_narrow(q), f"same request as {value}")


def _differs(user: User, value: str) -> Meaning:
    name, found, code = value.partition("-from:")
    if not found or not code:
        raise Misread("is written differs:quality-from:CODE")
    name = name.lower()
    if name not in PARAMETERS.variables:
        raise Misread(f"knows no variable “{name}”")
    picture = _picture(user, code)
    words = f"differing from {code} in {name} only"
    mine = Q(workspace=picture.workspace_id)
    if name == "prompt":
        q = mine & Q(settings_hash=picture.settings_hash)
        return Meaning(_narrow(q & ~Q(prompt_hash=picture.prompt_hash)), words)
    asked = picture.generation.effective
    without = picture.fingerprint ^ variable_hash(name, getattr(asked, name))
    keys = ControlledKey.objects.filter(key=controlled_key(name, without))
    other = ~Q(fingerprint=picture.fingerprint)
    unset = mine & Q(fingerprint=without) & other
    with_value = mine & Q(generation__in=keys.values("generation")) & other
    return Meaning(Columns(unset | with_value, (unset, with_value)), words)


def _qualities() -> tuple[str, ...]:
    order = ("auto", "low", "medium", "high", "xhigh", "max")
    known = {it for model in catalog().models.values() for it in model.qualities}
    return (*(it for it in order if it in known), *sorted(known - set(order)))


QUALITIES = (*_qualities(), "standard", "hd")
FORMATS = tuple(Image.Format.values)
KINDS = ("new", "edit", "variation", "turn")
PROVIDERS = ("openai", "compatible", "simulator", "imported")
THINGS = ("mask", "source", "markup", "note", "transparency", "frames", "revision")

FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field(
            "model",
            "model:2.5, any part of its name",
            _model,
            tuple(catalog().models),
        ),
        Field(
            "quality",
            "quality:high",
            _one_of("quality", "quality", tuple(dict.fromkeys(QUALITIES))),
            _qualities(),
        ),
        Field("size", "size:1536x1024", _size),
        Field("is", "is:portrait, is:picked", _is, (*SHAPES, *JUDGED, "trashed")),
        Field("stars", "stars:>=4", _stars, (">=1", ">=2", ">=3", ">=4", "5", "0")),
        Field("tag", "tag:logo", _tag),
        Field("in", 'in:"Spring launch", a collection', _in),
        Field("format", "format:webp", _format, FORMATS),
        Field(
            "background",
            "background:transparent",
            _one_of("background", "background", ("auto", "transparent", "opaque")),
            ("transparent", "opaque", "auto"),
        ),
        Field(
            "route",
            "route:responses",
            _one_of("route", "route", ("images", "responses")),
            ("images", "responses"),
        ),
        Field("kind", "kind:edit", _one_of("kind", "kind", KINDS), KINDS),
        Field("has", "has:mask", _one_of("has", "with", THINGS), THINGS),
        Field("cost", "cost:<0.05, in dollars", _cost, ("<0.05", ">0.1", "unknown")),
        Field("time", "time:>20s", _time, ("<10s", ">20s", ">60s")),
        Field("date", "date:2026-11", _date),
        Field("made", "made:today", _made, measures.PERIODS),
        Field("author", "author:me", _author, ("me",)),
        Field("from", "from:CODE, what was varied from a picture", _from),
        Field("source", "source:CODE, what was edited from a picture", _source),
        Field("like", "like:CODE, the same request", _like),
        Field("differs", "differs:quality-from:CODE", _differs),
        Field(
            "provider",
            "provider:openai",
            _one_of("provider", "provider", PROVIDERS),
            PROVIDERS,
        ),
    )
}

NOWHERE = Columns(NOTHING)
