"""The gallery: everything a person has made, newest first."""

import datetime

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from playground.core.codes import is_code
from playground.core.fragments import render_part
from playground.gallery.days import Group, group_by_day, local_day
from playground.gallery.json import image_json
from playground.gallery.selection import selection_for
from playground.library.models import Image
from playground.library.search import Search, language
from playground.people.http import Request

PAGE_SIZE = 60
# How tiles are laid out, and what remembers it.
LAYOUTS = ("justified", "square")
LAYOUT_COOKIE = "tiles"
COOKIE_AGE = datetime.timedelta(days=365)


@require_safe
def index(request: Request) -> HttpResponse:
    """A page of tiles; asked by htmx, the tiles that follow on the page."""
    search = _search(request)
    against = _reference(request)
    fetch = ("generation",) if against is not None else ()
    after = request.GET.get("after", "")
    page = search.page(after=after, size=PAGE_SIZE, fetch=fetch)
    before = search.row_before(after=after) if request.htmx else None
    going_on = local_day(before) if before else None
    # In another order than that of dates, days would be headings of single pictures.
    groups = (
        group_by_day(page.rows, among=search.within, going_on=going_on)
        if search.is_by_date
        else [Group(None, page.rows)] * bool(page.rows)
    )
    layout = _layout(request)
    query = _query(request)
    context = {
        "groups": groups,
        "after": page.after,
        "search": search,
        "in_trash": search.in_trash,
        "query": query,
        "against": against,
        "is_first_page": not after,
        "total": None if request.htmx else search.count(),
        "layout": layout,
        "layouts": LAYOUTS,
        "selection": selection_for(request),
    }
    response = render_part(
        request, "gallery/index.html", context, parts={"more": "tiles"}
    )
    if request.GET.get(LAYOUT_COOKIE) == layout:
        response.set_cookie(
            LAYOUT_COOKIE, layout, max_age=COOKIE_AGE, samesite="Lax", httponly=True
        )
    return response


@require_safe
def index_json(request: Request) -> JsonResponse:
    search = _search(request)
    page = search.page(
        after=request.GET.get("after", ""), size=PAGE_SIZE, fetch=("generation",)
    )
    following = reverse(
        "gallery:gallery-json", query={**search.query, "after": page.after}
    )
    return JsonResponse(
        {
            "images": [image_json(image) for image in page.rows],
            "next": following if page.after else None,
        }
    )


def _reference(request: Request) -> Image | None:
    """Return the picture that tiles are marked against, if one was chosen."""
    code = request.GET.get("against", "")
    if not is_code(code):
        return None
    mine = Image.objects.visible_to(request.user).select_related("generation")
    return mine.filter(code=code).first()


def _layout(request: Request) -> str:
    wanted = request.GET.get(LAYOUT_COOKIE) or request.COOKIES.get(LAYOUT_COOKIE)
    return wanted if wanted in LAYOUTS else LAYOUTS[0]


def _query(request: Request) -> str:
    """Return what was typed into the search."""
    return language.clean(request.GET.get("q", ""))


def _search(request: Request) -> Search:
    """Return the search of an address; ``?trash`` is one for what lies there."""
    search = Search.from_query(request.user, request.GET)
    return search.with_filter("is", "trashed") if "trash" in request.GET else search
