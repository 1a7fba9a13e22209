"""The scenes the painter knows, by the names of `brief.SUBJECTS`."""

from collections.abc import Callable

from playground.simulator.painter.scenes import (
    abstract,
    city,
    desert,
    forest,
    isometric,
    mountains,
    room,
    screen,
    sea,
    space,
)
from playground.simulator.painter.stage import Stage

Scene = Callable[[Stage], None]

SCENES: dict[str, tuple[Scene, tuple[str, ...]]] = {
    "mountains": (
        mountains.draw,
        ("dawn", "day", "sunset", "forest", "lilac", "golden"),
    ),
    "sea": (sea.draw, ("sea", "lagoon", "sunset", "day", "dawn")),
    "forest": (forest.draw, ("forest", "autumn", "spring", "golden", "rain", "dawn")),
    "desert": (desert.draw, ("desert", "sunset", "golden", "coral", "vintage")),
    "city": (city.draw, ("dusk", "sunset", "dawn", "day", "lilac", "night", "coral")),
    "space": (space.draw, ("space", "space", "night", "neon", "dusk")),
    "room": (room.draw, ("coral", "vintage", "lagoon", "autumn", "spring", "dusk")),
    "screen": (screen.draw, ("lilac", "candy", "day", "dawn", "coral", "lagoon")),
    "isometric": (
        isometric.draw,
        ("lagoon", "candy", "spring", "coral", "lilac", "day"),
    ),
    "abstract": (
        abstract.draw,
        ("coral", "lilac", "candy", "lagoon", "vintage", "dawn"),
    ),
}


def scene_for(subject: str) -> tuple[Scene, tuple[str, ...]]:
    """The scene and the palettes that suit it."""
    return SCENES.get(subject) or SCENES["abstract"]
