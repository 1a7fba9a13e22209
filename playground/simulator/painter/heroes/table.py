"""What stands on a table: a cup of coffee, a bowl of fruit."""

import math

from playground.simulator.painter.colour import WHITE, Colour, mix, rgb
from playground.simulator.painter.paint import Linear, down, stops
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.scenes.plants import leaf
from playground.simulator.painter.scenes.solids import rounded_shade, sphere
from playground.simulator.painter.shapes import (
    box,
    ellipse,
    placed,
    rounded,
    smooth,
    tapered,
)
from playground.simulator.painter.stage import Stage


def coffee_cup(stage: Stage, x: float, y: float, s: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    foot, top = y + s * 0.4, y - s * 0.02
    china = mix(palette.paper, WHITE, 0.4)
    if palette.dark:
        china = mix(china, palette.land[0], 0.25)
    r = s * 0.36
    canvas.fill(
        [ellipse(x, foot + s * 0.01, s * 0.5, s * 0.085)],
        down(foot - s * 0.08, foot + s * 0.1, china, shade(china, 0.1)),
    )
    canvas.fill([ellipse(x, foot - s * 0.005, s * 0.33, s * 0.05)], shade(china, 0.08))
    colour = palette.accent
    handle = smooth(
        [
            (x + r * 0.86, top + s * 0.08),
            (x + r * 1.3, top + s * 0.06),
            (x + r * 1.32, top + s * 0.23),
            (x + r * 0.74, top + s * 0.27),
        ],
        8,
    )
    canvas.stroke([handle], shade(colour, 0.08), s * 0.055)
    body = [
        (x - r, top),
        *smooth(
            [
                (x - r, top),
                (x - r * 0.95, top + s * 0.2),
                (x - r * 0.62, foot - s * 0.02),
                (x - r * 0.4, foot),
            ],
            8,
        ),
        *smooth(
            [
                (x + r * 0.4, foot),
                (x + r * 0.62, foot - s * 0.02),
                (x + r * 0.95, top + s * 0.2),
                (x + r, top),
            ],
            8,
        ),
    ]
    canvas.fill(
        [body],
        Linear(
            (x - r, 0),
            (x + r, 0),
            stops(tint(colour, 0.12), colour, shade(colour, 0.1)),
        ),
    )
    if stage.detail:
        band = [
            box(x - r, top + s * 0.1, x + r, top + s * 0.13),
            box(x - r, top + s * 0.145, x + r, top + s * 0.155),
        ]
        canvas.fill(band, palette.paper, 0.85, within=[body])
    rounded_shade(stage, [body], colour, 0.65)
    canvas.fill([ellipse(x, top, r, r * 0.24)], tint(colour, 0.2))
    canvas.fill([ellipse(x, top + 1, r * 0.92, r * 0.2)], shade(colour, 0.2))
    coffee = mix(rgb("6b3f27"), palette.ink, 0.12)
    drink = [ellipse(x, top + r * 0.035, r * 0.86, r * 0.165)]
    canvas.fill(drink, Linear((x - r, 0), (x + r, 0), stops(tint(coffee, 0.1), coffee)))
    if stage.brief.has("latte cappuccino") or stage.detail:
        canvas.fill([ellipse(x, top + r * 0.04, r * 0.5, r * 0.09)], rgb("e9cda6"), 0.9)
        canvas.fill(
            [placed(leaf((-0.5, 0), (0.5, 0), 0.34), x, top + r * 0.04, r * 0.8)],
            coffee,
            0.55,
        )
    _steam(stage, x, top, s)
    if stage.detail > 1 and not stage.cutout:
        roll = stage.roll("beans")
        for _ in range(stage.count(0, 0, 4, 6, 8)):
            bx = x + roll.pick((-1, 1)) * s * roll.uniform(0.55, 0.8)
            by = foot + s * roll.uniform(0.02, 0.12)
            bean = placed(ellipse(0, 0, 0.035, 0.023), bx, by, s, roll.uniform(0, 180))
            canvas.fill([bean], rgb("5a3524"))


def _steam(stage: Stage, x: float, top: float, s: float) -> None:
    sway = math.sin(math.tau * stage.phase) * 0.03
    for k, (dx, tall) in enumerate(((-0.12, 0.36), (0.02, 0.46), (0.15, 0.32))):
        line = smooth(
            [
                (
                    x + s * (dx + (0.045 + sway) * (-1) ** i),
                    top - s * (0.05 + tall * i / 4),
                )
                for i in range(5)
            ],
            8,
        )
        stage.canvas.fill(
            [tapered(line, s * 0.035, s * 0.008)],
            WHITE,
            0.42 - 0.06 * k,
            soft=s * 0.008,
        )


def fruit_bowl(stage: Stage, x: float, y: float, s: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    rim, foot = y + s * 0.1, y + s * 0.44
    roll = stage.roll("fruit")
    tones = _fruit_tones(stage)
    spots = [
        (-0.24, -0.02, 0.15),
        (0.26, -0.01, 0.145),
        (0.0, -0.03, 0.16),
        (-0.13, -0.2, 0.135),
        (0.14, -0.19, 0.14),
        (0.0, -0.33, 0.12),
    ]
    for k, (dx, dy, r) in enumerate(spots[: stage.count(4, 6)]):
        tone = tones[k % len(tones)]
        cx, cy = x + s * (dx + roll.around(0, 0.015)), rim + s * dy
        if stage.brief.has("pear pears") and k % 2:
            pear = smooth(
                [
                    (0, -1.5),
                    (0.34, -1.1),
                    (0.5, -0.4),
                    (0.95, 0.2),
                    (0.7, 0.9),
                    (0, 1.05),
                    (-0.7, 0.9),
                    (-0.95, 0.2),
                    (-0.5, -0.4),
                    (-0.34, -1.1),
                ],
                6,
                closed=True,
            )
            outline = [placed(pear, cx, cy, s * r * 0.85, roll.around(0, 14))]
            canvas.fill(
                outline,
                Linear(
                    (cx - s * r, cy - s * r),
                    (cx + s * r, cy + s * r),
                    stops(tint(tone, 0.1), tone, shade(tone, 0.1)),
                ),
            )
            rounded_shade(stage, outline, tone)
        else:
            sphere(stage, cx, cy, s * r, tone)
        if stage.detail:
            canvas.fill(
                [
                    placed(
                        ellipse(0, 0, 0.2, 0.12),
                        cx - s * r * 0.38,
                        cy - s * r * 0.45,
                        s * r,
                        -30,
                    )
                ],
                WHITE,
                0.4,
            )
            canvas.stroke(
                [
                    smooth(
                        [
                            (cx, cy - s * r * 0.9),
                            (cx + 3, cy - s * r * 1.08),
                            (cx + 9, cy - s * r * 1.16),
                        ],
                        4,
                    )
                ],
                mix(palette.ink, rgb("6b4a2a"), 0.6),
                s * 0.011,
            )
        if k in (2, 5) and stage.detail:
            canvas.fill(
                [
                    leaf(
                        (cx + 2, cy - s * r * 1.02),
                        (cx + s * 0.13, cy - s * r * 1.25),
                        s * 0.06,
                        0.15,
                    )
                ],
                mix(palette.land[2], rgb("4f9a52"), 0.5),
            )
    china = mix(palette.land[2], palette.paper, 0.1)
    bowl = [
        (x - s * 0.46, rim),
        *smooth(
            [
                (x - s * 0.46, rim),
                (x - s * 0.38, rim + s * 0.2),
                (x - s * 0.16, foot - s * 0.02),
                (x - s * 0.14, foot),
            ],
            8,
        ),
        *smooth(
            [
                (x + s * 0.14, foot),
                (x + s * 0.16, foot - s * 0.02),
                (x + s * 0.38, rim + s * 0.2),
                (x + s * 0.46, rim),
            ],
            8,
        ),
    ]
    canvas.fill(
        [bowl],
        Linear(
            (x - s * 0.46, 0),
            (x + s * 0.46, 0),
            stops(tint(china, 0.14), china, shade(china, 0.12)),
        ),
    )
    if stage.detail:
        zig = [
            (x - s * 0.5 + s * i / 16, rim + s * (0.07 if i % 2 else 0.11))
            for i in range(17)
        ]
        canvas.stroke([zig], palette.paper, s * 0.012, 0.7, within=[bowl])
    rounded_shade(stage, [bowl], china, 0.65)
    canvas.fill(
        [
            rounded(
                x - s * 0.48, rim - s * 0.015, x + s * 0.48, rim + s * 0.02, s * 0.02
            )
        ],
        tint(china, 0.16),
    )


def _fruit_tones(stage: Stage) -> list[Colour]:
    named = (
        ("lemon lemons citrus", ("f7cf3e", "f3dd68", "f0b93a")),
        ("orange oranges", ("f08a2c", "f5a94a", "e87722")),
        ("apple apples", ("d23b32", "8fb04a", "e2574a")),
        ("pear pears", ("c9c24e", "b5b84a", "dccb62")),
    )
    for words, tones in named:
        if stage.brief.has(words):
            return [rgb(c) for c in tones]
    return [
        stage.palette.accent,
        rgb("f2b13c"),
        rgb("d9483b"),
        rgb("9fb84e"),
        rgb("f08a3c"),
        stage.palette.second,
    ]
