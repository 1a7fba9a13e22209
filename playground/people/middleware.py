"""Without accounts, everybody at this machine is the one local person."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from .models import User


class LocalPersonMiddleware:
    """Put the local person on requests when accounts are not configured.

    Binding to anything but loopback without accounts is refused at the start
    (see ``playground.checks``), so nobody else can arrive here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.PLAYGROUND_ACCOUNTS and isinstance(
            request.user, AnonymousUser
        ):
            request.user = User.objects.local()
        return self.get_response(request)
