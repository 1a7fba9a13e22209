"""Pictures side by side, with the truth about what differs."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from playground.core.fragments import render_part
from playground.gallery.compare_page import (
    BACKGROUNDS,
    MODES,
    address,
    first_source,
    panes,
    view_state,
)
from playground.gallery.compare_table import table
from playground.gallery.comparing import Picked, pick
from playground.gallery.differences import compare as differences_of
from playground.gallery.differences import mark, marks
from playground.gallery.json import image_json
from playground.gallery.models import Image
from playground.gallery.relatives import RELATIONS, step, suggestions
from playground.gallery.selection import MAX_COMPARED
from playground.people.http import Request

# More codes than this in an address are not somebody comparing.
MAX_CODES = 60
NEWEST_SHOWN = 12


@require_safe
def compare(request: Request) -> HttpResponseBase:
    """Two to six pictures; with fewer, what to compare them with."""
    picked = _picked(request)
    # A page that waits for pictures asks with what it has; 204 changes nothing.
    if request.htmx and request.GET.get("have") == _have(picked):
        return HttpResponse(status=204)
    context = _waiting(picked)
    if len(picked.images) + len(picked.running) < 2:
        context |= _alone(request, picked)
    if picked.images:
        context |= _compared(request, picked)
    return render_part(
        request, "gallery/compare.html", context, parts={"compare": "compare"}
    )


@require_safe
def compare_json(request: Request) -> HttpResponseBase:
    picked = _picked(request)
    answer: dict[str, Any] = {
        "images": [image_json(image) for image in picked.images],
        "equal": [],
        "different": [],
        "verdict": "No picture to compare",
        "confounds": [],
        "notices": list(picked.notices),
    }
    if picked.images:
        answer |= differences_of(picked.images).to_json()
    return JsonResponse(answer)


def _picked(request: Request) -> Picked:
    return pick(request.user, request.GET.getlist("image")[:MAX_CODES])


def _have(picked: Picked) -> str:
    return f"{len(picked.images)}.{len(picked.running)}"


def _waiting(picked: Picked) -> dict[str, Any]:
    codes = [image.code for image in picked.images]
    running = [run.code for run in picked.running]
    return {
        "picked": picked,
        "have": _have(picked),
        "poll": address([*codes, *running]),
        "has_room": len(codes) + len(running) < MAX_COMPARED,
    }


def _compared(request: Request, picked: Picked) -> dict[str, Any]:
    images = picked.images
    differences = differences_of(images)
    list_name = request.GET.get("list", "")
    if list_name not in RELATIONS:
        list_name = ""
    codes = [image.code for image in images]
    return {
        "differences": differences,
        "table": table(images, differences),
        "panes": panes(
            images, differences, missing=picked.missing, list_name=list_name
        ),
        "state": view_state(request.GET.dict(), images),
        "modes": MODES,
        "backgrounds": BACKGROUNDS,
        "swapped": address([codes[-1], *codes[1:-1], codes[0]], list_name),
        "canonical": address(codes, list_name),
        **_challenger(request, images, list_name),
    }


def _challenger(
    request: Request, images: tuple[Image, ...], list_name: str
) -> dict[str, Any]:
    """The list that the last picture moves through while the base stays."""
    if len(images) < 2:
        return {}
    codes = [image.code for image in images]
    lists = [
        {
            "relation": relation,
            "address": address(codes, relation.name),
            "chosen": relation.name == (list_name or "newest"),
        }
        for relation in RELATIONS.values()
    ]
    moves = step(
        request.user,
        list_name or "newest",
        images[0],
        images[-1],
        [image.pk for image in images],
    )

    def moved_to(image: Image | None) -> str:
        return (
            address([*codes[:-1], image.code], list_name or "newest") if image else ""
        )

    def foreseen(image: Image | None) -> str:
        return first_source(image, len(images))[0] if image else ""

    return {
        "lists": lists,
        "moves": moves,
        "next_source": foreseen(moves.next) if moves else "",
        "previous_source": foreseen(moves.previous) if moves else "",
        "previous_address": moved_to(moves.previous) if moves else "",
        "next_address": moved_to(moves.next) if moves else "",
    }


def _alone(request: Request, picked: Picked) -> dict[str, Any]:
    """What a single picture can be held against, or where to begin."""
    if not picked.images:
        newest = Image.objects.visible_to(request.user).kept().newest()
        return {"newest": newest[:NEWEST_SHOWN]}
    image = picked.images[0]
    groups = suggestions(request.user, image)
    differing = marks(image, [other for group in groups for other in group.images])
    return {
        "suggestions": [
            {
                "suggestion": suggestion,
                "links": [
                    {
                        "image": other,
                        "address": address([image.code, other.code]),
                        "mark": mark(differing[other.code]),
                    }
                    for other in suggestion.images
                ],
            }
            for suggestion in groups
        ]
    }
