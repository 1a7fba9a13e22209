"""Downloading many pictures at once."""

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.views.decorators.http import require_POST

from playground.core.clock import today
from playground.core.streams import MOST, flow
from playground.core.units import count_text
from playground.gallery import bulk, taking
from playground.gallery.selection import search_in
from playground.gallery.views.organising import targets
from playground.gallery.views.selection import next_address
from playground.people import audit
from playground.people.http import Request
from playground.people.roles import VIEWER, needs

BUSY = (
    f"{MOST} downloads are under way already. Start this one when one of them is done."
)

NONE_THERE = (
    "None of these pictures has its file any more: there is nothing to download."
)


@needs(VIEWER)
@require_POST
def archive(request: Request) -> HttpResponseBase:
    """A ZIP of what was picked or found, streamed while it is made."""
    try:
        keys = bulk.keys_of(targets(request))
    except bulk.Impossible as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(next_address(request))
    ordered = search_in(request.user, request.POST).ordered(keys)
    pieces = flow(lambda: taking.Archive(ordered))
    if pieces is None:
        messages.error(request, BUSY)
        return HttpResponseRedirect(next_address(request))
    made, said = pieces.pieces, count_text(len(keys), "picture")
    if not made.held:
        pieces.close()
        messages.error(request, NONE_THERE)
        return HttpResponseRedirect(next_address(request))
    try:
        # What has left the house: not those that are gone.
        taken = count_text(made.held, "picture")
        audit.note("pictures exported", by=request.user, what=taken)
        if made.lost:
            lost = f"The files of {made.lost:,} of {said} are gone: the ZIP tells of "
            messages.warning(request, f"{lost}them in its lists, and holds the others.")
    except BaseException:
        # What is on its way with the error would hold the place.
        pieces.close()
        raise
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    # The browser can tell how far the download is.
    response["Content-Length"] = str(made.size)
    name = f"{today():%Y-%m-%d}_{made.held}-pictures.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
