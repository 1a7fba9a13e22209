"""Draws artwork: the layers of a file, turned, scaled and coloured for this picture."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from playground.simulator.painter.artwork import UNITS, Artwork, Layer, artwork
from playground.simulator.painter.paint import (
    Linear,
    Mark,
    Paint,
    Point,
    Radial,
    Shape,
    Stop,
)
from playground.simulator.painter.shapes import Outline, placed
from playground.simulator.painter.stage import Stage

SMALL = 170.0
"""Artwork smaller than this is drawn without its finest layers."""


@dataclass(frozen=True)
class Place:
    """Where artwork stands: its origin, how large, how turned, mirrored or not."""

    at: Point
    size: float
    turn: float = 0.0
    flip: bool = False

    @property
    def scale(self) -> float:
        return self.size / UNITS

    def put(self, shapes: tuple[Shape, ...]) -> list[Outline]:
        return [
            placed(shape, *self.at, self.scale, self.turn, flip=self.flip)
            for shape in shapes
        ]

    def point(self, x: float, y: float) -> Point:
        return placed([(x, y)], *self.at, self.scale, self.turn, flip=self.flip)[0]


Roles = Mapping[str, str]


def draw(stage: Stage, name: str, place: Place, roles: Roles | None = None) -> None:
    """One artwork; the roles given win over those of the file."""
    work = artwork(name)
    colours = {**_roles(stage, name, work), **(roles or {})}
    detail = stage.detail if place.size > SMALL else min(stage.detail, 1)
    for layer in work.layers:
        if layer.shows(detail):
            stage.canvas.draw(_mark(stage, layer, place, colours))


def sow(stage: Stage, spots: Iterable[tuple[str, Place, str]]) -> None:
    """Many artworks, each with its tone; silhouettes of one tone are drawn at once."""
    shapes: dict[str, list[Outline]] = {}
    for name, place, tone in spots:
        layers = artwork(name).layers
        if any(layer.paint != "tone" for layer in layers):
            draw(stage, name, place, {"leaf": tone})
            continue
        for layer in layers:
            if layer.shows(stage.detail):
                shapes.setdefault(tone, []).extend(place.put(layer.shapes))
    for tone, outlines in shapes.items():
        stage.canvas.fill(outlines, stage.colour(tone))


def _roles(stage: Stage, name: str, work: Artwork) -> dict[str, str]:
    """The colours of the file; where it offers several, the prompt decides."""
    roll = stage.always(f"colours of {name}")
    return {
        role: said if isinstance(said, str) else roll.pick(said)
        for role, said in work.roles.items()
    }


def _mark(stage: Stage, layer: Layer, place: Place, roles: Roles) -> Mark:
    said, paint = layer.said, _paint(stage, layer.paint, place, roles)
    return Mark(
        "line" if "line" in said else "fill",
        place.put(layer.shapes),
        paint,
        said.get("alpha", 1.0),
        said.get("width", 0.0) * place.scale,
        said.get("soft", 0.0) * place.scale,
        place.put(layer.clip) if layer.clip else None,
        said.get("grain", False),
    )


def _paint(stage: Stage, said: Any, place: Place, roles: Roles) -> Paint:
    if isinstance(said, str):
        return stage.colour(said, roles)
    if "fade" in said:
        words, start, alpha = said["fade"]
        colour = stage.colour(words, roles)
        stops: tuple[Stop, ...] = (
            (0.0, colour, 0.0),
            (start, colour, 0.0),
            (1.0, colour, alpha),
        )
    else:
        last = max(1, len(said["stops"]) - 1)
        stops = tuple(
            _stop(stage, stop, k / last, roles) for k, stop in enumerate(said["stops"])
        )
    if "line" in said:
        x0, y0, x1, y1 = said["line"]
        return Linear(place.point(x0, y0), place.point(x1, y1), stops)
    x, y, radius = said["round"]
    return Radial(place.point(x, y), radius * place.scale, stops)


def _stop(stage: Stage, said: Any, even: float, roles: Roles) -> Stop:
    """A colour alone stands opaque and evenly spaced; else place, colour, opacity."""
    if isinstance(said, str):
        return (even, stage.colour(said, roles), 1.0)
    return (said[0], stage.colour(said[1], roles), said[2] if len(said) > 2 else 1.0)
