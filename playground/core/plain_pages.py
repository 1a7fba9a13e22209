"""Pages in words for answers that Django leaves empty or lumps together.

Django's own pages look into the body of the request once more, for its token; a body
that was the fault to begin with would then turn a 404 into a 500.
"""

import json
import sys
from collections.abc import Callable

from django.core.exceptions import (
    BadRequest,
    DisallowedHost,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.middleware import csrf
from django.template.loader import render_to_string

LONGEST_NAME = 100
OLD_PAGE = {
    "id": "stale",
    "level": "error",
    "message": "You have signed in since this page was made. Nothing was sent: "
    "try again now.",
}
# Words of a person have gaps; what pages send by themselves is short and has none.
SHORTEST_WORDS = 24


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot be read, or came under a name that nobody allowed."""
    if isinstance(exception, DisallowedHost):
        host = request.META.get("HTTP_HOST", "")[:LONGEST_NAME]
        page = render_to_string("400_host.html", {"host": host})
        return HttpResponse(page, status=400)
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    return HttpResponse(render_to_string(f"{status}.html"), status=status)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(render_to_string("403.html", request=request), status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(render_to_string("404.html", request=request), status=404)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token or origin is wrong, and say which of the two.

    A wrong origin is no matter of age: reloading never helps, settings do.
    """
    origin = request.META.get("HTTP_ORIGIN", "")
    foreign = reason.startswith(("Origin checking", "Referer checking"))
    if not foreign and "json" in request.headers.get("Accept", ""):
        # For the page that is open: its scripts can go on with this one.
        said = {"message": OLD_PAGE["message"], "token": csrf.get_token(request)}
        return JsonResponse(said, status=403)
    if foreign and reason in (csrf.REASON_NO_REFERER, csrf.REASON_MALFORMED_REFERER):
        origin = ""
    context = {
        "foreign": foreign,
        "origin": origin[:LONGEST_NAME],
        "typed": "" if foreign else typed_words(request),
    }
    response = HttpResponse(render_to_string("403_csrf.html", context), status=403)
    if not foreign and request.headers.get("HX-Request"):
        # For the page that is open: it can go on with this one.
        token = csrf.get_token(request)
        response["HX-Trigger"] = json.dumps({"toast": OLD_PAGE, "token": token})
    return response


def typed_words(request: HttpRequest) -> str:
    """Return what a refused form holds of somebody's words, for the page to show."""
    try:
        fields = [*request.POST.lists()]
    except (BadRequest, MultiPartParserError, SuspiciousOperation, OSError):
        return ""  # A body that cannot be read.
    words = [
        value.strip()
        for name, values in fields
        if "password" not in name and name != "csrfmiddlewaretoken"
        for value in values
        if len(value) > SHORTEST_WORDS or any(map(str.isspace, value.strip()))
    ]
    return "\n\n".join(filter(None, words))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what failed here; a full disk or a lost database is told as such."""
    failure = sys.exc_info()[1]
    status = (
        503 if isinstance(failure, OperationalError | InterfaceError | OSError) else 500
    )
    return HttpResponse(render_to_string(f"{status}.html"), status=status)


class WrongMethodMiddleware:
    """Give 405 a page: after a refused form its address stands in the browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            response.content = render_to_string("405.html")
        return response
