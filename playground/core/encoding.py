"""Forms whose bytes are no text."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

FORM = "application/x-www-form-urlencoded"


class Utf8FormMiddleware:
    """Answer 400 to a posted form that is not UTF-8.

    Django would take such bytes for Latin-1, and what was never typed would be
    sent and paid for. In a multipart form it puts U+FFFD for them, which the
    forms look for.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.content_type == FORM:
            try:
                request.body.decode()
            except UnicodeDecodeError:
                raise BadRequest("The form is not UTF-8.") from None
        return self.get_response(request)
