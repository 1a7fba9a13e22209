"""Pictures side by side, with the truth about what differs."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django_htmx.http import reswap, retarget

from playground.core.fragments import render_part
from playground.gallery.challengers import challenger
from playground.gallery.compare_names import (
    alike_in,
    edited_from,
    naturally_ordered,
    titles_of,
)
from playground.gallery.compare_page import (
    GIVEN,
    PHONE,
    RESULT,
    SOURCE,
    Around,
    Pane,
    PendingPane,
    address,
    columns_for,
    image_pane,
    measured_against_first,
    pending_pane,
    source_pane,
)
from playground.gallery.compare_table import table
from playground.gallery.compare_view import BACKGROUNDS, MODES, view_state
from playground.gallery.comparing import Picked, pick
from playground.gallery.json import image_json
from playground.gallery.selection import MAX_COMPARED
from playground.library.access import image_for
from playground.library.differences import comparable, effective_request, marks
from playground.library.differences import compare as differences_of
from playground.library.models import Generation, Image, SourceImage
from playground.library.pixels import (
    first_source,
    mask_between,
    pixel_difference,
    why_unmeasured,
)
from playground.library.relatives import ChallengerWalk, suggestions, walk_from
from playground.people.http import Request

# More codes than this in an address are not somebody comparing.
MAX_CODES = 60
NEWEST_SHOWN = 12


@require_safe
def compare(request: Request) -> HttpResponseBase:
    """Two to six pictures; with fewer, what to compare them with."""
    picked = _picked(request)
    # A page that waits for pictures asks with what it has; 204 changes nothing.
    have, is_in_part = request.GET.get("have", ""), bool(request.htmx)
    if is_in_part and have == _have(picked):
        return HttpResponse(status=204)
    walk = walk_from(request.user, request.GET.dict())
    shown = _arranged(picked, given=request.GET.get("order") == GIVEN)
    context = _looked_at(request, picked, shown, walk)
    # The same pictures are there: only what is seen of those to come has changed.
    if is_in_part and have.startswith(f"{_count(picked)}."):
        answer = render(request, "gallery/_compare_progress.html", context)
        return retarget(reswap(answer, "outerHTML"), "#compare-waiting")
    if picked.images:
        context |= _compared(request, shown, walk)
    if context["count"] < 2:
        context |= _alone(request, picked)
    return render_part(
        request, "gallery/compare.html", context, parts={"compare": "compare"}
    )


@require_safe
def measured(request: Request) -> HttpResponseBase:
    """Say how many pixels changed between two pictures, read from their originals."""
    picked = pick(request.user, request.GET.getlist("image")[:2])
    pair: list[Image | SourceImage] = [*picked.sources, *picked.images]
    if len(pair) != 2:
        return HttpResponse("", status=404)
    one, other = pair
    # The edit may stand first.
    mask = mask_between(one, other) or mask_between(other, one)
    found = pixel_difference(one, other, mask)
    words = found.words if found else why_unmeasured(one, other)
    return render(request, "gallery/_measured.html", {"words": words})


@require_safe
def before_after(request: Request, code: str) -> HttpResponseBase:
    """Hold an edit against what it started from."""
    image = image_for(request.user, code, among=comparable(Image.objects.all()))
    source = first_source(image.generation)
    if source is None:
        messages.info(request, "This picture was not made from another one.")
        return redirect(image)
    return redirect(address([source.code, image.code]))


@require_safe
def compare_json(request: Request) -> HttpResponseBase:
    """What differs between the pictures of an address; unknown ones make a notice."""
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
    seen = [f"{run.state[0]}{run.partial_count}" for run in picked.running]
    return ".".join([_count(picked), *seen])


def _count(picked: Picked) -> str:
    return f"{len(picked.images)}-{len(picked.running)}"


@dataclass(frozen=True)
class _Shown:
    """Pictures and runs in the order of the page, each with its title."""

    sources: tuple[SourceImage, ...]
    things: tuple[Image | Generation, ...]
    titles: tuple[str, ...]
    missing: frozenset[str]
    is_given: bool
    # One edit, and what it was made from.
    is_edit: bool

    @property
    def codes(self) -> list[str]:
        sources = [it.code for it in self.sources]
        return sources + [it.code for it in self.things]

    @property
    def images(self) -> list[Image]:
        return [it for it in self.things if isinstance(it, Image)]

    def places(self, walk: ChallengerWalk) -> list[Pane | PendingPane]:
        """Build the panes: what an edit started from first."""
        around = Around(self.codes, self.missing, walk)
        made: list[Pane | PendingPane] = [
            source_pane(source, number, around)
            for number, source in enumerate(self.sources, start=1)
        ]
        for thing, title in zip(self.things, self.titles, strict=True):
            number = len(made) + 1
            if isinstance(thing, Image):
                made.append(image_pane(thing, number, title, around))
            else:
                made.append(pending_pane(thing, number, title))
        return made


def _arranged(picked: Picked, *, given: bool) -> _Shown:
    """Put pictures in their natural order, unless somebody chose another one."""
    things: list[Image | Generation] = [*picked.images, *picked.running]
    requests = [
        effective_request(it)
        if isinstance(it, Image)
        else it.request.changed(route=it.route)
        for it in things
    ]
    order = list(range(len(things)) if given else naturally_ordered(things, requests))
    source = edited_from(things)
    if source is not None and not given:
        order.sort(key=lambda at: at != source)
    named = [at for at in order if at != source]
    told: list[str] = []
    if len(named) > 1:
        alike = alike_in([things[at] for at in named])
        told = titles_of([requests[at] for at in named], alike)
    titles = dict(zip(named, told or [RESULT] * len(named), strict=True))
    return _Shown(
        sources=picked.sources,
        things=tuple(things[at] for at in order),
        titles=tuple(titles.get(at, SOURCE) for at in order),
        is_edit=len(named) == 1 and (source is not None or bool(picked.sources)),
        missing=picked.missing,
        is_given=given,
    )


def _looked_at(
    request: Request, picked: Picked, shown: _Shown, walk: ChallengerWalk
) -> dict[str, Any]:
    """What the viewer needs, whether its pictures are there yet or not."""
    codes, places = shown.codes, shown.places(walk)
    return {
        "picked": picked,
        "have": _have(picked),
        "poll": address(codes, walk, given=shown.is_given),
        "places": places,
        "columns": columns_for(places) if places else 1,
        "narrow_columns": columns_for(places, PHONE) if places else 1,
        "count": len(codes),
        "has_room": len(codes) < MAX_COMPARED,
        "state": view_state(request.GET.dict(), picked.images),
        "modes": MODES,
        "backgrounds": BACKGROUNDS,
        "measured": measured_against_first(places),
    }


def _compared(request: Request, shown: _Shown, walk: ChallengerWalk) -> dict[str, Any]:
    images, codes = shown.images, shown.codes
    differences = differences_of(images, [codes.index(it.code) + 1 for it in images])
    return {
        "differences": differences,
        "is_edit": shown.is_edit,
        "table": table(images, differences) if len(images) > 1 else None,
        "swapped": address([codes[-1], *codes[1:-1], codes[0]], walk, given=True),
        "challenger": challenger(request.user, codes, images, walk),
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
                        "mark": differing[other.code],
                    }
                    for other in suggestion.images
                ],
            }
            for suggestion in groups
        ]
    }
