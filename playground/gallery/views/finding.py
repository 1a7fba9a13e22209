"""What helps to find: filters with their counts, suggestions, saved searches, news."""

import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from playground.core.codes import is_code
from playground.gallery import bulk
from playground.gallery.days import day_of
from playground.gallery.views.index import rail_context, search_of
from playground.gallery.views.organising import remember, tell
from playground.library.models import SavedSearch
from playground.library.organising import Unnameable
from playground.library.saved_searches import (
    search_is_own,
    search_rename,
    search_save,
)
from playground.library.search import Search, suggestions
from playground.people.http import Request

MOST_NEWS = 99
MOST_DAYS = 20


@require_safe
def facets(request: Request) -> HttpResponse:
    """The filters and their counts: loaded after the pictures."""
    search = search_of(request)
    context = {"search": search, **rail_context(request, search)}
    return render(request, "gallery/_filters.html", context)


@require_safe
def suggest(request: Request) -> HttpResponse:
    """What could be typed next."""
    text = request.GET.get("q", "")[:1000]
    found = suggestions(request.user, text) if text.strip() or not text else []
    links = [
        (it, Search.from_query(request.user, {"q": it.insert}).address_query())
        for it in found
    ]
    return render(request, "gallery/_suggestions.html", {"suggestions": links})


@require_safe
def figures(request: Request) -> HttpResponse:
    """What the page says of the search and of each ``day``, now that some have gone."""
    search = search_of(request)
    context = {
        "total": search.count(),
        "facets_now": True,
        "cost": search.cost(),
        "days": [
            day_of(date, search.within)
            for date in map(_date, request.GET.getlist("day")[:MOST_DAYS])
            if date
        ],
    }
    return render(request, "gallery/_figures.html", context)


def _date(written: str) -> datetime.date | None:
    try:
        date = datetime.date.fromisoformat(written)
    except ValueError:
        return None
    # In any zone the day has a beginning and an end.
    return date if datetime.MINYEAR < date.year < datetime.MAXYEAR else None


@require_safe
def news(request: Request) -> HttpResponse:
    """How many pictures have come since; empty when none have, and 204 where the page
    says as much already: what is there is neither taken away nor said again."""
    search = search_of(request).sorted("-date")
    since = request.GET.get("since", "")
    found = search.page_before(before=since, size=MOST_NEWS) if since else None
    count = len(found.rows) if found else 0
    said = f"{count}+" if found and found.after else str(count)
    if request.GET.get("shown") == said:
        return HttpResponse(status=204)
    context = {
        "count": count,
        "said": said,
        "search": search,
        "newest": since,
        "address": reverse("gallery:index") + search.address_query(),
    }
    return render(request, "gallery/_news.html", context)


@require_POST
def save(request: Request) -> HttpResponseBase:
    """Keep a search under a name; what had that name before can be brought back."""
    search = Search.from_query(request.user, request.POST)
    name = request.POST.get("name", "")
    try:
        saved, was = search_save(
            request.user, name=name, query=search.text, sort=search.sort
        )
        if was is None:
            messages.success(request, f"Saved as “{saved.name}”.")
        else:
            _undoable(request, f"“{saved.name}” is this search now", was)
    except Unnameable as error:
        return _name_again(request, search, "Save this search", "Save", str(error))
    return redirect(reverse("gallery:index") + search.address_query())


def _name_again(
    request: Request, search: Search, heading: str, button: str, refusal: str
) -> HttpResponse:
    """Say at the field why a name cannot be taken, with what was typed."""
    context = {
        "search": search,
        "heading": heading,
        "button": button,
        "refusal": refusal,
        "typed": request.POST.get("name", ""),
        "address": request.path,
        "back": reverse("gallery:index") + search.address_query(),
        "leave": "Leave it",
    }
    return render(request, "gallery/search_name.html", context, status=422)


@require_POST
def rename(request: Request, code: str) -> HttpResponseBase:
    """Give a saved search another name: by its author, or by an admin."""
    saved = _saved(request, code)
    try:
        search_rename(request.user, saved, request.POST.get("name", ""))
        messages.success(request, f"It is called “{saved.name}” now.")
    except Unnameable as error:
        search = Search(request.user, saved.query).sorted(saved.sort)
        heading = f"Rename “{saved.name}”"
        return _name_again(request, search, heading, "Rename", str(error))
    return _to(request, saved)


@require_POST
def forget(request: Request, code: str) -> HttpResponseBase:
    """Remove a saved search: its author's, or by an admin."""
    saved = _saved(request, code)
    if search_is_own(request.user, saved):
        saved.delete()
        _undoable(request, f"“{saved.name}” is no longer saved", saved)
    else:
        messages.error(request, "Only who saved it, or an admin, can remove it.")
    return _to(request, saved)


def _saved(request: Request, code: str) -> SavedSearch:
    saved = None
    if is_code(code):
        mine = SavedSearch.objects.visible_to(request.user)
        saved = mine.filter(code=code).first()
    if saved is None:
        raise Http404("There is no such search. It may have been removed.")
    return saved


def _to(request: Request, saved: SavedSearch) -> HttpResponseBase:
    search = Search(request.user, saved.query).sorted(saved.sort)
    return redirect(reverse("gallery:index") + search.address_query())


def _undoable(request: Request, words: str, was: SavedSearch) -> None:
    told = {"name": was.name, "query": was.query, "sort": was.sort}
    whose = {"author": was.author_id, "code": was.code}
    done = bulk.Done(words, {"do": "save", **told, **whose})
    tell(request, done, remember(request, done))
