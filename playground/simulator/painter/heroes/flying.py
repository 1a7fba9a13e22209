"""What flies: paper planes, balloons, rockets, birds in the air."""

import math

from playground.simulator.painter.colour import WHITE, mix
from playground.simulator.painter.paint import Linear, along, glow, stops
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.scenes.solids import rounded_shade
from playground.simulator.painter.shapes import (
    Outline,
    box,
    ellipse,
    placed,
    rounded,
    smooth,
)
from playground.simulator.painter.stage import Stage


def paper_plane(stage: Stage, x: float, y: float, s: float) -> None:
    """A folded dart on its way up to the right, perhaps with a dashed trail."""
    canvas, palette = stage.canvas, stage.palette
    roll = stage.roll("plane")
    bob = math.sin(math.tau * stage.phase)
    y += bob * s * 0.03
    turn = roll.around(-2, 8) + bob * 1.5
    flip = stage.always("plane side").chance(0.3)
    white = (
        mix(WHITE, palette.sun, 0.12)
        if not stage.brief.has("red blue green yellow orange pink")
        else palette.accent
    )
    cold = mix(white, mix(palette.land[2], palette.sky[0], 0.5), 0.36)

    def part(points: Outline) -> Outline:
        return placed(points, x, y, s, turn, flip=flip)

    nose, left, inner = (0.54, -0.3), (-0.54, -0.08), (-0.14, 0.07)
    keel, near, right = (-0.05, 0.33), (0.02, 0.13), (0.24, 0.29)
    if s > 150 and stage.detail and not stage.cutout:
        _trail(stage, x, y, s, turn, flip)
    if stage.detail and not stage.cutout:
        canvas.fill(
            [part([(px, py + 0.1) for px, py in (nose, left, keel, right)])],
            palette.ink,
            0.12,
            soft=s * 0.04,
        )
    a, b = part([left, nose])
    canvas.fill(
        [part([nose, left, inner])], Linear(a, b, stops(mix(white, cold, 0.35), white))
    )
    canvas.fill(
        [part([nose, inner, keel])],
        along(part([inner, nose]), stops(shade(cold, 0.12), cold)),
    )
    canvas.fill([part([inner, (0.02, 0.13), keel])], shade(cold, 0.2))
    canvas.fill(
        [part([nose, near, right])],
        along(part([right, nose]), stops(mix(white, cold, 0.2), white)),
    )
    if stage.detail > 1:
        canvas.stroke([part([nose, (-0.34, -0.005)])], cold, s * 0.004, 0.7)
        canvas.stroke([part([nose, (0.12, 0.2)])], cold, s * 0.004, 0.7)
    if stage.detail > 2:
        canvas.fill([part([nose, (-0.4, -0.03), inner])], cold, 0.25, stipple=True)


def _trail(stage: Stage, x: float, y: float, s: float, turn: float, flip: bool) -> None:
    path = smooth(
        [
            (-0.3, 0.14),
            (-0.75, 0.34),
            (-1.05, 0.12),
            (-0.86, -0.1),
            (-0.76, 0.16),
            (-1.2, 0.52),
            (-2.0, 0.62),
        ],
        14,
    )
    line = placed(path, x, y, s, turn, flip=flip)
    dashes = [line[i : i + 3] for i in range(0, len(line) - 3, 6)]
    stage.canvas.stroke(dashes, mix(WHITE, stage.palette.sun, 0.2), s * 0.013, 0.75)


def hot_air_balloon(stage: Stage, x: float, y: float, s: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    y += math.sin(math.tau * stage.phase) * s * 0.025
    r = s * 0.36
    cy = y - s * 0.14
    tones = (palette.accent, palette.paper, palette.second, palette.paper)
    envelope = _envelope(x, cy, r, 1.0)
    canvas.fill([envelope], palette.accent)
    strips = 8 if stage.detail else 4
    for k in range(strips):
        a, b = -1 + 2 * k / strips, -1 + 2 * (k + 1) / strips
        left, right = (_gore(x, cy, r, math.sin(t * math.pi / 2)) for t in (a, b))
        canvas.fill([[*left, *right[::-1]]], tones[k % 4])
    light = Linear(
        (x - r, cy - r * 0.6),
        (x + r, cy + r * 0.5),
        ((0.0, WHITE, 0.3), (0.4, WHITE, 0.0), (1.0, WHITE, 0.0)),
    )
    canvas.fill([envelope], light)
    rounded_shade(stage, [envelope], palette.accent, 0.62)
    if stage.detail > 1:
        band = [box(x - r, cy - r * 0.1, x + r, cy + r * 0.06)]
        canvas.fill(band, palette.ink, 0.16, within=[envelope])
    neck, top, low = cy + r * 1.3, y + s * 0.36, y + s * 0.5
    canvas.stroke(
        [
            [(x + k * r * 0.26, neck - r * 0.12), (x + k * r * 0.19, top)]
            for k in (-1, 1)
        ],
        palette.ink,
        s * 0.006,
        0.8,
    )
    canvas.stroke(
        [[(x + k * r * 0.1, neck), (x + k * r * 0.09, top)] for k in (-1, 1)],
        palette.ink,
        s * 0.004,
        0.6,
    )
    basket = [rounded(x - r * 0.23, top, x + r * 0.23, low, r * 0.07)]
    wicker = mix(palette.second, palette.ink, 0.42)
    canvas.fill(
        basket,
        Linear(
            (x - r * 0.2, 0),
            (x + r * 0.2, 0),
            stops(tint(wicker), wicker, shade(wicker)),
        ),
    )
    canvas.fill(
        [rounded(x - r * 0.27, top - r * 0.03, x + r * 0.27, top + r * 0.06, r * 0.03)],
        shade(wicker, 0.06),
    )


def _gore(x: float, cy: float, r: float, t: float) -> Outline:
    """A seam of the balloon: the outline at the share `t` (-1 to 1) of its width."""
    points = []
    for i in range(25):
        a = math.pi * i / 24
        wide = (
            math.sin(a) ** 0.9 * r
            if a < math.pi * 0.62
            else r * (0.2 + 0.72 * ((1 - i / 24) / 0.38) ** 0.9)
        )
        points.append((x + wide * t, cy - math.cos(a) * r * 1.15 + r * 0.08))
    points[0] = (x, cy - r * 1.07)
    return points


def _envelope(x: float, cy: float, r: float, share: float) -> Outline:
    return [*_gore(x, cy, r, -share), *_gore(x, cy, r, share)[::-1]]


def rocket(stage: Stage, x: float, y: float, s: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    turn = 24 + 2 * math.sin(math.tau * stage.phase)

    def part(points: Outline) -> Outline:
        return placed(points, x, y, s, turn)

    flicker = 1 + 0.12 * math.sin(math.tau * stage.phase * 2)
    tip = part([(0, 0.62)])[0]
    canvas.fill([ellipse(*tip, s * 0.5)], glow(tip, s * 0.5, palette.sun, 0.6))
    for wide, length, colour in (
        (0.12, 0.62, palette.accent),
        (0.08, 0.46, palette.sun),
        (0.045, 0.34, WHITE),
    ):
        flame = smooth(
            [
                (-wide, 0.3),
                (-wide * 0.8, 0.4),
                (0, 0.3 + (length - 0.3) * 1.6 * flicker),
                (wide * 0.8, 0.4),
                (wide, 0.3),
            ],
            8,
        )
        canvas.fill([part(flame)], colour, 0.9)
    fin = mix(palette.accent, palette.ink, 0.1)
    for k in (-1, 1):
        canvas.fill(
            [
                part(
                    smooth(
                        [
                            (k * 0.1, 0.08),
                            (k * 0.26, 0.26),
                            (k * 0.27, 0.4),
                            (k * 0.1, 0.3),
                        ],
                        6,
                    )
                )
            ],
            fin if k < 0 else shade(fin),
        )
    body = smooth(
        [
            (0, -0.5),
            (0.13, -0.28),
            (0.165, 0.0),
            (0.11, 0.31),
            (-0.11, 0.31),
            (-0.165, 0.0),
            (-0.13, -0.28),
        ],
        10,
        closed=True,
    )
    hull = mix(WHITE, palette.paper, 0.6)
    outline = [part(body)]
    canvas.fill(outline, hull)
    canvas.fill(
        [part([(-0.3, -0.6), (0.3, -0.6), (0.3, -0.27), (-0.3, -0.27)])],
        palette.accent,
        within=outline,
    )
    canvas.fill(
        [part([(-0.3, 0.2), (0.3, 0.2), (0.3, 0.25), (-0.3, 0.25)])],
        palette.second,
        within=outline,
    )
    rounded_shade(stage, outline, hull, 0.6)
    canvas.fill([part(ellipse(0, -0.1, 0.082))], palette.land[2])
    canvas.fill(
        [part(ellipse(0, -0.1, 0.06))], mix(palette.sky[-1], palette.second, 0.4)
    )
    canvas.fill([part(ellipse(-0.018, -0.12, 0.024))], WHITE, 0.85)
