"""What one takes along of an experiment as text: JSON and CSV."""

import csv
import io
from typing import Any

from playground.experiments.grid import Grid
from playground.experiments.judging import Judged, closed_ballots
from playground.experiments.models import Experiment, Vote


def experiment_json(experiment: Experiment, judged: Judged | None) -> dict[str, Any]:
    """Return the plan, its cells, and after the reveal the votes and the verdict."""
    grid = Grid(experiment)
    return {
        "code": experiment.code,
        "name": experiment.name,
        "state": experiment.state,
        "stopped_because": experiment.stopped_because,
        "created": experiment.created_at.isoformat(),
        "plan": {
            "base": experiment.base,
            "variable": experiment.variable,
            "values": experiment.values,
            "second": experiment.second or None,
            "second_values": experiment.second_values,
            "prompts": experiment.prompts,
            "draws": experiment.draws_each,
            "mode": experiment.mode,
            "votes": experiment.votes_planned or None,
            "equivalence": experiment.equivalence,
            "budget_usd": _usd(experiment.budget_usd),
        },
        "cells": [_cell(grid, row) for row in _cells(grid)],
        "winners": experiment.winners,
        "votes": votes_json(experiment),
        "verdict": judged.verdict.as_data() if judged else None,
    }


def _cells(grid: Grid) -> list[tuple[int, int, int]]:
    return [
        (prompt, value, second)
        for prompt, second, _ in grid.rows
        for value in range(len(grid.labels))
    ]


def _cell(grid: Grid, row: tuple[int, int, int]) -> dict[str, Any]:
    prompt, value, second = row
    cell = grid.cell(*row)
    return {
        "prompt": prompt,
        "value": grid.experiment.values[value],
        "second_value": grid.experiment.second_values[second]
        if grid.experiment.second
        else None,
        "state": cell.state,
        "images": [image.code for image in cell.pictures],
        "cost_usd": _usd(cell.cost_usd),
        "draws": [
            {
                "number": shot.draw.number,
                "state": shot.state,
                "run": shot.draw.generation.code if shot.draw.generation else None,
                "image": shot.image.code if shot.image else None,
                "taken": shot.draw.image_id is not None,
                "cost_usd": _usd(shot.image.cost_usd) if shot.image else None,
                "reason": shot.details or shot.reason or None,
            }
            for shot in cell.shots
        ],
    }


def votes_json(experiment: Experiment) -> list[dict[str, Any]]:
    """Return the votes of what is complete; none before."""
    votes = Vote.objects.filter(ballot__in=closed_ballots(experiment))
    return [
        {
            "vote": vote.ballot_id,
            "pair": vote.pair,
            "left": vote.left,
            "right": vote.right,
            "choice": vote.choice,
            "voter": vote.voter,
            "created": vote.created_at.isoformat(),
        }
        for vote in votes
    ]


def _usd(value: Any) -> str | None:
    return None if value is None else format(value, "f")


def draws_csv(experiment: Experiment) -> str:
    """Return a line for each draw, those without a picture included."""
    grid = Grid(experiment)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [
            "prompt",
            "value",
            "second_value",
            "draw",
            "state",
            "run",
            "image",
            "cost_usd",
            "ms",
            "bytes",
            "sharpness",
            "perceptual_hash",
            "reason",
        ]
    )
    second = grid.second_labels
    for shot in grid.shots:
        draw, image = shot.draw, shot.image
        described = grid.described.get(image.pk) if image else None
        writer.writerow(
            [
                _plain(experiment.prompts[draw.prompt]),
                _plain(experiment.values[draw.value]),
                _plain(second[draw.second]),
                draw.number + 1,
                shot.state,
                draw.generation.code if draw.generation else "",
                image.code if image else "",
                (_usd(image.cost_usd) or "") if image else "",
                (image.duration_ms or "") if image else "",
                image.bytes if image else "",
                f"{described.sharpness:.1f}" if described else "",
                f"{described.perceptual_hash & (1 << 64) - 1:016x}"
                if described
                else "",
                _plain(shot.details or shot.reason),
            ]
        )
    return out.getvalue()


def votes_csv(experiment: Experiment) -> str:
    """Return a line for each vote of what is complete; only the head before."""
    out = io.StringIO()
    writer = csv.writer(out)
    names = ("vote", "pair", "left", "right", "choice", "voter", "created")
    writer.writerow(names)
    for row in votes_json(experiment):
        writer.writerow([_plain(str(row[name])) for name in names])
    return out.getvalue()


def _plain(text: str) -> str:
    """A cell that a spreadsheet takes for a text, not for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text
