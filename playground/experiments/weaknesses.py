"""What weakens a verdict although one variable was planned: what Compare would say."""

from collections.abc import Iterable, Sequence

from playground.experiments.grid import Grid
from playground.imaging.parameters import PARAMETERS
from playground.library.differences import comparable, compare
from playground.library.models import Image

MOST = 8


def weaknesses(grid: Grid, votes: int, ballots: int) -> tuple[str, ...]:
    """Say, a sentence each, what a reader should know of this grid and its votes."""
    return (*_looked_at(votes, ballots), *_other_differences(grid))


def _looked_at(votes: int, ballots: int) -> list[str]:
    """Who goes on until it is clear finds something clear by chance."""
    if ballots < 2:
        return []
    return [
        f"The {votes:,} votes are of {ballots} votings, each opened when the result of "
        "those before could be seen. The intervals hold for one: of differences that "
        "are called clear, more than 5 in 100 may be chance."
    ]


def _other_differences(grid: Grid) -> list[str]:
    """Compare the pictures of each row of the grid, the values in their order."""
    variable = grid.experiment.variable
    by_row = _by_row(grid)
    known = comparable(Image.objects.all()).in_bulk(
        [pk for row in by_row for pk, _ in row]
    )
    said: dict[str, None] = {}
    for row in by_row:
        labels = [label for pk, label in row if pk in known]
        images, labels = _once([known[pk] for pk, _ in row if pk in known], labels)
        if len(set(labels)) < 2:
            continue
        found = compare(images)
        others = [name for name in (*found.variables, *found.apart) if name != variable]
        if others:
            names = ", ".join(PARAMETERS.label(name) for name in others)
            said[
                f"Not only {PARAMETERS.label(variable)} differs, but also {names}."
            ] = None
        for confound in found.confounds:
            said[_named(confound, labels)] = None
    most = list(said)
    rest = len(most) - MOST
    return most if rest <= 0 else [*most[:MOST], f"And {rest} more of this kind."]


def _by_row(grid: Grid) -> list[list[tuple[int, str]]]:
    rows = []
    for prompt, second, _ in grid.rows:
        row = []
        for value, label in enumerate(grid.labels):
            pictures = grid.cell(prompt, value, second).pictures
            row += [(image.pk, label) for image in pictures]
        rows.append(row)
    return rows


def _once(
    images: Sequence[Image], labels: Sequence[str]
) -> tuple[list[Image], list[str]]:
    """Keep one picture of each value and each way in which it came out."""
    kept: dict[str, tuple[Image, str]] = {}
    for image, label in zip(images, labels, strict=True):
        receipt = image.generation.receipt or {}
        way = (
            label,
            sorted(image.resolved.items(), key=str),
            (image.width_px, image.height_px, image.file[-5:], image.has_alpha),
            image.generation.provider_id,
            receipt.get("price_version"),
            bool(image.revised_prompt),
            image.cost_usd is None,
        )
        kept.setdefault(repr(way), (image, label))
    return [it for it, _ in kept.values()], [it for _, it in kept.values()]


def _named(confound: str, labels: Iterable[str]) -> str:
    """Compare numbers its pictures; here they are called by their values."""
    for number, label in enumerate(labels, start=1):
        start = f"Picture {number} "
        if confound.startswith(start):
            confound = f"A picture of {label} {confound.removeprefix(start)}"
    return confound if confound.endswith(".") else f"{confound}."
