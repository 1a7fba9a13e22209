"""Pictures side by side, with the truth about what differs."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from playground.core.fragments import render_part
from playground.gallery.challengers import challenger
from playground.gallery.compare_page import (
    BACKGROUNDS,
    MODES,
    address,
    panes,
    pending_panes,
    titles_of,
    view_state,
)
from playground.gallery.compare_table import table
from playground.gallery.comparing import Picked, pick
from playground.gallery.json import image_json
from playground.gallery.selection import MAX_COMPARED
from playground.library.differences import compare as differences_of
from playground.library.differences import effective_request, mark, marks
from playground.library.models import Image
from playground.library.relatives import Walk, suggestions, walk_from
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
    walk = walk_from(request.GET.dict())
    requests = [effective_request(image) for image in picked.images]
    requests += [run.request.changed(route=run.route) for run in picked.running]
    titles = titles_of(requests)
    context = _looked_at(request, picked, titles, walk)
    if picked.images:
        context |= _compared(request, picked, titles, walk)
    if len(picked.images) + len(picked.running) < 2:
        context |= _alone(request, picked)
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


def _looked_at(
    request: Request, picked: Picked, titles: list[str], walk: Walk
) -> dict[str, Any]:
    """What the viewer needs, whether its pictures are there yet or not."""
    codes = [image.code for image in picked.images]
    running = [run.code for run in picked.running]
    return {
        "picked": picked,
        "have": _have(picked),
        "poll": address([*codes, *running], walk),
        "pending": pending_panes(picked.running, titles),
        "count": len(codes) + len(running),
        "has_room": len(codes) + len(running) < MAX_COMPARED,
        "state": view_state(request.GET.dict(), picked.images),
        "modes": MODES,
        "backgrounds": BACKGROUNDS,
    }


def _compared(
    request: Request, picked: Picked, titles: list[str], walk: Walk
) -> dict[str, Any]:
    images = picked.images
    differences = differences_of(images)
    codes = [image.code for image in images]
    return {
        "differences": differences,
        "table": table(images, differences),
        "panes": panes(images, titles, missing=picked.missing, walk=walk),
        "swapped": address([codes[-1], *codes[1:-1], codes[0]], walk),
        "challenger": challenger(request.user, images, walk),
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
