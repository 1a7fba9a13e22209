"""Serving private files, after somebody has checked that the person may see them.

Whatever a file holds, a browser only ever shows it: it gets no scripts, no
requests and no guess at another type.
"""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

POLICY = "default-src 'none'; sandbox"
FOREVER = int(timedelta(days=365).total_seconds())


def serve_private(
    request: HttpRequest,
    *,
    name: str,
    content_type: str,
    etag: str,
    filename: str = "",
    download: bool = False,
    lasting: bool = True,
) -> HttpResponseBase | None:
    """Answer with a file of the storage; None when it is not there.

    ``etag`` identifies the bytes, ``filename`` is what they are saved as, and
    ``lasting`` says that this address will never have other bytes.
    """
    tag = quote_etag(etag)
    response: HttpResponseBase | None = get_conditional_response(request, etag=tag)
    if response is None:
        try:
            file = default_storage.open(name, "rb")
        except FileNotFoundError:
            return None
        response = FileResponse(
            file,
            content_type=content_type,
            # An SVG opened by itself would be a document. Inside an ``img`` this
            # makes no difference.
            as_attachment=download or content_type == "image/svg+xml",
            filename=filename,
        )
    response["ETag"] = tag
    response["Cache-Control"] = (
        f"private, max-age={FOREVER}, immutable" if lasting else "private, no-cache"
    )
    return protected(response)


def protected(response: HttpResponseBase) -> HttpResponseBase:
    """Put the headers of private, untrusted content on a response."""
    # Set here, the site's own policy does not overwrite it.
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def missing_picture(width: int, height: int) -> HttpResponseBase:
    """Answer 404 with a quiet drawing of the right shape, which an ``img`` shows."""
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><rect width="100%" height="100%" '
        'fill="#8883"/><text x="50%" y="50%" text-anchor="middle" fill="#888" '
        f'font-family="system-ui, sans-serif" font-size="{max(10, width // 18)}">'
        "This file is missing</text></svg>"
    )
    response = HttpResponse(drawing, content_type="image/svg+xml", status=404)
    response["Cache-Control"] = "private, no-store"
    return protected(response)
