"""Headers that every answer has, whatever it holds."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

HEADERS = {
    # Pages of others may show or read nothing of ours.
    "Cross-Origin-Resource-Policy": "same-origin",
    # What no page here uses, no page here may ask for.
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), "
    "microphone=(), midi=(), payment=(), serial=(), usb=()",
    "X-Frame-Options": "DENY",
}


class HeadersMiddleware:
    """Sets what the answer has not set itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
