"""Downloads of an experiment, and its JSON twin."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from playground.core.clock import today
from playground.core.files import protected
from playground.experiments import sheets, taking
from playground.experiments.access import experiment_for
from playground.experiments.grid import Grid
from playground.experiments.grid_look import look_from
from playground.experiments.judging import closed_ballots, judge, votes_data
from playground.experiments.models import Experiment
from playground.library.names import slug
from playground.people import audit
from playground.people.http import Request


@require_safe
def as_json(request: Request, code: str) -> JsonResponse:
    """The experiment with its verdict, for programs. Noted in the audit log."""
    experiment = experiment_for(request.user, code)
    _note(request, experiment, "JSON")
    return JsonResponse(taking.experiment_json(experiment, judge(experiment)))


@require_safe
def as_csv(request: Request, code: str) -> HttpResponse:
    """Every draw with what it cost; ``?of=votes`` the votes, after the reveal."""
    experiment = experiment_for(request.user, code)
    if request.GET.get("of") == "votes":
        _note(request, experiment, "votes as CSV")
        text = taking.votes_csv(experiment)
        return _download(experiment, text.encode(), "text/csv", "csv", "_votes")
    _note(request, experiment, "CSV")
    text = taking.draws_csv(experiment)
    return _download(experiment, text.encode(), "text/csv", "csv")


@require_safe
def sheet(request: Request, code: str) -> HttpResponse:
    """The grid as one PNG, laid out as the address says. Noted in the audit log."""
    experiment = experiment_for(request.user, code)
    _note(request, experiment, "contact sheet")
    grid = Grid(experiment, look_from(request.GET))
    return _download(experiment, sheets.contact_sheet(grid), "image/png", "png")


@require_safe
def gif(request: Request, code: str) -> HttpResponse:
    """One prompt along the values: ``?prompt=``, ``?second=``, ``?draw=``, from zero."""
    experiment = experiment_for(request.user, code)
    look = look_from(request.GET)
    grid = Grid(experiment, look)
    data = sheets.axis_gif(
        grid,
        prompt=look.prompt or 0,
        second=_place(request, "second"),
        number=_place(request, "draw"),
    )
    if data is None:
        raise Http404("An animation needs pictures of two values.")
    _note(request, experiment, "GIF")
    return _download(experiment, data, "image/gif", "gif")


@require_safe
def report(request: Request, code: str) -> HttpResponse:
    """One file with everything in it: it opens from a disk, without a network."""
    experiment = experiment_for(request.user, code)
    _note(request, experiment, "report")
    edge = 640 if request.GET.get("edge") == "640" else 320
    grid = Grid(experiment)
    lines = [
        {
            "label": line.label,
            "cells": [
                [
                    {"src": sheets.embedded(image, edge), "value": top.label}
                    for image in cell.pictures
                ]
                for top, cell in zip(grid.tops, line.cells, strict=True)
            ],
        }
        for line in grid.lines
    ]
    context = {
        "experiment": experiment,
        "grid": grid,
        "lines": lines,
        "judged": judge(experiment, grid),
        "day": today(),
    }
    page = render_to_string("experiments/report.html", context)
    return _download(experiment, page.encode(), "text/html; charset=utf-8", "html")


def _place(request: Request, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _note(request: Request, experiment: Experiment, form: str) -> None:
    what = f"{experiment.name}, {form}"
    audit.note("experiment exported", by=request.user, what=what)


def _download(
    experiment: Experiment, data: bytes, kind: str, ending: str, suffix: str = ""
) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    stem = slug(experiment.name)[:40] or "experiment"
    name = f"{today()}_{stem}_{experiment.code}{suffix}.{ending}"
    # Names are in any script.
    response["Content-Disposition"] = content_disposition_header(True, name)
    return protected(response)  # type: ignore[return-value]


@require_safe
def migration(request: Request, code: str) -> HttpResponse:
    """From the first value to the last: which briefs became better, which worse."""
    from playground.experiments.ballots import ballots_from_data
    from playground.experiments.migration import migration as judged

    experiment = experiment_for(request.user, code)
    grid = Grid(experiment)
    ballots = closed_ballots(experiment)
    found = None
    if ballots and len(experiment.values) == 2:
        took = [head.ms for head in grid.heads]
        seconds = (took[0] / 1000, took[1] / 1000) if took[0] and took[1] else None
        data = votes_data(experiment, ballots, grid)
        found = judged(ballots_from_data(data), seconds=seconds)
    context = {"experiment": experiment, "grid": grid, "found": found}
    return render(request, "experiments/migration.html", context)
