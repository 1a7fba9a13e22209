"""Without accounts, everybody at this machine is the one local person."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any, cast

from allauth.usersessions.middleware import UserSessionsMiddleware
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject

from playground.core.hosts import is_loopback
from playground.core.plain_pages import typed_words
from playground.people.models import User

ACCOUNTS = "/accounts/"
SIGNED_OUT = (
    "You are signed out. Nothing was sent. Sign in in another tab, then try again here."
)


class LocalPerson(SimpleLazyObject):  # type: ignore[type-arg]
    """The local person, looked up on first use; that they may come in is known."""

    is_authenticated = True


class LocalPersonMiddleware:
    """Put the local person on requests when accounts are not configured.

    Answers 403 to anybody from another machine: ``manage.py serve`` refuses to be
    reachable without accounts (see ``playground.checks``), other servers do not ask.
    The person is looked up on first use: ``/healthz`` has to answer without a
    database.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.PLAYGROUND_ACCOUNTS:
            if request.path_info.startswith(ACCOUNTS):
                raise Http404("Nobody signs in here.")
            # Empty behind a Unix socket, whose other end is on this machine.
            caller = request.META.get("REMOTE_ADDR")
            if caller and not is_loopback(caller):
                raise PermissionDenied("There is no login, so only this machine may.")
            signed_in = request.user
            request.user = cast(User, LocalPerson(partial(_person, signed_in)))
        return self.get_response(request)


def _person(signed_in: User | AnonymousUser) -> User:
    if signed_in.is_authenticated:
        return signed_in
    return User.objects.local()


class SignInMiddleware(LoginRequiredMiddleware):
    """Send who is not signed in to do so; what they have typed goes nowhere.

    A page may have been open since yesterday. What its scripts ask for must not become
    the page to sign in, and what its forms send is shown, to be sent once more.
    """

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view: Any
    ) -> HttpResponse:
        is_script = bool(getattr(request, "htmx", False))
        is_look = request.method in ("GET", "HEAD")
        wants_json = not is_look and "json" in request.headers.get("Accept", "")
        typed = "" if is_look else typed_words(request)
        response: HttpResponse
        if not (is_script or wants_json or typed):
            return super().handle_no_permission(request, view)
        if wants_json:
            response = JsonResponse({"message": SIGNED_OUT}, status=403)
        else:
            page = render_to_string("403_signed_out.html", {"typed": typed})
            response = HttpResponse(page, status=403)
        response["X-Signed-Out"] = "true"
        toast = {"id": "stale", "level": "error", "message": SIGNED_OUT}
        response["HX-Trigger"] = json.dumps({"toast": toast})
        return response


class SessionsMiddleware(UserSessionsMiddleware):  # type: ignore[misc]
    """Note when a session was last seen, for the list that people end theirs from.

    Without accounts there is nobody to list, and pages that need no login must not
    touch the database.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        open_to_all = request.path_info in ("/healthz", "/readyz", "/metrics")
        if not settings.PLAYGROUND_ACCOUNTS or open_to_all:
            return self.get_response(request)  # type: ignore[no-any-return]
        return super().__call__(request)  # type: ignore[no-any-return]
