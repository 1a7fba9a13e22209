"""One large original after the other, to decide by single keys."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from playground.core.codes import is_code
from playground.gallery.json import image_json
from playground.imaging.parameters import PARAMETERS
from playground.library.models import Image
from playground.library.search import Search
from playground.people.http import Request

AHEAD = 6
# Places beyond this are not counted.
COUNTED = 10_000


def review(request: Request, search: Search) -> HttpResponse:
    """The picture at ``at``, or the first one, and those that follow."""
    current = _current(request, search)
    cursor = search.cursor(current) if current else ""
    page = search.page(after=cursor, size=AHEAD, fetch=("generation",))
    following = list(page.rows)
    if current is None and following:
        current = following.pop(0)
    previous = search.neighbours(current)[0] if current else None
    total = search.count(limit=COUNTED)
    address = reverse("gallery:index") + search.address_query(review="1")
    context: dict[str, Any] = {
        "search": search,
        "image": current,
        "following": following[: AHEAD - 1],
        "previous": previous,
        "place": search.place(current, limit=COUNTED) if current else 0,
        "total": total,
        "item": image_json(current) if current else None,
        "labels": {each.name: each.said for each in PARAMETERS.values()},
        "address": address,
        "following_address": f"{address}&at={following[0].code}" if following else "",
        "back": (gallery := reverse("gallery:index")) + search.address_query(),
        # Who is done finds the gallery where the picture stands.
        "done": gallery + search.address_query(near=current.code if current else ""),
        "more": reverse("gallery:gallery-json")
        + search.address_query(after=search.cursor(current) if current else ""),
    }
    return render(request, "gallery/review.html", context)


def _current(request: Request, search: Search) -> Image | None:
    code = request.GET.get("at", "")
    if not is_code(code):
        return None
    mine = Image.objects.visible_to(request.user).select_related("generation")
    return mine.filter(code=code).first()
