"""The bytes of pictures, for those who may see them."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from playground.core.files import missing_picture, serve_private
from playground.library.access import image_for
from playground.library.models import Image
from playground.library.names import download_name, media_type
from playground.library.thumbnails import EDGES, thumbnail_edges, thumbnail_name
from playground.people.http import Request


@require_safe
def file(request: Request, code: str) -> HttpResponseBase:
    """The original bytes, as they came from the API."""
    image = image_for(request.user, code)
    return _original(request, image, lasting=True) or _missing(image)


@require_safe
def download(request: Request, code: str) -> HttpResponseBase:
    """The original bytes, to be saved under a sensible name."""
    image = image_for(request.user, code)
    response = serve_private(
        request,
        name=image.file,
        content_type=media_type(image),
        etag=image.sha256,
        filename=download_name(image),
        download=True,
    )
    if response is None:
        raise Http404("The file of this picture is missing from the storage.")
    return response


@require_safe
def thumbnail(request: Request, code: str, edge: int) -> HttpResponseBase:
    """A small copy, or the original until there is one."""
    image = image_for(request.user, code)
    if edge not in EDGES:
        raise Http404("There are no thumbnails of this size.")
    response = None
    if image.has_thumbnails and edge in thumbnail_edges(image):
        response = serve_private(
            request,
            name=thumbnail_name(image.file, edge),
            content_type="image/webp",
            etag=f"{image.sha256}-{edge}",
            filename=f"{image.code}-{edge}.webp",
        )
    return response or _original(request, image, lasting=False) or _missing(image)


def _original(
    request: Request, image: Image, *, lasting: bool
) -> HttpResponseBase | None:
    return serve_private(
        request,
        name=image.file,
        content_type=media_type(image),
        etag=image.sha256,
        filename=download_name(image),
        lasting=lasting,
    )


def _missing(image: Image) -> HttpResponseBase:
    return missing_picture(image.width_px, image.height_px)
