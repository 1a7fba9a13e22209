"""A form that spends starts what it asks for once, however often it is sent.

Each such form carries a number of its own, ``{% once %}``. A second press, or a reload,
sends the same number and the same words: it is led to what the first has started.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

from playground.people.http import Request
from playground.runs.models import Started

Made = TypeVar("Made")
P = ParamSpec("P")

FIELD = "once"
# Where a request keeps the address of what it has started.
STARTED = "started_address"
# Nobody sends a form again after so long.
KEPT = timedelta(days=2)


class StartedBefore(Exception):
    """The same has been started already; ``address`` leads there."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def start_once(
    request: Request, start: Callable[[], Made], address_of: Callable[[Made], str]
) -> Made:
    """Start something paid, in one transaction with the note that it was.

    What is refused leaves no note. Raises ``StartedBefore``; see ``once_only``.
    """
    key = _key(request)
    if not key:
        made = start()
        setattr(request, STARTED, address_of(made))
        return made
    try:
        with transaction.atomic():
            note = Started.objects.create(key=key)
            made = start()
            note.address = address_of(made)
            note.save(update_fields=["address"])
        setattr(request, STARTED, note.address)
    except IntegrityError:
        first = Started.objects.filter(key=key).first()
        if first is None:
            raise
        raise StartedBefore(first.address) from None
    return made


def once_only(
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """Lead whoever sends a form a second time to what the first has started.

    So does a storage or a database that goes away after something was started.
    """

    @wraps(view)
    def wrapped(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except StartedBefore as before:
            return led_to(request, before.address)
        except (OperationalError, InterfaceError, OSError):
            # What is told of these is that nothing was started.
            if not (address := getattr(request, STARTED, "")):
                raise
            return led_to(request, address)

    return wrapped


def led_to(request: Request, address: str) -> HttpResponse:
    """Answer with the page of what was started, in a swapped part as well."""
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address, status=303)


def started_forget() -> int:
    """Delete notes of forms that nobody will send again; returns how many."""
    return Started.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]


def _key(request: Request) -> str:
    """Of the person, the form's number and its words; "" where it has no number."""
    if not request.POST.get(FIELD):
        return ""
    said = {
        name: values
        for name, values in sorted(request.POST.lists())
        if name != "csrfmiddlewaretoken"
    }
    text = json.dumps([request.user.pk, request.path, said])
    return hashlib.sha256(text.encode()).hexdigest()
