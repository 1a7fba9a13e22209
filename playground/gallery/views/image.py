"""One picture, with everything that is known about it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import FileSystemStorage
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from playground.core.files import is_missing, storage_of
from playground.core.referer import came_from
from playground.gallery.as_code import code_of
from playground.gallery.bulk import own
from playground.gallery.json import decisions_json, image_json
from playground.gallery.lineage import lineage
from playground.library.access import image_for
from playground.library.authors import authors
from playground.library.credentials import has_credentials
from playground.library.differences import comparable
from playground.library.facts import parameters, waited_ms
from playground.library.models import Collection, Image
from playground.library.search import Search
from playground.library.trash import images_restore, images_trash
from playground.people.http import Request

# What stands before and after a picture, in the orders of dates.
STEPS = {"-date": ("Newer", "Older"), "date": ("Older", "Newer")}


@require_safe
def detail(request: Request, code: str) -> HttpResponse:
    """The page of one picture; the query is the search that it was found by."""
    among = comparable(Image.objects.all()).prefetch_related(
        "generation__generation_sources__source__image"
    )
    image = image_for(request.user, code, among=among)
    # The search that it was found with: the neighbours are its neighbours there.
    search = Search.from_query(request.user, request.GET)
    before, after = STEPS.get(search.sort, ("Previous", "Next"))
    context = {
        "image": image,
        "author": authors(request.user, [image]).get(image.author_id or 0),
        "before": before,
        "after": after,
        "run": image.generation,
        "waited_ms": waited_ms(image.generation),
        "parameters": parameters(image.generation, image),
        "lineage": lineage(request.user, image, search),
        "organised": _organised(request, image),
        "query": search.text,
        "back": _back(request, search, image),
        "walk": search.address_query(),
        "snippets": code_of(image),
        "is_missing": is_missing(image.file),
        "has_credentials": _has_credentials(image),
    }
    return render(request, "gallery/image.html", context)


def _back(request: Request, search: Search, image: Image) -> tuple[str, str]:
    """Return where one came from and its name: a collection, or the list it is in."""
    clauses = search.clauses
    if len(clauses) == 1 and clauses[0].field == "in" and not clauses[0].is_not:
        mine = Collection.objects.visible_to(request.user)
        collection = mine.filter(name=clauses[0].value).first()
        if collection is not None:
            address = reverse("gallery:collection", args=[collection.code])
            return address, collection.name
    there = reverse("gallery:index") + search.address_query(near=image.code)
    return there, f"“{search.text}”" if search.text else "Gallery"


def _organised(request: Request, image: Image) -> list[tuple[str, str, str]]:
    """Its tags and collections: an icon, the name, and where all of them are."""
    everything = Search(request.user)
    tags = [
        ("tag", tag.name, everything.with_filter("tag", tag.name))
        for tag in image.tags.all()
    ]
    gallery = reverse("gallery:index")
    return [
        *((icon, name, gallery + found.address_query()) for icon, name, found in tags),
        *(
            ("collection", it.name, reverse("gallery:collection", args=[it.code]))
            for it in image.collections.all()
        ),
    ]


def _has_credentials(image: Image) -> bool | None:
    """None where nothing looks for them, or the look would wait for another machine."""
    if image.output_format in ("gif", "svg"):
        return None
    storage = storage_of(image.file)
    if not isinstance(storage, FileSystemStorage):
        return None
    try:
        with storage.open(image.file, "rb") as file:
            return has_credentials(file)
    except OSError:
        return False


@require_safe
def detail_json(request: Request, code: str) -> JsonResponse:
    """One picture with all decisions on it, for programs."""
    among = Image.objects.select_related("generation")
    image = image_for(request.user, code, among=among)
    return JsonResponse({**image_json(image), "decisions": decisions_json(image)})


@require_POST
def trash(request: Request, code: str) -> HttpResponse:
    """Put it into the trash, and stay where one was; its page takes it out again."""
    image = image_for(request.user, code)
    if not own(request.user, [image.pk]):
        raise PermissionDenied("Only who made a picture, or an admin, throws it away.")
    images_trash(Image.objects.visible_to(request.user).filter(pk=image.pk))
    if request.htmx:
        return HttpResponse(status=204)
    origin = came_from(request)
    if not origin or origin == image.get_absolute_url():
        return redirect(image)
    messages.success(request, "Moved to the trash, which the gallery opens.")
    return redirect(origin)


@require_POST
def restore(request: Request, code: str) -> HttpResponse:
    """Take it out of the trash, and stay where one was."""
    image = image_for(request.user, code)
    images_restore(Image.objects.visible_to(request.user).filter(pk=image.pk))
    if request.htmx:
        return HttpResponse(status=204)
    origin = came_from(request)
    if not origin or origin == image.get_absolute_url():
        return redirect(image)
    messages.success(request, "Put back from the trash.")
    return redirect(origin)
