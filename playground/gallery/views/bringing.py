"""Bringing pictures in: files, ZIPs, this application's own exports."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from playground.core.units import count_text
from playground.core.uploading import MOST_FILES, LeftOut, left_out
from playground.gallery.bringing import MAX_PICTURES, bring
from playground.gallery.unpacking import shown
from playground.people.http import Request
from playground.people.roles import MAKER, needs

SHOWN = 10


@needs(MAKER)
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: Request) -> HttpResponseBase:
    """The page to choose files on; posted, they are kept."""
    if request.method != "POST":
        return _page(request)
    files = [(it.name or "", it.file) for it in request.FILES.getlist("file")]
    if not files:
        return _page(request, problem="Choose at least one file.", status=422)
    brought = bring(request.user, files)  # type: ignore[arg-type]
    count = len(brought.images)
    if count:
        messages.success(request, f"{count_text(count, 'picture')} kept.")
    if brought.known:
        trash = f", {brought.in_trash} in the trash" if brought.in_trash else ""
        were = "picture was" if brought.known == 1 else "pictures were"
        messages.info(request, f"{brought.known} {were} here already{trash}.")
    if brought.put_back:
        lost = "lost file is" if brought.put_back == 1 else "lost files are"
        messages.success(request, f"{brought.put_back} {lost} there again.")
    if brought.made:
        made = count_text(brought.made, "collection")
        messages.success(request, f"{made} made, with order and cover.")
    if beyond := left_out(request):
        messages.warning(request, _left_out(beyond))
    for problem in brought.problems[:SHOWN]:
        messages.warning(request, problem)
    if len(brought.problems) > SHOWN:
        more = len(brought.problems) - SHOWN
        messages.warning(request, f"{more} more messages like these.")
    if not count:
        return HttpResponseRedirect(reverse("gallery:import"))
    # Those that keep their dates stand further down than one would look for them.
    query = {"q": "provider:imported"} if brought.keeps_dates else None
    return HttpResponseRedirect(reverse("gallery:index", query=query))


def _left_out(beyond: LeftOut) -> str:
    are = "file was" if beyond.files == 1 else "files were"
    return (
        f"{beyond.files:,} more {are} left out, from {shown(beyond.name)} on: "
        f"{MOST_FILES:,} at once is the most. Bring the rest by itself."
    )


def _page(request: Request, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"problem": problem, "most": MAX_PICTURES}
    return render(request, "gallery/import.html", context, status=status)
