"""Deciding: picked or rejected, stars, a note; and taking it back."""

import json
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
    COLUMNS,
    Decided,
    Undecidable,
    decisions_checked,
    decisions_restore,
    images_decide,
)
from playground.library.models import Image, ImageQuerySet
from playground.people.http import Request
from playground.people.roles import MAKER, needs

MOST = 600


@require_POST
def judge(request: Request) -> HttpResponseBase:
    """Decide of the pictures named by ``code``, which may be repeated.

    Takes ``flag`` ("pick", "reject" or ""), ``stars`` or ``note``; or ``before``, what an
    earlier answer told, to take that back. Scripts are answered with what is now, and
    with what takes it back or how many pictures it was not taken back of, since others
    have decided since; all else is led on.
    """
    try:
        answer = _decided(request)
    except Undecidable as error:
        if is_script(request):
            return JsonResponse({"message": str(error)}, status=422)
        messages.error(request, str(error))
        return HttpResponseRedirect(next_address(request))
    if not is_script(request):
        return HttpResponseRedirect(next_address(request))
    return JsonResponse(answer)


@needs(MAKER)
@require_safe
def note(request: Request, code: str) -> HttpResponse:
    """The form for a picture's note, which ``judge`` takes."""
    part = "#dialog" if request.htmx else ""
    context = {"image": image_for(request.user, code)}
    return render(request, f"gallery/note.html{part}", context)


def is_script(request: Request) -> bool:
    """Tell whether a script asks: it takes JSON, a form is led back to a page."""
    return "application/json" in request.headers.get("Accept", "")


def _states(images: ImageQuerySet) -> list[dict[str, Any]]:
    return [dict(row) for row in images.values("code", *COLUMNS)]


def _decided(request: Request) -> dict[str, Any]:
    data = request.POST
    if "before" in data:
        return _taken_back(request, data["before"])
    images = _named(request, data.getlist("code"))
    if not images.exists():
        raise Undecidable("There is no such picture here any more.")
    values: dict[str, Any] = {it: data[it] for it in COLUMNS if it in data}
    if "stars" in values:
        values["stars"] = int(data["stars"]) if data["stars"] in set("012345") else -1
    changes = images_decide(images, **values) if values else []
    codes = dict(images.values_list("pk", "code"))
    before = [
        {"code": codes[it.key], "was": it.was, "wrote": it.wrote}
        for it in changes
        if it.key in codes
    ]
    return {"images": _states(images), "before": before}


def _named(request: Request, codes: list[str]) -> ImageQuerySet:
    wanted = [code for code in codes[:MOST] if is_code(code)]
    return Image.objects.visible_to(request.user).filter(code__in=wanted)


def _taken_back(request: Request, written: str) -> dict[str, Any]:
    """Give pictures what they had. What was told to a browser is not trusted."""
    try:
        told = {str(it["code"]): it for it in json.loads(written)}
        images = _named(request, list(told))
        keys = dict(images.values_list("code", "pk"))
        wanted = [
            Decided(keys[code], _values(it["was"]), _values(it["wrote"]))
            for code, it in told.items()
            if code in keys
        ]
        if any(it.was.keys() != it.wrote.keys() for it in wanted):
            raise ValueError
    except (*_NONSENSE, Undecidable):
        raise Undecidable("This is nothing that can be taken back.") from None
    return {"stayed": decisions_restore(images, wanted), "images": _states(images)}


_NONSENSE = (
    *(AttributeError, KeyError, OverflowError, RecursionError, TypeError),
    ValueError,
)
_TYPES = {"flag": str, "stars": int, "note": str}


def _values(told: dict[str, Any]) -> dict[str, Any]:
    return decisions_checked({name: _TYPES[name](it) for name, it in told.items()})
