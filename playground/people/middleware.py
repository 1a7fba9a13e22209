"""Without accounts, everybody at this machine is the one local person."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any, cast
from urllib.parse import urlencode

from allauth.usersessions.middleware import UserSessionsMiddleware
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject

from playground.core.hosts import is_loopback
from playground.core.plain_pages import send_again, typed_words
from playground.core.referer import came_from
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
    the page to sign in, and what its forms send is shown, to be sent once more. Signing
    in leads back to the page that was left.
    """

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view: Any
    ) -> HttpResponse:
        """Lead a page to the sign-in; give scripts and forms a 403 that says it.

        What was typed comes back with it, to be sent again.
        """
        is_look = request.method in ("GET", "HEAD")
        wants_json = "json" in request.headers.get("Accept", "")
        if is_look and not wants_json and not _is_script(request):
            return super().handle_no_permission(request, view)
        sign_in = _sign_in_address(request)
        response: HttpResponse
        if wants_json:
            response = JsonResponse({"message": SIGNED_OUT}, status=403)
        else:
            context: dict[str, Any] = {"sign_in": sign_in}
            if not is_look:
                context |= {"typed": typed_words(request), **send_again(request)}
            page = render_to_string("403_signed_out.html", context)
            response = HttpResponse(page, status=403)
        response["X-Signed-Out"] = "true"
        action = {"label": "Sign in", "href": sign_in}
        toast = {"id": "stale", "level": "error", "message": SIGNED_OUT}
        response["HX-Trigger"] = json.dumps({"toast": {**toast, "action": action}})
        return response


def _is_script(request: HttpRequest) -> bool:
    """Tell whether a script of a page asks; browsers say so of fetch() themselves."""
    is_fetch = request.headers.get("Sec-Fetch-Dest") == "empty"
    return is_fetch or bool(getattr(request, "htmx", False))


def _sign_in_address(request: HttpRequest) -> str:
    """Where to sign in, and to come back from to the page that is open."""
    page = came_from(request)
    query = f"?{urlencode({REDIRECT_FIELD_NAME: page})}" if page else ""
    return f"{resolve_url(settings.LOGIN_URL)}{query}"


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
