"""The list of experiments, one as a grid, and what steers it."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from playground.core.codes import is_code
from playground.core.fragments import render_part
from playground.core.keyset import page_after
from playground.experiments.access import experiment_for
from playground.experiments.feeding import feed
from playground.experiments.grid import Grid
from playground.experiments.grid_look import ZOOMS, look_from
from playground.experiments.judging import judge
from playground.experiments.listed import listed
from playground.experiments.lost import places
from playground.experiments.models import BriefSet, Experiment
from playground.experiments.moved import moved
from playground.experiments.rest import rest_of
from playground.experiments.sheets import gifs
from playground.experiments.steering import (
    draws_retry,
    experiment_resume,
    experiment_stop,
)
from playground.people.http import Request

PAGE = "experiments/experiment.html"
LISTED = 30


@require_safe
def index(request: Request) -> HttpResponse:
    """List all experiments and the saved brief sets."""
    after = request.GET.get("after", "")
    experiments = Experiment.objects.visible_to(request.user)
    page = page_after(experiments, after=after, size=LISTED)
    briefs_after = request.GET.get("briefs", "")
    briefs = BriefSet.objects.visible_to(request.user)
    brief_page = page_after(briefs, after=briefs_after, size=LISTED)
    context = {
        "rows": listed(page.rows),
        "after": page.after,
        "is_first_page": not after,
        "briefs": brief_page.rows,
        "briefs_after": brief_page.after,
        "is_first_of_briefs": not briefs_after,
    }
    return render(request, "experiments/index.html", context)


@require_POST
def brief_delete(request: Request, code: str) -> HttpResponse:
    """Forget a saved plan. What was drawn by it stays."""
    mine = BriefSet.objects.visible_to(request.user)
    brief = get_object_or_404(mine, code=code if is_code(code) else "")
    brief.delete()
    messages.success(request, f"Deleted the brief set “{brief.name}”.")
    return HttpResponseRedirect(reverse("experiments:index"), status=303)


@require_safe
def experiment(request: Request, code: str) -> HttpResponse:
    """The grid. While it is live the page asks again with the version it shows."""
    found = experiment_for(request.user, code)
    grid = Grid(found, look_from(request.GET))
    in_part = bool(request.htmx) and request.htmx.target == "grid"
    if in_part and request.GET.get("version") == grid.version:
        return HttpResponse(status=204)
    context = _grid_context(request, grid)
    if not in_part:
        context |= {"judged": judge(found, grid), "gifs": gifs(grid)}
    return render_part(request, PAGE, context, parts={"grid": "grid"})


def _grid_context(request: Request, grid: Grid) -> dict[str, Any]:
    return {
        "experiment": grid.experiment,
        "grid": grid,
        "rest": rest_of(grid, request.user),
        "moved": moved(grid.experiment) if grid.lost.is_open else "",
        "zooms": ZOOMS,
    }


@require_POST
def steer(request: Request, code: str) -> HttpResponse:
    """Pause, resume, cancel, or ask again for what failed (``action``)."""
    found = experiment_for(request.user, code)
    action = request.POST.get("action", "")
    said = ""
    if action == "pause":
        if not experiment_stop(found, state="paused"):
            said = "It was not running any more."
    elif action == "cancel":
        if not experiment_stop(found, state="cancelled"):
            said = "It had ended already."
    elif action == "resume":
        said = moved(found) or _resume(found, request)
    elif action == "retry":
        said = moved(found) or _retry(found, request, _number(request, "place"))
    else:
        said = "That is nothing that can be done here."
    if said:
        messages.info(request, said)
    found.refresh_from_db()
    feed(found)
    return _back(request, found)


def _number(request: Request, name: str) -> int | None:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def _resume(experiment: Experiment, request: Request) -> str:
    """Go on with what is planned; return why not, "" when it was done."""
    rest = rest_of(Grid(experiment), request.user)
    if rest is None:
        return "There is nothing to go on with."
    said = rest.why_not(
        seen=request.POST.get("seen_rest"),
        confirmed=request.POST.get("confirmed_rest", ""),
    )
    if not said:
        experiment_resume(experiment, by=request.user)
    return said


def _retry(experiment: Experiment, request: Request, place: int | None) -> str:
    """Ask again for what failed; return why not, "" when it was done."""
    grid = Grid(experiment, look_from(request.GET))
    lost = grid.lost
    if place is not None:
        for shot in lost.in_vain:
            if shot.draw.place == place and shot.ended:
                return f"{shot.ended.words} It cannot be asked for again."
        again = (*lost.failed, *lost.doubtful)
        here = [shot for shot in again if shot.draw.place == place]
        done = draws_retry(experiment, places=places(here), by=request.user)
        return "" if done else "Nothing there has failed."
    seen, count = _number(request, "seen"), len(lost.failed)
    if seen is not None and count > seen:
        return (
            f"Meanwhile {count} have failed, not {seen}: to ask again for all costs "
            f"{lost.price}. Nothing has been sent; press the button once more."
        )
    # The sum that was seen, not one that has grown since.
    agreed = request.POST.get("confirmed", "") == str(lost.bound_usd)
    if lost.limit and not agreed:
        return (
            f"To ask again for all that failed costs more than {lost.limit} "
            f"({lost.price}). Tick the box beside the button first. Nothing has "
            "been sent."
        )
    done = draws_retry(experiment, places=places(lost.failed), by=request.user)
    return "" if done else "Nothing has failed of which nothing was charged."


@require_POST
def pick(request: Request, code: str) -> HttpResponse:
    """Take a value as the winner of a row, or with the same one let it go."""
    found = experiment_for(request.user, code)
    row, text = request.POST.get("row", ""), request.POST.get("value", "")
    prompt, _, second = row.partition(".")
    places = (prompt, second, text)
    if all(it.isascii() and it.isdigit() and len(it) < 5 for it in places):
        at = int(prompt), int(second), int(text)
        sizes = (
            len(found.prompts),
            max(1, len(found.second_values)),
            len(found.values),
        )
        if all(place < size for place, size in zip(at, sizes, strict=True)):
            with transaction.atomic():
                held = Experiment.objects.select_for_update().get(pk=found.pk)
                key = f"{at[0]}.{at[1]}"
                if held.winners.get(key) == at[2]:
                    del held.winners[key]
                else:
                    held.winners[key] = at[2]
                held.save(update_fields=["winners"])
            if request.htmx:
                grid = Grid(held, look_from(request.GET))
                return render(request, f"{PAGE}#grid", _grid_context(request, grid))
            return _back(request, found)
    messages.info(request, "That row or value is not in this experiment.")
    return _back(request, found)


# Keys, words, and how far to go: in prompts, values, draws.
MOVES = (
    ("ArrowLeft", "← Value", "value", -1),
    ("ArrowRight", "Value →", "value", 1),
    ("ArrowUp", "↑ Prompt", "prompt", -1),
    ("ArrowDown", "Prompt ↓", "prompt", 1),
    ("[", "Draw before", "number", -1),
    ("]", "Draw after", "number", 1),
    (",", "Second before", "second", -1),
    (".", "Second after", "second", 1),
)


@require_safe
def look(request: Request, code: str, place: int) -> HttpResponse:
    """One draw, large; its neighbours along each axis are one key away."""
    found = experiment_for(request.user, code)
    grid = Grid(found)
    by_place = {shot.draw.place: shot for shot in grid.shots}
    shot = by_place.get(place)
    if shot is None:
        raise Http404("There is no such place in this experiment.")
    axes = ("prompt", "value", "second", "number")
    here = tuple(getattr(shot.draw, name) for name in axes)
    at = {tuple(getattr(it.draw, name) for name in axes): it for it in grid.shots}
    moves = []
    for key, label, axis, step in MOVES:
        if axis == "second" and not found.second:
            continue
        there = list(here)
        there[axes.index(axis)] += step
        other = at.get(tuple(there))
        url = (
            reverse("experiments:look", args=[code, other.draw.place]) if other else ""
        )
        moves.append({"key": key, "label": label, "url": url})
    second = grid.second_labels[shot.draw.second]
    context = {
        "experiment": found,
        "draw": shot.draw,
        "image": shot.image,
        "reason": shot.reason or shot.state,
        "label": " · ".join(filter(None, [grid.labels[shot.draw.value], second])),
        "prompt": found.prompts[shot.draw.prompt],
        "moves": moves,
    }
    return render(request, "experiments/look.html", context)


def _back(request: Request, experiment: Experiment) -> HttpResponse:
    query = request.GET.urlencode()
    address = experiment.get_absolute_url() + (f"?{query}" if query else "")
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address, status=303)
