"""Styles that change each stroke as it is drawn."""

from collections.abc import Sequence

from playground.simulator.painter.colour import Colour, lightness, mix
from playground.simulator.painter.paint import (
    Canvas,
    Linear,
    Paint,
    Point,
    Radial,
    Shape,
    average,
    fades,
)
from playground.simulator.painter.palettes import Palette
from playground.simulator.painter.shapes import bounds


class SmoothCanvas:
    """The drawing as it is, its airbrush without grain: for styles with their own."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self.width, self.height = canvas.width, canvas.height

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
        self._canvas.fill(shapes, paint, alpha, soft=soft, within=within)

    def ground(self, ridge: Shape, paint: Paint, alpha: float = 1.0) -> None:
        self._canvas.ground(ridge, paint, alpha)

    def stroke(
        self,
        lines: Sequence[Shape],
        paint: Colour,
        width: float,
        alpha: float = 1.0,
        *,
        within: Sequence[Shape] | None = None,
    ) -> None:
        self._canvas.stroke(lines, paint, width, alpha, within=within)

    def wash(self, paint: Paint, alpha: float = 1.0) -> None:
        self._canvas.wash(paint, alpha)

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
        self._canvas.text(words, at, size, paint, alpha, fit=fit)


class FlatCanvas(SmoothCanvas):
    """Plain areas of colour: no airbrush, no gradient but the sky's."""

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
        if stipple and fades(paint):
            return
        if isinstance(paint, Linear) and not fades(paint):
            paint = average(paint)
        super().fill(shapes, paint, alpha, soft=soft, within=within)

    def ground(self, ridge: Shape, paint: Paint, alpha: float = 1.0) -> None:
        super().ground(ridge, paint if fades(paint) else average(paint), alpha)


class InkCanvas:
    """Pen on paper: outlines, hatching where it is dark, a breath of colour."""

    def __init__(self, canvas: Canvas, palette: Palette, detail: int) -> None:
        self._canvas = canvas
        self._detail = detail
        self.width, self.height = canvas.width, canvas.height
        self._paper: Colour = mix((252, 249, 242), palette.paper, 0.4)
        self._ink: Colour = mix((24, 24, 32), palette.ink, 0.5)
        self._line = (4.2, 3.0, 2.5, 2.2, 2.0)[detail]

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
        shapes = [shape for shape in shapes if len(shape) > 2]
        if not shapes or (isinstance(paint, Radial) and fades(paint) and not stipple):
            return
        if stipple and fades(paint):
            ink = _recoloured(paint, self._ink)
            self._canvas.fill(shapes, ink, alpha * 0.8, within=within, stipple=True)
            return
        if soft > 5 or fades(paint):
            return
        colour = average(paint)
        strong = alpha > 0.45
        left, top, right, bottom = bounds(shapes)
        size = max(right - left, bottom - top)
        width = self._line * (1.0 if size > 90 else 0.66)
        # The line first and the paper over its inner half: shapes that belong
        # together get one outline around them all.
        closed = [[*shape, shape[0]] for shape in shapes]
        dark = 0.9 if strong else alpha
        self._canvas.stroke(closed, self._ink, width * 2, dark, within=within)
        self._canvas.fill(
            shapes, self._tinted(colour), 1.0 if strong else alpha, within=within
        )
        if strong and self._detail:
            self._hatch(shapes, colour, within)

    def ground(self, ridge: Shape, paint: Paint, alpha: float = 1.0) -> None:
        if fades(paint):
            return
        colour = average(paint)
        self._canvas.ground(ridge, self._tinted(colour), 1.0 if alpha > 0.45 else alpha)
        self._canvas.stroke(
            [ridge], self._ink, self._line, 0.9 if alpha > 0.45 else alpha
        )

    def stroke(
        self,
        lines: Sequence[Shape],
        paint: Colour,
        width: float,
        alpha: float = 1.0,
        *,
        within: Sequence[Shape] | None = None,
    ) -> None:
        if width > 8:
            self._canvas.stroke(lines, self._ink, width + self._line, within=within)
            self._canvas.stroke(
                lines, self._tinted(paint), max(1.0, width - self._line), within=within
            )
            return
        self._canvas.stroke(
            lines, self._ink, min(width, self._line), alpha, within=within
        )

    def wash(self, paint: Paint, alpha: float = 1.0) -> None:
        self._canvas.wash(self._paper, alpha)

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
        self._canvas.text(words, at, size, self._ink, alpha, fit=fit)

    def _tinted(self, colour: Colour) -> Colour:
        return mix(self._paper, colour, 0.14)

    def _hatch(
        self, shapes: Sequence[Shape], colour: Colour, within: Sequence[Shape] | None
    ) -> None:
        """Slanted lines, closer together the darker the colour."""
        dark = 0.66 - lightness(colour)
        left, top, right, bottom = bounds(shapes)
        left, right = max(left, -20), min(right, self.width + 20)
        top, bottom = max(top, -20), min(bottom, self.height + 20)
        if dark <= 0 or within is not None or len(shapes) > 12:
            return
        if right - left < 14 or bottom - top < 14:
            return
        step = max(6.0, 17 - dark * 24) * (1.3 if self._detail == 1 else 1.0)
        lines = []
        tall = bottom - top
        x = left - tall
        while x < right:
            lines.append([(x, bottom), (x + tall, top)])
            x += step
        self._canvas.stroke(lines, self._ink, self._line * 0.45, 0.75, within=shapes)


def _recoloured(paint: Paint, colour: Colour) -> Paint:
    if isinstance(paint, tuple):
        return colour
    stops = tuple((place, colour, alpha) for place, _, alpha in paint.stops)
    if isinstance(paint, Linear):
        return Linear(paint.start, paint.end, stops)
    return Radial(paint.centre, paint.radius, stops)
