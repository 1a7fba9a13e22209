"""Collections: pictures under a name, in an order of their own."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import (
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from playground.core import keyset
from playground.core.codes import is_code
from playground.gallery import bulk
from playground.gallery.addresses import leads_nowhere
from playground.gallery.json import image_json, total_json
from playground.gallery.views.judging import is_script
from playground.gallery.views.organising import answer_done, remember, tell
from playground.gallery.views.selected import selection_for
from playground.library import organising
from playground.library.authors import authors
from playground.library.models import (
    Collection,
    CollectionItem,
    Image,
    ImageQuerySet,
    is_kept,
)
from playground.library.organising import Unnameable
from playground.library.search import PLACE, Search
from playground.people.http import Request

PAGE_SIZE = 120
# As ``organising.collection_images`` has them.
PLACES = keyset.Order("place", descending=False)
MOST = 500
# Pictures are counted up to so many, as in a search.
COUNTED = 1000


class _NumberOf(Subquery):
    """How many rows another query finds."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


NO_COLLECTION = "There is no such collection. It may have been deleted."
GONE = "Something here has been taken out meanwhile. Load the page again."


def _collection(request: Request, code: str) -> Collection:
    found = None
    if is_code(code):
        mine = Collection.objects.visible_to(request.user)
        found = mine.filter(code=code).first()
    if found is None:
        raise Http404(NO_COLLECTION)
    return found


def _all(request: Request) -> list[Any]:
    return _told(Collection.objects.visible_to(request.user)[:MOST])


def _told(collections: QuerySet[Collection]) -> list[Any]:
    """Collections, each with its ``count`` and the picture that is ``shown``.

    There are more where it is ``at_least``. The picture is its cover, or the first
    picture where nobody has chosen one or it is not to be seen there. Two queries,
    however many there are.
    """
    inside = CollectionItem.objects.filter(is_kept("image"), collection=OuterRef("pk"))
    first = inside.order_by("place", "pk").values("image")[:1]
    cover = inside.filter(image=OuterRef("cover")).values("image")[:1]
    shown = Coalesce(Subquery(cover), Subquery(first))
    number = _NumberOf(inside.values("pk")[: COUNTED + 1])
    found: list[Any] = list(collections.annotate(number=number, shown_key=shown))
    images = Image.objects.in_bulk([it.shown_key for it in found if it.shown_key])
    for it in found:
        it.shown = images.get(it.shown_key)
        it.count, it.at_least = min(it.number, COUNTED), it.number > COUNTED
    return found


@require_safe
def index(request: Request) -> HttpResponse:
    """The page of all collections of the workspace."""
    context = {"collections": _all(request), "selection": selection_for(request)}
    return render(request, "gallery/collections.html", context)


@require_safe
def index_json(request: Request) -> JsonResponse:
    """The same for programs, all at once."""
    return JsonResponse({"collections": [_json(it) for it in _all(request)]})


@require_safe
def detail_json(request: Request, code: str) -> JsonResponse:
    """The same pictures as on its page, in their order."""
    collection = _collection(request, code)
    search = Search(request.user, f"in:{code}", PLACE)
    if said := leads_nowhere(search, request.GET):
        return JsonResponse({"message": said}, status=400)
    page = _items(request, collection)
    images = [item.image for item in page.items]
    prefetch_related_objects(images, "generation", "tags", "collections")
    told = _told(Collection.objects.filter(pk=collection.pk))
    if not told:
        raise Http404(NO_COLLECTION)
    address = reverse("gallery:collection-json", args=[code])
    following = f"{address}?after={page.after}" if page.after else None
    return JsonResponse(
        {
            **_json(told[0]),
            "total": total_json(search),
            "images": [image_json(image) for image in images],
            "next": following,
        }
    )


def _json(it: Any) -> dict[str, Any]:
    return {
        "code": it.code,
        "name": it.name,
        "count": it.count,
        "at_least": it.at_least,
        "cover": it.shown.code if it.shown else None,
        "page": reverse("gallery:collection", args=[it.code]),
        "created": it.created_at.isoformat(),
    }


@require_safe
def detail(request: Request, code: str) -> HttpResponse:
    """Its pictures in their order."""
    return _page(request, _collection(request, code))


def _page(
    request: Request, collection: Collection, *, typed: str = "", refusal: str = ""
) -> HttpResponse:
    """With the name that was ``typed`` and refused, if one was, to be typed on."""
    page = _items(request, collection)
    images = [item.image for item in page.items]
    told = _told(Collection.objects.filter(pk=collection.pk))
    context = {
        "collection": collection,
        "told": told[0] if told else None,
        "page": page,
        "images": images,
        "authors": authors(request.user, images),
        "selection": selection_for(request),
        "walk": Search(request.user, f"in:{collection.code}", PLACE).address_query(),
        "typed": typed,
        "refusal": refusal,
    }
    status = 422 if refusal else 200
    return render(request, "gallery/collection.html", context, status=status)


@dataclass(frozen=True)
class Part:
    """Some of a collection; ``before`` and ``after`` lead on, "" at an end."""

    items: list[CollectionItem]
    before: str
    after: str


def _items(request: Request, collection: Collection) -> Part:
    """The part that the address asks for: far down it costs what the first one does."""
    items = organising.collection_images(collection)
    column = CollectionItem._meta.get_field(PLACES.field)
    before, after = (request.GET.get(it, "") for it in ("before", "after"))
    if keyset.read_cursor(before, column):
        page = keyset.page_after(items, PLACES.turned, after=before, size=PAGE_SIZE)
        if rows := page.rows[::-1]:
            return Part(rows, page.after, PLACES.cursor(rows[-1]))
    page = keyset.page_after(items, PLACES, after=after, size=PAGE_SIZE)
    is_further = page.rows and keyset.read_cursor(after, column)
    up = PLACES.cursor(page.rows[0]) if is_further else ""
    return Part(page.rows, up, page.after)


@require_POST
def change(request: Request, code: str) -> HttpResponseBase:
    """Rename it, move or take out a picture, make one the cover, or delete it."""
    collection = _collection(request, code)
    try:
        return _changed(request, collection)
    except bulk.Impossible as error:
        raise Http404(str(error)) from None
    except Unnameable as error:
        if request.POST.get("action") == "rename" and not is_script(request):
            typed = request.POST.get("name", "")
            return _page(request, collection, typed=typed, refusal=str(error))
        return _refused(request, collection, str(error))


def _refused(
    request: Request, collection: Collection, message: str
) -> HttpResponseBase:
    if is_script(request):
        return JsonResponse({"message": message}, status=422)
    messages.error(request, message)
    return redirect("gallery:collection", code=collection.code)


def _changed(request: Request, collection: Collection) -> HttpResponseBase:
    code = collection.code
    data = request.POST
    mine = Image.objects.visible_to(request.user)
    asked = data.get("code", "")
    mine = mine.filter(code=asked) if is_code(asked) else mine.none()
    action = data.get("action", "")
    match action:
        case "rename":
            organising.collection_rename(collection, data.get("name", ""))
        case "cover":
            cover = mine.filter(collections=collection).first()
            if cover is None and data.get("code"):
                return _refused(request, collection, GONE)
            organising.collection_cover(collection, cover)
        case "remove":
            done = bulk.uncollect(request.user, _keys(mine), code)
            return answer_done(request, done, remember(request, done))
        case "first" | "earlier" | "later":
            _move(collection, data.get("code", ""), action)
        case "move":
            return _put(request, collection)
        case "delete":
            done = bulk.collection_delete(request.user, collection)
            tell(request, done, remember(request, done))
            return redirect("gallery:collections")
        case _:
            messages.error(request, "Choose what is to be done.")
    if is_script(request):
        return JsonResponse({"message": ""})
    return redirect("gallery:collection", code=code)


def _keys(images: ImageQuerySet) -> list[int]:
    return list(images.values_list("pk", flat=True))


def _move(collection: Collection, code: str, way: str) -> None:
    """Move one past another one that is to be seen, and so not past the trash."""
    shown = organising.collection_images(collection)
    item = shown.filter(image__code=code).first() if is_code(code) else None
    if item is None:
        return
    earlier, later = keyset.neighbours(shown, item, PLACES)
    beside = {"first": shown.first(), "earlier": earlier, "later": later}[way]
    if beside is not None and beside != item:
        is_after = way == "later"
        organising.collection_move(
            collection, [code], beside.image.code, after=is_after
        )


def _put(request: Request, collection: Collection) -> HttpResponseBase:
    """Move pictures before or after another one, as somebody has dragged them."""
    data = request.POST
    is_after = "after" in data
    beside = data.get("after" if is_after else "before", "")
    codes = [code for code in data.getlist("code") if code != beside]
    moved = all(map(is_code, [beside, *codes])) and organising.collection_move(
        collection, codes, beside, after=is_after
    )
    if not moved:
        return _refused(request, collection, GONE)
    if is_script(request):
        return JsonResponse({"message": ""})
    return redirect("gallery:collection", code=collection.code)
