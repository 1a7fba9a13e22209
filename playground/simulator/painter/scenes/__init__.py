"""The scenes the painter knows, by the names of `brief.SUBJECTS`."""

from collections.abc import Callable

from playground.simulator.painter.scenes import abstract, mountains
from playground.simulator.painter.stage import Stage

Scene = Callable[[Stage], None]

SCENES: dict[str, tuple[Scene, tuple[str, ...]]] = {
    "mountains": (
        mountains.draw,
        ("dawn", "day", "sunset", "forest", "lilac", "golden"),
    ),
    "abstract": (
        abstract.draw,
        ("coral", "lilac", "candy", "lagoon", "vintage", "dawn"),
    ),
}


def scene_for(subject: str) -> tuple[Scene, tuple[str, ...]]:
    """The scene and the palettes that suit it."""
    return SCENES.get(subject) or SCENES["abstract"]
