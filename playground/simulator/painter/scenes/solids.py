"""Lit solids and shadows, shared by all scenes."""

from collections.abc import Sequence

from playground.simulator.painter.colour import Colour
from playground.simulator.painter.paint import Linear, Radial, Shape, stops
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.shapes import bounds, ellipse
from playground.simulator.painter.stage import Stage


def sphere(
    stage: Stage, cx: float, cy: float, r: float, colour: Colour, light: float = -0.4
) -> None:
    """A ball lit from the upper left (`light` below 0) or right."""
    outline = [ellipse(cx, cy, r)]
    centre = (cx + r * light, cy - r * 0.42)
    paint = Radial(
        centre,
        r * 1.65,
        stops(tint(colour, 0.2), colour, shade(colour, 0.12), shade(colour, 0.24)),
    )
    stage.canvas.fill(outline, paint)
    if stage.detail > 1:
        dusk = Radial(
            centre,
            r * 1.75,
            ((0.0, colour, 0.0), (0.55, colour, 0.0), (1.0, shade(colour, 0.3), 0.75)),
        )
        stage.canvas.fill(outline, dusk, stipple=True)


def rounded_shade(
    stage: Stage,
    shapes: Sequence[Shape],
    colour: Colour,
    strength: float = 0.55,
    light: float = -1,
) -> None:
    """Turns flat shapes round: a grainy shadow on the side away from the light."""
    if stage.detail < 1:
        return
    left, _, right, _ = bounds(shapes)
    if light > 0:
        left, right = right, left
    dark = shade(colour, 0.2)
    fade = ((0.0, dark, 0.0), (0.45, dark, 0.0), (1.0, dark, strength))
    stage.canvas.fill(
        shapes, Linear((left, 0), (right, 0), fade), stipple=stage.detail > 1
    )


def contact_shadow(
    stage: Stage,
    cx: float,
    y: float,
    rx: float,
    alpha: float = 0.3,
    squash: float = 0.16,
) -> None:
    """The soft shadow under a thing that stands on something."""
    canvas, ink = stage.canvas, stage.palette.ink
    canvas.fill([ellipse(cx, y, rx, rx * squash)], ink, alpha, soft=max(6.0, rx * 0.1))
    canvas.fill(
        [ellipse(cx, y, rx * 0.72, rx * squash * 0.5)],
        ink,
        alpha * 0.8,
        soft=max(3.0, rx * 0.04),
    )
