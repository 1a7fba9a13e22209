"""The bytes of pictures, for those who may see them."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from playground.core.files import (
    missing_picture,
    protected,
    serve_private,
    storage_of,
)
from playground.library.access import image_for
from playground.library.credentials import has_credentials
from playground.library.embedded_metadata import CannotEmbed, copy_with_parameters
from playground.library.models import Image
from playground.library.names import download_name, media_type
from playground.library.thumbnails import EDGES, thumbnail_edges, thumbnail_name
from playground.people.http import Request

BREAKS = (
    "This file carries content credentials. A copy with settings inside would break "
    "their signature, so none is made; the manifest in a ZIP holds the settings."
)


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


@require_safe
def with_settings(request: Request, code: str) -> HttpResponseBase:
    """A copy to take along that carries prompt and settings, of a file without a
    signature that this would break.

    A refusal is told on the picture's page: a link to this must not save what comes.
    """
    among = Image.objects.select_related("generation")
    image = image_for(request.user, code, among=among)
    try:
        with storage_of(image.file).open(image.file, "rb") as file:
            if has_credentials(file):
                raise CannotEmbed(BREAKS)
            file.seek(0)
            copy = copy_with_parameters(file.read(), image)
    except FileNotFoundError:
        raise Http404("The file of this picture is missing.") from None
    except CannotEmbed as error:
        messages.warning(request, str(error))
        return HttpResponseRedirect(image.get_absolute_url())
    stem, _, extension = download_name(image).rpartition(".")
    response = HttpResponse(copy, content_type=media_type(image))
    name = f"{stem}_with-settings.{extension}"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-cache"
    return protected(response)


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
