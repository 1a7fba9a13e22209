"""Pages go over the wire compressed; pictures, which cannot get smaller, do not."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

KINDS = ("text/html", "text/plain", "application/json")


class CompressPagesMiddleware(GZipMiddleware):
    """Django's compression, for pages and JSON only.

    A compressed page that holds a secret beside what a stranger can put into it gives
    the secret away by its length (BREACH). The one secret of our pages is the CSRF
    token, which Django masks anew in every answer; and this middleware adds a random
    number of bytes to every answer, which hides its length.
    """

    max_random_bytes = 100

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Leave alone what is streamed, and what is not among ``KINDS``."""
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if response.streaming or kind not in KINDS:
            return response
        return super().process_response(request, response)
