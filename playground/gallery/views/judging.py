"""Deciding: picked or rejected, stars, a note; and taking it back."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import (
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from playground.core.codes import is_code
from playground.gallery.views.selection import next_address
from playground.library.access import image_for
from playground.library.deciding import (
    DECIDED,
    MAX_NOTE,
    MAX_STARS,
    Before,
    Undecidable,
    decisions_restore,
    images_flag,
    images_note,
    images_rate,
)
from playground.library.models import Image, ImageQuerySet
from playground.people.http import Request
from playground.people.roles import MAKER, needs

MOST = 600


@require_POST
def judge(request: Request) -> HttpResponseBase:
    """Decide of the pictures named by ``code``, which may be repeated.

    Takes ``flag`` ("pick", "reject" or ""), ``stars`` or ``note``; or ``before``, what an
    earlier answer told, to take that back. Scripts are answered with what is, and what
    was of that which was decided; others are led on.
    """
    try:
        before = _decided(request)
    except Undecidable as error:
        if is_script(request):
            return JsonResponse({"message": str(error)}, status=422)
        messages.error(request, str(error))
        return HttpResponseRedirect(next_address(request))
    if not is_script(request):
        return HttpResponseRedirect(next_address(request))
    decided = [name for name in DECIDED if name in request.POST]
    was = {it.key: it for it in before}
    now = Image.objects.visible_to(request.user).filter(pk__in=was)
    return JsonResponse(
        {
            "images": [_state(it, it.code) for it in now],
            "before": [_state(was[it.pk], it.code, decided) for it in now],
        }
    )


@needs(MAKER)
@require_safe
def note(request: Request, code: str) -> HttpResponse:
    """The form for a picture's note, which ``judge`` takes."""
    part = "#dialog" if request.htmx else ""
    context = {"image": image_for(request.user, code)}
    return render(request, f"gallery/note.html{part}", context)


def is_script(request: Request) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _state(it: Any, code: str, names: Sequence[str] = DECIDED) -> dict[str, Any]:
    return {"code": code, **{name: getattr(it, name) for name in names}}


def _decided(request: Request) -> list[Before]:
    data = request.POST
    if "before" in data:
        return _taken_back(request, data["before"])
    images = _named(request, data.getlist("code"))
    before: list[Before] = []
    if "flag" in data:
        before = images_flag(images, data["flag"])
    if "stars" in data:
        stars = data["stars"]
        rated = images_rate(images, int(stars) if stars in set("012345") else -1)
        before = before or rated
    if "note" in data:
        noted = images_note(images, data["note"])
        before = before or noted
    return before


def _named(request: Request, codes: list[str]) -> ImageQuerySet:
    wanted = [code for code in codes[:MOST] if is_code(code)]
    return Image.objects.visible_to(request.user).filter(code__in=wanted)


def _taken_back(request: Request, written: str) -> list[Before]:
    """Give pictures what they had. What was told to a browser is not trusted."""
    try:
        told = {str(it["code"]): _told(it) for it in json.loads(written)}
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        raise Undecidable("This is nothing that can be taken back.") from None
    images = _named(request, list(told))
    keys = dict(images.values_list("pk", "code"))
    current = [
        Before(it.pk, it.flag, it.stars, it.note)
        for it in images.only("pk", "flag", "stars", "note")
    ]
    decisions_restore(images, {key: told[code] for key, code in keys.items()})
    return current


def _told(it: dict[str, Any]) -> dict[str, Any]:
    """What is told of a picture, each in its form; ``ValueError`` for what cannot be."""
    read: dict[str, Callable[[Any], Any]] = {
        "flag": lambda value: Image.Flag(value).value,
        "stars": _stars_told,
        "note": lambda value: str(value).replace("\0", "")[:MAX_NOTE],
    }
    return {name: read[name](it[name]) for name in DECIDED if name in it}


def _stars_told(value: Any) -> int:
    if not 0 <= (stars := int(value)) <= MAX_STARS:
        raise ValueError
    return stars
