"""Paints (flat colours and gradients), and what every canvas offers to a scene."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeGuard

import numpy as np
from numpy.typing import NDArray

from playground.simulator.painter.colour import Colour, mix
from playground.simulator.painter.shapes import Point, Shape

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
    """A gradient from one height to another, its colours evenly apart."""
    return Linear((0, top), (0, bottom), stops(*colours))


@lru_cache(maxsize=1024)
def table(given: tuple[Stop, ...]) -> NDArray[np.uint8]:
    """The stops as a lookup table of 256 RGBA values.

    Between two stops colours mix as the eye does at 16 steps, plainly between those.
    """
    places, rows = [], []
    for (start, one, alpha), (end, other, last) in pairwise([*given, given[-1]]):
        for share in (j / 16 for j in range(16)):
            places.append(start + (end - start) * share)
            rows.append(
                (*mix(one, other, share), (alpha + (last - alpha) * share) * 255)
            )
    even = np.linspace(0, 1, 256)
    bands = [np.interp(even, places, band) for band in zip(*rows, strict=True)]
    return np.stack(bands, axis=1).round().astype(np.uint8)


def average(paint: Paint) -> Colour:
    """One colour that stands for the paint."""
    if isinstance(paint, tuple):
        return paint
    return mix(paint.stops[0][1], paint.stops[-1][1], 0.5)


def fades(paint: Paint) -> TypeGuard[Linear | Radial]:
    """Tell whether anything of it is transparent; flat colours never are."""
    return not isinstance(paint, tuple) and any(stop[2] < 1 for stop in paint.stops)


@dataclass(frozen=True)
class Mark:
    """One thing to draw.

    Of kind "fill" (closed shapes), "line" (with a width and round ends), "ground" (all
    below a line from the left edge to the right) or "wash" (everywhere). `soft` blurs
    the edge, `within` clips, `grain` breaks what is half transparent into specks, as an
    airbrush does (vectors show it smooth).
    """

    kind: str
    shapes: Sequence[Shape]
    paint: Paint
    alpha: float = 1.0
    width: float = 0.0
    soft: float = 0.0
    within: Sequence[Shape] | None = None
    grain: bool = False


Style = Callable[[Mark], Iterable[Mark]]
"""What a hand makes of a mark: the same, another, several or nothing."""


class Canvas:
    """Where scenes draw. Units: the short side of the frame is 1000."""

    style: Style | None = None

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self.scale = min(size) / 1000
        self.width = size[0] / self.scale
        self.height = size[1] / self.scale

    def put(self, mark: Mark) -> None:
        """What each kind of canvas does with a mark; scenes call ``draw``."""
        raise NotImplementedError

    def draw(self, mark: Mark) -> None:
        """Put what the style makes of a mark: it may be several, or nothing."""
        for one in self.style(mark) if self.style else (mark,):
            self.put(one)

    def fill(
        self, shapes: Sequence[Shape], paint: Paint, alpha: float = 1.0, **more: Any
    ) -> None:
        """Shapes of fewer than three points are left out."""
        shapes = [shape for shape in shapes if len(shape) > 2]
        if shapes:
            self.draw(Mark("fill", shapes, paint, alpha, **more))

    def stroke(
        self, lines: Sequence[Shape], paint: Paint, width: float, alpha: float = 1.0
    ) -> None:
        """Lines of fewer than two points are left out."""
        lines = [line for line in lines if len(line) > 1]
        if lines:
            self.draw(Mark("line", lines, paint, alpha, width))

    def ground(self, ridge: Shape, paint: Paint, alpha: float = 1.0) -> None:
        """Everything below a line from the left edge to the right."""
        self.draw(Mark("ground", [ridge], paint, alpha))

    def wash(self, paint: Paint) -> None:
        """The whole frame."""
        self.draw(Mark("wash", [], paint))

    def text(
        self, words: str, at: Point, size: float, paint: Colour, fit: float = 0.0
    ) -> None:
        """Bold words centred on a point, made smaller where `fit` is their room."""
        raise NotImplementedError
