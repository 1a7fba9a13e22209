"""Printed matter: posters with a border and a title, icons on their rounded square."""

from playground.simulator.painter.colour import WHITE, mix
from playground.simulator.painter.paint import Linear, down, stops
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.scenes.plants import leaf
from playground.simulator.painter.shapes import (
    box,
    ellipse,
    placed,
    rounded,
    smooth,
    star,
)
from playground.simulator.painter.stage import Stage


def frame(stage: Stage) -> None:
    """A paper border over the finished scene, with a title at its foot."""
    canvas, palette, w, h = stage.canvas, stage.palette, stage.width, stage.height
    paper = mix(palette.paper, palette.sun, 0.3) if not palette.dark else palette.paper
    ink = palette.ink
    edge, foot = 42.0, (168.0 if stage.brief.title else 42.0)
    for side in (
        box(-2, -2, w + 2, edge),
        box(-2, h - foot, w + 2, h + 2),
        box(-2, -2, edge, h + 2),
        box(w - edge, -2, w + 2, h + 2),
    ):
        canvas.fill([side], paper)
    inner = [
        (edge, edge),
        (w - edge, edge),
        (w - edge, h - foot),
        (edge, h - foot),
        (edge, edge),
    ]
    canvas.stroke([inner], ink, 3)
    if not stage.brief.title:
        return
    canvas.text(
        stage.brief.title, (w / 2, h - foot / 2 - 8), 104, ink, fit=w - 2 * edge - 60
    )
    if stage.detail:
        y = h - 26
        canvas.stroke(
            [[(edge, y), (w / 2 - 30, y)], [(w / 2 + 30, y), (w - edge, y)]],
            ink,
            2.4,
            0.7,
        )
        canvas.fill([star(w / 2, y, 10, 4, 5)], palette.accent)


def ground(stage: Stage) -> None:
    """The calm surface that an icon is shown on."""
    wall = mix(stage.palette.sky[-2], stage.palette.paper, 0.45)
    stage.canvas.wash(
        down(0, stage.height, tint(wall, 0.06), mix(wall, stage.palette.land[0], 0.25))
    )


def tile(stage: Stage, x: float, y: float, s: float) -> None:
    """The rounded square, lit from above."""
    canvas, palette = stage.canvas, stage.palette
    shape = rounded(x - s / 2, y - s / 2, x + s / 2, y + s / 2, s * 0.225)
    if not stage.cutout:
        canvas.fill(
            [[(px, py + s * 0.05) for px, py in shape]],
            palette.ink,
            0.3,
            soft=s * 0.045,
        )
    top, low = palette.sky[0], palette.land[2]
    if not palette.dark:
        top, low = (
            mix(palette.sky[0], palette.accent, 0.12),
            mix(palette.land[1], palette.sky[0], 0.3),
        )
    canvas.fill(
        [shape],
        Linear(
            (x, y - s / 2),
            (x + s * 0.2, y + s / 2),
            stops(tint(top, 0.08), low, shade(low, 0.06)),
        ),
    )
    if stage.detail:
        light = ((0.0, WHITE, 0.28), (0.5, WHITE, 0.0), (1.0, WHITE, 0.0))
        canvas.fill([shape], Linear((x, y - s / 2), (x, y + s / 2), light))
    if stage.detail > 1:
        canvas.stroke([[*shape, shape[0]]], WHITE, s * 0.006, 0.4, within=[shape])


def glyph(stage: Stage, x: float, y: float, s: float) -> None:
    """A simple sign, for an icon of nothing in particular."""
    canvas, palette = stage.canvas, stage.palette
    white = mix(WHITE, palette.paper, 0.3)
    kind = stage.always("glyph").randrange(5)
    title = stage.brief.title
    if title:
        canvas.text(title[0], (x, y), s * 0.9, white)
        canvas.fill([ellipse(x + s * 0.36, y - s * 0.32, s * 0.09)], palette.accent)
        return
    if kind == 0:
        for k, tone in enumerate((palette.accent, white, palette.second)):
            canvas.fill(
                [
                    ellipse(
                        x + s * 0.2 * (k - 1),
                        y + s * (0.1 if k != 1 else -0.16),
                        s * 0.26,
                    )
                ],
                tone,
                0.85,
            )
    elif kind == 1:
        peaks = [
            (x - s * 0.46, y + s * 0.3),
            (x - s * 0.12, y - s * 0.22),
            (x + s * 0.06, y + s * 0.04),
            (x + s * 0.18, y - s * 0.1),
            (x + s * 0.46, y + s * 0.3),
        ]
        canvas.fill([ellipse(x + s * 0.2, y - s * 0.26, s * 0.11)], palette.accent)
        canvas.fill([peaks], white)
    elif kind == 2:
        for turn, tone in (
            (0, white),
            (90, palette.accent),
            (180, white),
            (270, palette.second),
        ):
            canvas.fill(
                [placed(leaf((0.04, 0.04), (0.44, 0.44), 0.34), x, y, s, turn)], tone
            )
    elif kind == 3:
        canvas.fill([star(x, y, s * 0.46, s * 0.15, 4)], white)
        canvas.fill(
            [star(x + s * 0.32, y - s * 0.3, s * 0.16, s * 0.05, 4)], palette.accent
        )
    else:
        for k, tone in enumerate((white, palette.accent, palette.second)):
            yy = y + s * 0.22 * (k - 1)
            line = smooth(
                [
                    (x - s * 0.42, yy),
                    (x - s * 0.14, yy - s * 0.12),
                    (x + s * 0.14, yy + s * 0.12),
                    (x + s * 0.42, yy),
                ],
                10,
            )
            canvas.stroke([line], tone, s * 0.09)
