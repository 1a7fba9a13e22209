"""What htmx tells about itself, read so that nobody trips over it."""

from collections.abc import Callable
from functools import cached_property
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails


class Htmx(HtmxDetails):
    """The headers of htmx; an address that cannot be taken apart counts as none."""

    @cached_property
    def current_url(self) -> str | None:
        """The address that the browser shows; None where that cannot be read."""
        url = self._get_header_value("HX-Current-URL")
        try:
            urlsplit(url or "")
        except ValueError:
            return None
        return url


class HtmxMiddleware:
    """Put ``htmx`` on requests, as django-htmx does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.htmx = Htmx(request)  # type: ignore[attr-defined]
        return self.get_response(request)
