"""Outlines that pictures are made of; all are plain lists of points."""

import cmath
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Point = tuple[float, float]
Shape = Sequence[Point]
Outline = list[Point]
UNITS = 1000
"""An artwork is drawn on a square of this many units around its origin."""


@dataclass(frozen=True)
class Place:
    """Where artwork stands: its origin, how large, how turned, mirrored or not."""

    at: Point
    size: float
    turn: float = 0.0
    flip: bool = False

    @property
    def scale(self) -> float:
        """Units of the canvas for one of the artwork."""
        return self.size / UNITS

    def put(self, shapes: Iterable[Shape]) -> list[Outline]:
        """Mirrored if asked, scaled, turned about the origin and moved."""
        (x, y), side = self.at, -1 if self.flip else 1
        turn = cmath.rect(self.scale, math.radians(self.turn))
        cos, sin, across, down = (
            turn.real,
            turn.imag,
            turn.real * side,
            turn.imag * side,
        )
        return [
            [(x + px * across - py * sin, y + px * down + py * cos) for px, py in shape]
            for shape in shapes
        ]

    def point(self, x: float, y: float) -> Point:
        """Where a point of the artwork comes to lie."""
        return self.put([[(x, y)]])[0][0]


def box(left: float, top: float, right: float, bottom: float) -> Outline:
    """Four corners, clockwise from the upper left."""
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def ellipse(cx: float, cy: float, rx: float, ry: float | None = None) -> Outline:
    """A circle without ``ry``. Larger ones have more points."""
    ry = rx if ry is None else ry
    steps = max(8, min(120, int(max(rx, ry) * 9 / 35) + 14))
    turns = (math.tau * i / steps for i in range(steps + 1))
    return [(cx + math.cos(a) * rx, cy + math.sin(a) * ry) for a in turns]


def diamond(x: float, y: float, rx: float, ry: float) -> Outline:
    """Four corners; ``rx`` and ``ry`` are half its width and height."""
    return [(x - rx, y), (x, y - ry), (x + rx, y), (x, y + ry)]


def rounded(
    left: float, top: float, right: float, bottom: float, radius: float
) -> Outline:
    """A box whose corners are at most as round as it has room for."""
    r = max(0.0, min(radius, (right - left) / 2, (bottom - top) / 2))
    xs, ys = (left + r, right - r), (top + r, bottom - r)
    corners = (
        (xs[1], ys[0], 3),
        (xs[1], ys[1], 0),
        (xs[0], ys[1], 1),
        (xs[0], ys[0], 2),
    )
    return [
        (x + math.cos(a) * r, y + math.sin(a) * r)
        for x, y, quarter in corners
        for a in (math.pi / 2 * (quarter + k / 16) for k in range(17))
    ]


def smooth(points: Sequence[Point], steps: int = 8) -> Outline:
    """A soft curve through all the points (Catmull-Rom)."""
    curve: list[complex] = []
    ends = [complex(*point) for point in (points[0], *points, points[-1])]
    for p, q, r, s in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for t in (k / steps for k in range(steps)):
            bend = (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t**3
            curve.append(q + ((r - p) * t + bend) / 2)
    return [*((point.real, point.imag) for point in curve), points[-1]]


def bounds(shapes: Iterable[Shape]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of all of them. There must be a point."""
    points = [point for shape in shapes for point in shape]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def below(ridge: Shape, foot: float) -> Outline:
    """What lies between a line from the left edge to the right and a level."""
    return [*ridge, (ridge[-1][0], foot), (ridge[0][0], foot)]
