"""The gallery: what a search finds, in its order."""

import datetime
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from playground.core.codes import is_code
from playground.core.fragments import render_part
from playground.gallery import listing, stacks
from playground.gallery.addresses import address_problems, leads_nowhere
from playground.gallery.days import Group, group_by_day
from playground.gallery.json import facet_json, image_json, total_json
from playground.gallery.selection import search_in
from playground.gallery.views.organising import undoable
from playground.gallery.views.review import review
from playground.gallery.views.selected import selection_for
from playground.gallery.views.showing import PAGE_SIZE, Shown, shown_in
from playground.gallery.walking import walk_around, walk_down, walk_up
from playground.library.access import image_for
from playground.library.authors import authors
from playground.library.models import Image, SavedSearch
from playground.library.search import Search, facets_of
from playground.library.trash import images_being_purged
from playground.people.http import Request

# How tiles are shown; each has a cookie that remembers it, the first is the default.
VIEWS = {
    "tiles": ("justified", "square"),
    "density": ("normal", "dense"),
    "captions": ("off", "on"),
    "stacks": ("off", "on"),
}
COOKIE_AGE = datetime.timedelta(days=365)


@require_safe
def index(request: Request) -> HttpResponse:
    """A page of tiles; asked by htmx, the tiles that follow on the page."""
    search = search_of(request)
    if "review" in request.GET:
        return review(request, search)
    view = _view(request)
    against = _reference(request)
    fetch = ("generation",) if against is not None else ()
    in_stacks = view["stacks"] == "on" and stacks.folds(search)
    shown = shown_in(request, search, fetch, in_stacks=in_stacks)
    context = {
        "groups": _groups(search, shown),
        "shown": shown,
        "after": shown.after,
        "search": search,
        "problems": (*search.problems, *address_problems(search, request.GET)),
        "in_trash": search.in_trash,
        "query": search.text,
        "against": against,
        "is_first_page": not (shown.before or request.GET.get("after")),
        "walk": search.address_query(),
        "organise_all": search.address_query(target="search"),
        "view": view,
        "in_stacks": in_stacks,
        "selection": selection_for(request),
        "authors": authors(request.user, shown.rows),
    }
    if not request.htmx:
        context |= _around_tiles(request, search, shown)
    response = render_part(
        request,
        "gallery/index.html",
        context,
        parts={"more": "tiles", "newer": "tiles"},
    )
    _remember_view(request, response, view)
    return response


def _around_tiles(request: Request, search: Search, shown: Shown) -> dict[str, Any]:
    """What a whole page has beside its tiles."""
    here = listing.local_day(shown.rows[0]) if shown.rows else None
    context = {
        "layouts": VIEWS["tiles"],
        "total": search.count(),
        "chips": [(it, search.without(it)) for it in search.clauses],
        "sorts": [(key, words) for key, (words, _) in search.sorts.items()],
        "sort_words": search.sorts[search.sort][0],
        "jumps": listing.jumps(search, here),
        "newest": _newest(request, search, shown),
        "rail_folded": request.COOKIES.get("rail") == "folded",
        "facets_now": "filters" in request.GET,
        "undoable": undoable(request),
    }
    if search.in_trash:
        context |= {
            "purging": images_being_purged(request.user.workspace_id),
            "trash_days": settings.PLAYGROUND_TRASH_DAYS,
        }
    if context["facets_now"]:
        context |= rail_context(request, search)
    return context


def _remember_view(
    request: Request, response: HttpResponse, view: dict[str, str]
) -> None:
    """Keep what somebody has just chosen, for the next visit."""
    for name, value in view.items():
        if request.GET.get(name) == value:
            response.set_cookie(
                name,
                value,
                max_age=COOKIE_AGE,
                path=settings.SESSION_COOKIE_PATH,
                secure=settings.PLAYGROUND_HTTPS,
                samesite="Lax",
                httponly=True,
            )


@require_safe
def index_json(request: Request) -> JsonResponse:
    """A page of what is found; 400 for a cursor that leads nowhere.

    Counts of values come with the first page only.
    """
    search = search_of(request)
    if said := leads_nowhere(search, request.GET):
        return JsonResponse({"message": said}, status=400)
    problems = (*search.problems, *address_problems(search, request.GET))
    after = request.GET.get("after", "")
    page = search.page(after=after, size=PAGE_SIZE, fetch=("generation",))
    prefetch_related_objects(page.rows, "tags", "collections")
    following = reverse(
        "gallery:gallery-json", query={**search.query, "after": page.after}
    )
    return JsonResponse(
        {
            "query": {
                "understood": search.understood,
                "problems": [
                    {"text": it.text, "message": it.message} for it in problems
                ],
            },
            "total": total_json(search),
            "images": [image_json(image) for image in page.rows],
            "facets": None if after else [facet_json(it) for it in facets_of(search)],
            "next": following if page.after else None,
        }
    )


@require_safe
def walk_json(request: Request) -> JsonResponse:
    """The pictures around ``at``, or before or after a cursor, as the lightbox walks."""
    search = search_of(request)
    if said := leads_nowhere(search, request.GET):
        return JsonResponse({"message": said}, status=400)
    if at := request.GET.get("at"):
        image = image_for(
            request.user, at, among=Image.objects.select_related("generation")
        )
        walk = walk_around(search, image)
    elif before := request.GET.get("before"):
        walk = walk_up(search, before)
    else:
        walk = walk_down(search, request.GET.get("after", ""))
    prefetch_related_objects(walk.rows, "tags", "collections")

    def address(name: str, cursor: str) -> str | None:
        query = {**search.query, name: cursor}
        return reverse("gallery:walk-json", query=query) if cursor else None

    return JsonResponse(
        {
            "images": [image_json(image) for image in walk.rows],
            "at": walk.at,
            "before": address("before", walk.before),
            "after": address("after", walk.after),
        }
    )


def search_of(request: Request) -> Search:
    """Return the search that an address names."""
    return search_in(request.user, request.GET)


def rail_context(request: Request, search: Search) -> dict[str, Any]:
    """What the rail of filters shows. Without script an address keeps it open."""
    saved_searches = [
        (saved, Search(request.user, saved.query).sorted(saved.sort))
        for saved in SavedSearch.objects.visible_to(request.user)[:100]
    ]
    here = (search.text, search.sort)
    return {
        "facets_now": "filters" in request.GET,
        "facets": facets_of(search),
        "cost": search.cost(),
        "saved_searches": saved_searches,
        "is_among_further": any(
            (it.text, it.sort) == here for _, it in saved_searches[5:]
        ),
    }


def _groups(search: Search, shown: Shown) -> list[Group]:
    if search.sort in listing.BY_DATE:
        return group_by_day(shown.rows, among=search.within, going_on=shown.going_on)
    return [Group(None, shown.rows)] if shown.rows else []


def _newest(request: Request, search: Search, shown: Shown) -> str:
    """The cursor that newer pictures would come before, for the page's notice."""
    is_top = search.sort == "-date" and not shown.before
    dated = search.sorted("-date")
    # In another order, or further down, what is newest is not among those that are shown.
    if rows := (is_top and shown.rows) or dated.page(size=1).rows:
        return dated.cursor(rows[0])
    if search.in_trash or {"after", "at"} & request.GET.keys():
        return ""
    # Nothing is found so far, and clocks of machines may differ a little.
    moment = timezone.now() - datetime.timedelta(minutes=1)
    return search.cursor(Image(pk=0, created_at=moment))


def _reference(request: Request) -> Image | None:
    """Return the picture that tiles are marked against, if one was chosen."""
    code = request.GET.get("against", "")
    if not is_code(code):
        return None
    mine = Image.objects.visible_to(request.user).select_related("generation")
    return mine.filter(code=code).first()


def _view(request: Request) -> dict[str, str]:
    view = {}
    for name, values in VIEWS.items():
        wanted = request.GET.get(name) or request.COOKIES.get(name)
        view[name] = wanted if wanted in values else values[0]
    return view
