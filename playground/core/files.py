"""Serving private files, after somebody has checked that the person may see them.

Whatever a file holds, a browser only ever shows it: it gets no scripts, no
requests and no guess at another type.
"""

from datetime import timedelta

from django.conf import settings
from django.core.files.storage import (
    FileSystemStorage,
    Storage,
    default_storage,
    storages,
)
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag

# Where the files that can be made again are.
RENDITIONS = ("thumbnails/", "partials/")
# A signed address holds for five minutes; a browser keeps it for a little less.
SIGNED_S = 240
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
    if address := _signed(name, content_type, filename, download=download):
        return address
    tag = quote_etag(etag)
    response: HttpResponseBase | None = get_conditional_response(request, etag=tag)
    if response is None:
        try:
            file = storage_of(name).open(name, "rb")
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


def storage_of(name: str) -> Storage:
    """Return where a file is: what can be made again has a storage of its own."""
    if name.startswith(RENDITIONS):
        return storages["renditions"]
    return default_storage


def is_missing(name: str) -> bool:
    """Tell whether a file is gone, where that costs nothing to find out.

    A page must not wait for a store on another machine; the file's own address says
    that it is missing.
    """
    storage = storage_of(name)
    # The default storage is a lazy object, which answers for what it stands for.
    return isinstance(storage, FileSystemStorage) and not storage.exists(name)


def _signed(
    name: str, content_type: str, filename: str, *, download: bool
) -> HttpResponseBase | None:
    """Lead to the store itself, by an address that holds for minutes.

    Thumbnails and downloads only: pictures that are compared pixel by pixel have to
    come from here.
    """
    if not settings.PLAYGROUND_S3_SIGNED:
        return None
    if not download and not name.startswith("thumbnails/"):
        return None
    storage = storage_of(name)
    if isinstance(storage, FileSystemStorage):
        return None
    as_what = {"ResponseContentType": content_type}
    if download:
        disposition = content_disposition_header(True, filename) or "attachment"
        as_what["ResponseContentDisposition"] = disposition
    response = HttpResponseRedirect(storage.url(name, parameters=as_what))  # type: ignore[call-arg]
    response["Cache-Control"] = f"private, max-age={SIGNED_S}"
    return protected(response)


def protected(response: HttpResponseBase) -> HttpResponseBase:
    """Put the headers of private, untrusted content on a response."""
    # Set here, the site's own policy does not overwrite it.
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def missing_picture(width: int, height: int) -> HttpResponseBase:
    """Answer 404 with a quiet drawing of the right shape, which an ``img`` shows.

    Tiles and covers crop it: its words are as long as the shorter edge at most.
    """
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><rect width="100%" height="100%" '
        'fill="#8883"/><text x="50%" y="50%" text-anchor="middle" fill="#888" '
        f'font-family="system-ui, sans-serif" font-size="{min(width, height) / 12:.1f}">'
        "This file is missing</text></svg>"
    )
    response = HttpResponse(drawing, content_type="image/svg+xml", status=404)
    response["Cache-Control"] = "private, no-store"
    return protected(response)
