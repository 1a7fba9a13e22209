"""Without accounts, everybody at this machine is the one local person."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from .models import User


class LocalPerson(SimpleLazyObject):  # type: ignore[type-arg]
    """The local person, looked up on first use; that they may come in is known."""

    is_authenticated = True


class LocalPersonMiddleware:
    """Put the local person on requests when accounts are not configured.

    Binding to anything but loopback without accounts is refused at the start
    (see ``playground.checks``), so nobody else can arrive here. The person is
    looked up on first use: ``/healthz`` has to answer without a database.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.PLAYGROUND_ACCOUNTS and isinstance(request.user, AnonymousUser):
            request.user = cast(User, LocalPerson(User.objects.local))
        return self.get_response(request)
