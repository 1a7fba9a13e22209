"""How a picture is made: some styles change the drawing, some the finished pixels.

A drawing style makes other marks of each mark, so that it works for pixels and vectors
alike; a finishing style takes the picture as it comes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from PIL import Image

from playground.simulator.painter.brief import Brief
from playground.simulator.painter.colour import Colour, lightness, mix
from playground.simulator.painter.dice import Dice
from playground.simulator.painter.paint import (
    Canvas,
    Mark,
    Radial,
    Style,
    average,
    fades,
)
from playground.simulator.painter.palettes import Palette
from playground.simulator.painter.shapes import bounds
from playground.simulator.painter.styles.finishing import FINISHES, Finish

GRAIN = (0.0, 0.025, 0.055, 0.07, 0.085)
ROUGH = {"riso", "linocut", "photo", "neon", "vintage"}
GRAINLESS = {"flat", "minimal", "pixel", "watercolour", "riso", "isometric", "linocut"}
STRONG = 0.45
"""Marks more opaque than this are things; below, they are light or haze."""


def smooth(mark: Mark) -> Iterator[Mark]:
    """The drawing as it is, its airbrush without grain: for styles with their own."""
    yield replace(mark, grain=False)


def flat(mark: Mark) -> Iterator[Mark]:
    """Plain areas of colour: no airbrush, no gradient but the sky's."""
    if mark.grain and fades(mark.paint):
        return
    plain = mark.kind in ("fill", "ground") and not fades(mark.paint)
    if plain and not isinstance(mark.paint, Radial):
        mark = replace(mark, paint=average(mark.paint))
    yield replace(mark, grain=False)


class Ink:
    """Pen on paper: outlines, hatching where it is dark, a breath of colour."""

    def __init__(self, canvas: Canvas, palette: Palette, detail: int) -> None:
        self._size = (canvas.width, canvas.height)
        self._detail = detail
        self._paper: Colour = mix((252, 249, 242), palette.paper, 0.4)
        self._ink: Colour = mix((24, 24, 32), palette.ink, 0.5)
        self._line = (4.2, 3.0, 2.5, 2.2, 2.0)[detail]

    def __call__(self, mark: Mark) -> Iterator[Mark]:
        if mark.kind == "wash":
            return iter((replace(mark, paint=self._paper),))
        how = {"fill": self._fill, "ground": self._ground, "line": self._stroke}
        return how[mark.kind](mark)

    def _fill(self, mark: Mark) -> Iterator[Mark]:
        if mark.grain and fades(mark.paint):
            stops = tuple((at, self._ink, alpha) for at, _, alpha in mark.paint.stops)
            paint = replace(mark.paint, stops=stops)
            yield replace(mark, paint=paint, alpha=mark.alpha * 0.8)
        elif mark.soft <= 5 and not fades(mark.paint):
            yield from self._outlined(mark)

    def _outlined(self, mark: Mark) -> Iterator[Mark]:
        """The line first and the paper over its inner half: shapes that belong
        together get one outline around them all."""
        colour, strong = average(mark.paint), mark.alpha > STRONG
        left, top, right, bottom = bounds(mark.shapes)
        large = max(right - left, bottom - top) > 90
        closed = [[*shape, shape[0]] for shape in mark.shapes]
        line = replace(mark, kind="line", shapes=closed, paint=self._ink, soft=0.0)
        width = self._line * (2.0 if large else 1.3)
        yield replace(line, width=width, alpha=0.9 if strong else mark.alpha)
        body = 1.0 if strong else mark.alpha
        yield replace(mark, paint=self._tinted(colour), alpha=body)
        few = mark.within is None and len(mark.shapes) <= 12
        if strong and few and self._detail and min(right - left, bottom - top) >= 14:
            yield from self._hatched(mark, 0.66 - lightness(colour))

    def _hatched(self, mark: Mark, dark: float) -> Iterator[Mark]:
        """Slanted lines, closer together the darker the colour."""
        if dark <= 0:
            return
        left, top, right, bottom = bounds(mark.shapes)
        left, right = max(left, -20), min(right, self._size[0] + 20)
        top, bottom = max(top, -20), min(bottom, self._size[1] + 20)
        step = max(6.0, 17 - dark * 24) * (1.3 if self._detail == 1 else 1.0)
        tall = bottom - top
        count = max(0, int((right - left + tall) / step) + 1)
        starts = [left - tall + step * k for k in range(count)]
        lines = [[(x, bottom), (x + tall, top)] for x in starts]
        if lines and tall > 0:
            width = self._line * 0.45
            yield Mark("line", lines, self._ink, 0.75, width, within=mark.shapes)

    def _ground(self, mark: Mark) -> Iterator[Mark]:
        if fades(mark.paint):
            return
        strong = mark.alpha > STRONG
        body, line = (1.0, 0.9) if strong else (mark.alpha, mark.alpha)
        yield replace(mark, paint=self._tinted(average(mark.paint)), alpha=body)
        yield Mark("line", mark.shapes, self._ink, line, self._line)

    def _stroke(self, mark: Mark) -> Iterator[Mark]:
        if mark.width <= 8:
            yield replace(mark, paint=self._ink, width=min(mark.width, self._line))
            return
        inner = max(1.0, mark.width - self._line)
        yield replace(mark, paint=self._ink, width=mark.width + self._line)
        yield replace(mark, paint=self._tinted(average(mark.paint)), width=inner)

    def _tinted(self, colour: Colour) -> Colour:
        return mix(self._paper, colour, 0.14)


def hand(brief: Brief, canvas: Canvas, palette: Palette, detail: int) -> Style | None:
    """What draws in the style of the brief; nothing for the hand as it is."""
    if "ink" in brief.styles:
        return Ink(canvas, palette, detail)
    if brief.styles & {"flat", "minimal", "linocut"}:
        return flat
    if brief.styles & {"watercolour", "riso", "pixel"}:
        return smooth
    return None


def grain_for(brief: Brief, detail: int) -> float:
    """Flat styles keep a trace of grain at high detail, against banding only."""
    if brief.styles & {"photo", "vintage"}:
        return 0.0  # They bring their own.
    strength = GRAIN[detail]
    return strength * 0.35 if brief.styles & GRAINLESS else strength


def finished(
    image: Image.Image,
    brief: Brief,
    dice: Dice,
    detail: int,
    finishes: Mapping[str, Finish] = FINISHES,
    share: float = 1.0,
) -> Image.Image:
    """The picture after every finishing style that the brief names; alpha is kept."""
    for name in (name for name in finishes if name in brief.styles):
        done = finishes[name](image.convert("RGB"), dice.fresh(name), detail)
        if image.mode == "RGBA":
            done.putalpha(image.getchannel("A"))
        image = Image.blend(image, done, share) if share < 1 else done
    return image
