"""Pages in words for answers that Django leaves empty or lumps together.

Django's own pages look into the body of the request once more, for its token; a body
that was the fault to begin with would then turn a 404 into a 500.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

from django.core.exceptions import (
    BadRequest,
    DisallowedHost,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.middleware import csrf
from django.template.loader import render_to_string
from django.urls import Resolver404

LONGEST_NAME = 100
OLD_PAGE = {
    "id": "stale",
    "level": "error",
    "message": "You have signed in since this page was made. Nothing was sent: "
    "try again now.",
}
# What a page in which nothing was sent away says, and when asking again makes sense.
AWAY = {
    "id": "status-503",
    "level": "error",
    "message": "Nothing can be stored right now, so nothing was started or charged. "
    "What you typed is still here: try again in a moment.",
}
AGAIN_AFTER_S = 10
# Words of a person have gaps; what pages send by themselves is short and has none.
SHORTEST_WORDS = 24


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot be read, or came under a name that nobody allowed."""
    if isinstance(exception, DisallowedHost):
        host = request.META.get("HTTP_HOST", "")[:LONGEST_NAME]
        page = render_to_string("400_host.html", {"host": host})
        return HttpResponse(page, status=400)
    too_much = RequestDataTooBig | TooManyFilesSent | TooManyFieldsSent
    status = 413 if isinstance(exception, too_much) else 400
    return HttpResponse(render_to_string(f"{status}.html"), status=status)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 with a page of the house; what the exception says is not shown."""
    return HttpResponse(render_to_string("403.html", request=request), status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what is not there, in the words of the view that has looked for it."""
    said = "" if isinstance(exception, Resolver404) else str(exception)
    # Of a model, which is no word of people's.
    context = {"said": "" if "matches the given query" in said else said}
    page = render_to_string("404.html", context, request=request)
    return HttpResponse(page, status=404)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token or origin is wrong, and say which of the two.

    A wrong origin is no matter of age: reloading never helps, settings do.
    """
    origin = request.META.get("HTTP_ORIGIN", "")
    foreign = reason.startswith(("Origin checking", "Referer checking"))
    wants_json = "json" in request.headers.get("Accept", "")
    is_script = wants_json or bool(request.headers.get("HX-Request"))
    response: HttpResponse
    if not foreign and wants_json:
        said = {"message": OLD_PAGE["message"], "token": csrf.get_token(request)}
        response = JsonResponse(said, status=403)
    else:
        if reason in (csrf.REASON_NO_REFERER, csrf.REASON_MALFORMED_REFERER):
            origin = ""
        # That the browser names this very address proves that a page of ours sent it.
        # Other names of a domain are trusted to sign in, not to have a press offered.
        ours = origin == f"{request.scheme}://{request.get_host()}"
        context = {
            "foreign": foreign,
            "origin": origin[:LONGEST_NAME],
            "typed": "" if foreign else typed_words(request),
            **(send_again(request) if ours else {}),
        }
        response = HttpResponse(render_to_string("403_csrf.html", context), status=403)
    if not foreign and is_script:
        # For the page that is open: its scripts can go on with this token.
        token = csrf.get_token(request)
        response["HX-Trigger"] = json.dumps({"toast": OLD_PAGE, "token": token})
    return response


def send_again(request: HttpRequest) -> dict[str, Any]:
    """Return what a page needs to offer a refused form once more, {} if it cannot.

    Passwords are never written into a page, and a file cannot be.
    """
    fields = _fields(request)
    if fields is None or any("password" in name for name in request.POST):
        return {}
    if request.FILES:
        return {"had_files": True}
    return {
        "again": [(name, value) for name, values in fields for value in values],
        "action": request.get_full_path(),
        "csrf_token": csrf.get_token(request),
    }


def typed_words(request: HttpRequest) -> str:
    """Return what a refused form holds of somebody's words, for the page to show."""
    words = [
        value.strip()
        for _, values in _fields(request) or []
        for value in values
        if len(value) > SHORTEST_WORDS or any(map(str.isspace, value.strip()))
    ]
    return "\n\n".join(filter(None, words))


def _fields(request: HttpRequest) -> list[tuple[str, list[str]]] | None:
    """Return what a form holds, without its secrets; None where it cannot be read."""
    try:
        fields = [*request.POST.lists()]
    except (BadRequest, MultiPartParserError, SuspiciousOperation, OSError):
        return None
    return [
        (name, [str(value) for value in values])
        for name, values in fields
        if "password" not in name and name != "csrfmiddlewaretoken"
    ]


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what failed here; a full disk or a lost database is told as such."""
    failure = sys.exc_info()[1]
    is_away = isinstance(failure, OperationalError | InterfaceError | OSError)
    status = 503 if is_away else 500
    page = render_to_string(f"{status}.html", {"typed": typed_words(request)})
    response = HttpResponse(page, status=status)
    if is_away:
        response["Retry-After"] = str(AGAIN_AFTER_S)
        if request.headers.get("HX-Request"):
            response["HX-Trigger"] = json.dumps({"toast": AWAY})
    return response


class WrongMethodMiddleware:
    """Give 405 a page: after a refused form its address stands in the browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            response.content = render_to_string("405.html")
        return response
