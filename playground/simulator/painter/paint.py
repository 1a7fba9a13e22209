"""Paints (flat colours and gradients) and what every canvas offers to a scene."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from playground.simulator.painter.colour import Colour, mix

Point = tuple[float, float]
Shape = Sequence[Point]
Stop = tuple[float, Colour, float]
"""Place (0 to 1), colour, opacity (0 to 1)."""


@dataclass(frozen=True)
class Linear:
    """Colours along the line from one point to another."""

    start: Point
    end: Point
    stops: tuple[Stop, ...]


@dataclass(frozen=True)
class Radial:
    """Colours from the centre (0) outwards to the radius (1)."""

    centre: Point
    radius: float
    stops: tuple[Stop, ...]


Paint = Colour | Linear | Radial


def stops(*colours: Colour) -> tuple[Stop, ...]:
    """Evenly spaced opaque stops."""
    last = max(1, len(colours) - 1)
    return tuple((i / last, colour, 1.0) for i, colour in enumerate(colours))


def down(top: float, bottom: float, *colours: Colour) -> Linear:
    return Linear((0, top), (0, bottom), stops(*colours))


def across(left: float, right: float, *colours: Colour) -> Linear:
    return Linear((left, 0), (right, 0), stops(*colours))


def along(line: Shape, given: tuple[Stop, ...]) -> Linear:
    """The stops from the first point of a line to its last."""
    return Linear(line[0], line[-1], given)


def glow(centre: Point, radius: float, colour: Colour, strength: float = 1.0) -> Radial:
    """A light that fades to nothing, faster near its source."""
    fade = ((0.0, 1.0), (0.2, 0.66), (0.4, 0.36), (0.6, 0.16), (0.8, 0.045), (1.0, 0.0))
    return Radial(centre, radius, tuple((t, colour, a * strength) for t, a in fade))


@lru_cache(maxsize=512)
def table(given: tuple[Stop, ...], size: int = 256) -> list[tuple[int, int, int, int]]:
    """The stops as a lookup table of RGBA values."""
    result = []
    k = 0
    for i in range(size):
        t = i / (size - 1)
        while k < len(given) - 2 and t > given[k + 1][0]:
            k += 1
        if len(given) == 1:
            k, share, after = 0, 0.0, given[0]
        else:
            after = given[k + 1]
            width = after[0] - given[k][0] or 1e-6
            share = min(1.0, max(0.0, (t - given[k][0]) / width))
        before = given[k]
        r, g, b = mix(before[1], after[1], round(share, 4))
        alpha = before[2] + (after[2] - before[2]) * share
        result.append((r, g, b, round(alpha * 255)))
    return result


def average(paint: Paint) -> Colour:
    """One colour that stands for the paint."""
    if isinstance(paint, tuple):
        return paint
    return mix(paint.stops[0][1], paint.stops[-1][1], 0.5)


def fades(paint: Paint) -> bool:
    return not isinstance(paint, tuple) and any(stop[2] < 1 for stop in paint.stops)


class Canvas(Protocol):
    """Where scenes draw. Units: the short side of the frame is 1000."""

    width: float
    height: float

    def fill(
        self,
        shapes: Sequence[Shape],
        paint: Paint,
        alpha: float = 1.0,
        *,
        soft: float = 0.0,
        within: Sequence[Shape] | None = None,
        stipple: bool = False,
    ) -> None:
        """Fill closed shapes in one go.

        `soft` blurs their edge, `within` clips, `stipple` breaks what is half
        transparent into grains, as an airbrush does (vectors show it smooth).
        """

    def ground(self, ridge: Shape, paint: Paint, alpha: float = 1.0) -> None:
        """Fill everything below a line that runs from the left edge to the right."""

    def stroke(
        self,
        lines: Sequence[Shape],
        paint: Colour,
        width: float,
        alpha: float = 1.0,
        *,
        within: Sequence[Shape] | None = None,
    ) -> None:
        """Draw lines with round ends."""

    def wash(self, paint: Paint, alpha: float = 1.0) -> None:
        """Paint over the whole frame."""

    def text(
        self,
        words: str,
        at: Point,
        size: float,
        paint: Colour,
        alpha: float = 1.0,
        *,
        fit: float = 0.0,
    ) -> None:
        """Bold words centred on a point, made smaller where `fit` is their room."""
