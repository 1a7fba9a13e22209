"""Compositions without a subject: soft forms in a few well chosen colours."""

import math

from playground.simulator.painter.colour import mix
from playground.simulator.painter.paint import Linear, down, glow, stops
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.shapes import blob, ellipse
from playground.simulator.painter.stage import Stage


def draw(stage: Stage) -> None:
    canvas, palette = stage.canvas, stage.palette
    w, h = stage.width, stage.height
    if not stage.cutout:
        canvas.wash(down(0, h, palette.paper, mix(palette.paper, palette.sky[-2], 0.5)))
    roll = stage.roll("forms")
    colours = [
        palette.accent,
        palette.second,
        palette.land[1],
        palette.land[3],
        palette.sky[0],
    ]
    for i in range(stage.count(4, 5, 6, 7, 8)):
        x, y = w * roll.uniform(0.2, 0.8), h * roll.uniform(0.2, 0.8)
        r = roll.uniform(120, 300)
        colour = colours[i % len(colours)]
        shape = blob(
            roll,
            x,
            y + 8 * math.sin(math.tau * (stage.phase + i / 5)),
            r,
            r * roll.uniform(0.7, 1.2),
            0.12,
        )
        if stage.detail:
            canvas.fill(
                [[(px + 14, py + 26) for px, py in shape]], palette.ink, 0.18, soft=26
            )
        canvas.fill(
            [shape],
            Linear((x - r, y - r), (x + r, y + r), stops(tint(colour), shade(colour))),
        )
    place = (w * roll.uniform(0.3, 0.7), h * roll.uniform(0.25, 0.5))
    canvas.fill([ellipse(*place, 90)], palette.sun)
    canvas.fill([ellipse(*place, 400)], glow(place, 400, palette.sun, 0.3))
