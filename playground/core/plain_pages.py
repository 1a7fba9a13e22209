"""Pages in words for answers that Django leaves empty or lumps together."""

import sys
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot be read. Django's own page looks into the body once more."""
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    return HttpResponse(render_to_string(f"{status}.html"), status=status)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what failed here; a full disk or a lost database is told as such."""
    failure = sys.exc_info()[1]
    status = 503 if isinstance(failure, OperationalError | OSError) else 500
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
