"""Paints (flat colours and gradients), and what every canvas offers to a scene."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

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


def glow(centre: Point, radius: float, colour: Colour, strength: float = 1.0) -> Radial:
    """A light that fades to nothing, faster near its source."""
    fade = ((0.0, 1.0), (0.2, 0.66), (0.4, 0.36), (0.6, 0.16), (0.8, 0.045), (1.0, 0.0))
    return Radial(centre, radius, tuple((t, colour, a * strength) for t, a in fade))


STEPS = 16


@lru_cache(maxsize=1024)
def table(given: tuple[Stop, ...]) -> bytes:
    """The stops as a lookup table of 256 RGBA values.

    Between two stops colours mix as the eye does at some steps, plainly between those.
    """
    result = bytearray()
    spans = [
        (a, b, [mix(a[1], b[1], j / STEPS) for j in (*range(STEPS + 1), STEPS)])
        for a, b in zip(given, given[1:] or given, strict=False)
    ]
    k = 0
    for i in range(256):
        while k < len(spans) - 1 and i / 255 > spans[k][1][0]:
            k += 1
        before, after, colours = spans[k]
        share = (i / 255 - before[0]) / (after[0] - before[0] or 1e-6)
        share = min(1.0, max(0.0, share))
        j, rest = int(share * STEPS), share * STEPS % 1
        for one, next_ in zip(colours[j], colours[j + 1], strict=True):
            result.append(round(one + (next_ - one) * rest))
        result.append(round((before[2] + (after[2] - before[2]) * share) * 255))
    return bytes(result)


def average(paint: Paint) -> Colour:
    """One colour that stands for the paint."""
    if isinstance(paint, tuple):
        return paint
    return mix(paint.stops[0][1], paint.stops[-1][1], 0.5)


def fades(paint: Paint) -> bool:
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
        raise NotImplementedError

    def draw(self, mark: Mark) -> None:
        for one in self.style(mark) if self.style else (mark,):
            self.put(one)

    def fill(
        self, shapes: Sequence[Shape], paint: Paint, alpha: float = 1.0, **more: Any
    ) -> None:
        shapes = [shape for shape in shapes if len(shape) > 2]
        if shapes:
            self.draw(Mark("fill", shapes, paint, alpha, **more))

    def stroke(
        self,
        lines: Sequence[Shape],
        paint: Paint,
        width: float,
        alpha: float = 1.0,
        within: Sequence[Shape] | None = None,
    ) -> None:
        lines = [line for line in lines if len(line) > 1]
        if lines:
            self.draw(Mark("line", lines, paint, alpha, width, within=within))

    def ground(self, ridge: Shape, paint: Paint, alpha: float = 1.0) -> None:
        self.draw(Mark("ground", [ridge], paint, alpha))

    def wash(self, paint: Paint, alpha: float = 1.0) -> None:
        self.draw(Mark("wash", [], paint, alpha))

    def text(
        self, words: str, at: Point, size: float, paint: Colour, fit: float = 0.0
    ) -> None:
        """Bold words centred on a point, made smaller where `fit` is their room."""
        raise NotImplementedError
