"""Doing one thing with many pictures, and taking it back."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from playground.core.codes import is_code
from playground.gallery import bulk
from playground.gallery.selection import selection_for
from playground.gallery.views.selection import next_address
from playground.library.deciding import Undecidable
from playground.library.models import Collection, Image, ImageQuerySet, Tag
from playground.library.organising import Unnameable
from playground.library.search import Search
from playground.people.http import Request

UNDO = "organised"
SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
def organise(request: Request) -> HttpResponseBase:
    """The form with all that can be done; posted, it is done."""
    if request.method == "POST":
        return _do(request)
    part = "#dialog" if request.htmx else ""
    return render(request, f"gallery/organise.html{part}", _context(request))


def _context(request: Request) -> dict[str, object]:
    search = Search.from_query(request.user, request.GET)
    selection = selection_for(request)
    return {
        "search": search,
        "total": search.count(limit=bulk.MOST),
        "selection": selection,
        "target": "selection" if selection.images else "search",
        "tags": Tag.objects.visible_to(request.user)[:SHOWN],
        "collections": Collection.objects.visible_to(request.user)[:SHOWN],
        "gallery": reverse("gallery:index") + search.address_query(),
    }


def targets(request: Request) -> ImageQuerySet:
    if request.POST.get("target") == "search":
        return Search.from_query(request.user, request.POST).images()
    codes = request.POST.getlist("code") or list(selection_for(request).codes)
    known = [code for code in codes if is_code(code)]
    return Image.objects.visible_to(request.user).filter(code__in=known)


def _do(request: Request) -> HttpResponseBase:
    data, user = request.POST, request.user
    action = data.get("action", "")
    try:
        stars = int(data.get("stars", "0")) if action == "stars" else 0
        ways: dict[str, Callable[[list[int]], bulk.Done]] = {
            "tag": lambda keys: bulk.tag(user, keys, data.get("tag", "")),
            "untag": lambda keys: bulk.untag(user, keys, data.get("tag", "")),
            "collect": lambda keys: bulk.collect(user, keys, data.get("in", "")),
            "pick": lambda keys: bulk.decide(user, keys, flag="pick"),
            "reject": lambda keys: bulk.decide(user, keys, flag="reject"),
            "unflag": lambda keys: bulk.decide(user, keys, flag=""),
            "stars": lambda keys: bulk.decide(user, keys, stars=stars),
            "trash": lambda keys: bulk.trash(user, keys),
            "restore": lambda keys: bulk.restore(user, keys),
        }
        if action not in ways:
            raise bulk.Undoable("Choose what is to be done.")
        done = ways[action](bulk.keys_of(targets(request)))
    except (bulk.Undoable, Unnameable, Undecidable, ValueError) as error:
        said = "Choose 0 to 5 stars." if type(error) is ValueError else str(error)
        messages.error(request, said)
        return HttpResponseRedirect(next_address(request))
    _tell(request, done)
    return HttpResponseRedirect(next_address(request))


def _tell(request: Request, done: bulk.Done) -> None:
    messages.success(request, f"{done.words}.".replace("..", "."))
    if done.undo is None:
        request.session.pop(UNDO, None)
    else:
        request.session[UNDO] = {"words": done.words, "undo": done.undo}


@require_POST
def take_back(request: Request) -> HttpResponse:
    """Undo what was done last with many pictures."""
    last = request.session.pop(UNDO, None)
    if last is None:
        messages.info(request, "There is nothing to take back.")
        return HttpResponseRedirect(next_address(request))
    try:
        done = bulk.take_back(request.user, last["undo"])
        messages.success(request, f"{done.words}.".replace("..", "."))
    except (bulk.Undoable, Unnameable) as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(next_address(request))
