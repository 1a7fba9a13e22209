"""Things for a still life: bottles, cups, bowls of fruit, vases of flowers."""

import math

from playground.simulator.painter.colour import WHITE, Colour, mix, rgb
from playground.simulator.painter.dice import Roll
from playground.simulator.painter.paint import Linear, down, stops
from playground.simulator.painter.palettes import COLOURS, shade, tint
from playground.simulator.painter.scenes.plants import leaf
from playground.simulator.painter.scenes.solids import rounded_shade, sphere
from playground.simulator.painter.shapes import (
    blob,
    box,
    ellipse,
    placed,
    rounded,
    smooth,
    tapered,
)
from playground.simulator.painter.stage import Stage


def bottle(stage: Stage, x: float, y: float, s: float) -> None:
    """A product: flacon, pump or tall bottle, glass with a label."""
    canvas, palette = stage.canvas, stage.palette
    foot = y + s / 2
    kind = stage.always("bottle").randrange(3)
    if stage.brief.has("perfume cosmetics"):
        kind = 0
    elif stage.brief.has("shampoo skincare cream lotion soap"):
        kind = 1
    elif stage.brief.has("wine drink beer water juice"):
        kind = 2
    half = s * (0.27, 0.2, 0.155)[kind]
    shoulder = foot - s * (0.6, 0.62, 0.56)[kind]
    neck = s * (0.075, 0.06, 0.055)[kind]
    glass = palette.accent
    if kind == 2:
        body = [
            (x - half, foot),
            *smooth(
                [
                    (x - half, shoulder + s * 0.04),
                    (x - half * 0.9, shoulder - s * 0.05),
                    (x - neck, shoulder - s * 0.16),
                    (x - neck, foot - s * 0.9),
                ],
                8,
            ),
            *smooth(
                [
                    (x + neck, foot - s * 0.9),
                    (x + neck, shoulder - s * 0.16),
                    (x + half * 0.9, shoulder - s * 0.05),
                    (x + half, shoulder + s * 0.04),
                ],
                8,
            ),
            (x + half, foot),
        ]
    else:
        body = rounded(
            x - half, shoulder, x + half, foot, s * (0.06 if kind == 0 else 0.09)
        )
    outline = [body]
    canvas.fill(
        outline,
        Linear(
            (x - half, 0),
            (x + half, 0),
            stops(
                shade(glass, 0.1),
                tint(glass, 0.16),
                glass,
                shade(glass, 0.05),
                shade(glass, 0.18),
            ),
        ),
    )
    if kind == 0:
        level = shoulder + s * 0.12
        canvas.fill(
            [box(x - half, shoulder, x + half, level)],
            mix(palette.paper, glass, 0.25),
            0.75,
            within=outline,
        )
        canvas.fill(
            [ellipse(x, level, half, s * 0.018)], tint(glass, 0.2), 0.8, within=outline
        )
    rounded_shade(stage, outline, glass, 0.5)
    _cap(stage, x, foot, shoulder, s, kind, neck)
    _label(stage, x, foot, shoulder, half, s)
    shine = [
        rounded(
            x - half * 0.82,
            shoulder + s * 0.07,
            x - half * 0.66,
            foot - s * 0.1,
            s * 0.02,
        )
    ]
    canvas.fill(shine, WHITE, 0.5)
    if stage.detail > 1:
        canvas.fill(
            [
                rounded(
                    x - half * 0.54,
                    shoulder + s * 0.07,
                    x - half * 0.48,
                    foot - s * 0.2,
                    s * 0.02,
                )
            ],
            WHITE,
            0.3,
        )
        canvas.stroke(
            [[(x - half * 0.9, foot - s * 0.014), (x + half * 0.9, foot - s * 0.014)]],
            WHITE,
            s * 0.006,
            0.35,
        )


def _cap(
    stage: Stage,
    x: float,
    foot: float,
    shoulder: float,
    s: float,
    kind: int,
    neck: float,
) -> None:
    palette, canvas = stage.palette, stage.canvas
    metal = mix(palette.second, palette.paper, 0.15)
    paint = Linear(
        (x - neck * 1.6, 0),
        (x + neck * 1.6, 0),
        stops(shade(metal, 0.1), tint(metal, 0.24), metal, shade(metal, 0.16)),
    )
    if kind == 0:
        canvas.fill(
            [box(x - neck * 0.7, shoulder - s * 0.06, x + neck * 0.7, shoulder + 2)],
            paint,
        )
        top = [
            rounded(
                x - neck * 1.7,
                shoulder - s * 0.27,
                x + neck * 1.7,
                shoulder - s * 0.045,
                s * 0.02,
            )
        ]
        canvas.fill(
            top,
            Linear(
                (x - neck * 1.7, 0),
                (x + neck * 1.7, 0),
                stops(
                    shade(palette.ink, 0.0),
                    mix(palette.ink, palette.paper, 0.32),
                    palette.ink,
                ),
            ),
        )
    elif kind == 1:
        canvas.fill(
            [
                rounded(
                    x - neck * 1.8,
                    shoulder - s * 0.09,
                    x + neck * 1.8,
                    shoulder + 4,
                    s * 0.015,
                )
            ],
            paint,
        )
        canvas.fill(
            [
                box(
                    x - neck * 0.4,
                    shoulder - s * 0.24,
                    x + neck * 0.4,
                    shoulder - s * 0.08,
                )
            ],
            paint,
        )
        spout = [
            (x - neck * 1.2, shoulder - s * 0.27),
            (x + neck * 1.1, shoulder - s * 0.28),
            (x + neck * 3.4, shoulder - s * 0.25),
            (x + neck * 3.3, shoulder - s * 0.215),
            (x + neck, shoulder - s * 0.225),
            (x - neck * 1.2, shoulder - s * 0.21),
        ]
        canvas.fill([smooth(spout, 4, closed=True)], paint)
    else:
        canvas.fill(
            [
                rounded(
                    x - neck * 1.16,
                    foot - s * 0.99,
                    x + neck * 1.16,
                    foot - s * 0.8,
                    s * 0.012,
                )
            ],
            paint,
        )


def _label(
    stage: Stage, x: float, foot: float, shoulder: float, half: float, s: float
) -> None:
    canvas, palette = stage.canvas, stage.palette
    tall = foot - shoulder
    top, low = shoulder + tall * 0.34, shoulder + tall * 0.84
    canvas.fill(
        [box(x - half * 0.74, top, x + half * 0.74, low)],
        down(top, low, palette.paper, mix(palette.paper, palette.horizon, 0.3)),
    )
    middle = (x, top + (low - top) * 0.36)
    canvas.fill([ellipse(*middle, half * 0.26)], palette.second)
    canvas.fill(
        [placed(leaf((0, 0.5), (0, -0.55), 0.4), *middle, half * 0.4)], palette.paper
    )
    if stage.detail:
        widths = (0.5, 0.34, 0.42, 0.2)[: stage.count(0, 2, 3, 4)]
        for k, wide in enumerate(widths):
            yy = top + (low - top) * (0.7 + 0.085 * k)
            canvas.fill(
                [
                    box(
                        x - half * wide,
                        yy,
                        x + half * wide,
                        yy + s * (0.012 if k == 0 else 0.006),
                    )
                ],
                palette.ink,
                0.75,
            )


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


def vase(stage: Stage, x: float, y: float, s: float) -> None:
    """Flowers and leaves in a vase."""
    canvas, palette = stage.canvas, stage.palette
    foot, rim = y + s * 0.5, y + s * 0.13
    green = mix(palette.land[2], rgb("4d8f5c"), 0.72)
    if palette.dark:
        green = mix(green, palette.land[2], 0.4)
    roll = stage.roll("bouquet")
    sway = math.sin(math.tau * stage.phase) * 0.012
    kind = stage.always("flowers").randrange(3)
    if stage.brief.has("tulip tulips"):
        kind = 0
    elif stage.brief.has("poppy poppies rose roses peony"):
        kind = 1
    elif stage.brief.has("daisy sunflower sunflowers daisies"):
        kind = 2
    leafy = stage.brief.has("plant houseplant leaf leaves monstera fern")
    heads = []
    stems = stage.count(5, 7, 9, 10, 12)
    for k in range(stems):
        t = (k + 0.5) / stems * 2 - 1
        spread = t * 0.4 + roll.around(0, 0.03)
        tip = (
            x + s * (spread + sway * (k % 3)),
            y - s * (0.44 - 0.2 * abs(t) ** 1.5 - roll.uniform(0, 0.16)),
        )
        line = smooth(
            [(x + s * t * 0.05, rim + 10), (x + s * spread * 0.45, y - s * 0.08), tip],
            8,
        )
        canvas.fill([tapered(line, s * 0.014, s * 0.009)], shade(green, 0.05))
        if k % 2 or stage.detail:
            px, py = line[len(line) // 2]
            side = 1 if t > 0 else -1
            canvas.fill(
                [
                    leaf(
                        (px, py),
                        (
                            px + side * s * roll.uniform(0.1, 0.18),
                            py - s * roll.uniform(0.02, 0.12),
                        ),
                        s * 0.06,
                        0.12 * side,
                    )
                ],
                mix(green, tint(green, 0.15), roll.random()),
            )
        heads.append((tip, t))
    for k, (tip, t) in enumerate(heads):
        if leafy:
            size = s * roll.uniform(0.2, 0.3)
            end = (tip[0] + t * size * 0.9, tip[1] - size * (0.7 - abs(t) * 0.5))
            shape = leaf(tip, end, size * 0.6, 0.1)
            canvas.fill([shape], Linear(tip, end, stops(green, tint(green, 0.16))))
            if stage.detail:
                canvas.stroke(
                    [[tip, end]], tint(green, 0.26), s * 0.005, 0.8, within=[shape]
                )
            continue
        tone = (palette.accent, palette.second, tint(palette.accent, 0.2))[k % 3]
        flower(stage, roll, tip, s * roll.uniform(0.085, 0.115), tone, kind, t)
    _pot(stage, x, rim, foot, s)


def flower(
    stage: Stage,
    roll: Roll,
    at: tuple[float, float],
    r: float,
    tone: Colour,
    kind: int,
    lean: float,
) -> None:
    canvas, palette = stage.canvas, stage.palette
    x, y = at
    turn = lean * 40 + roll.around(0, 8)
    if kind == 0:
        cup = smooth(
            [
                (0, 0.6),
                (0.72, 0.2),
                (0.66, -0.7),
                (0.3, -0.3),
                (0, -0.95),
                (-0.3, -0.3),
                (-0.66, -0.7),
                (-0.72, 0.2),
            ],
            6,
            closed=True,
        )
        outline = [placed(cup, x, y, r, turn)]
        canvas.fill(
            outline,
            Linear(
                (x, y - r), (x, y + r), stops(tint(tone, 0.16), tone, shade(tone, 0.08))
            ),
        )
        if stage.detail:
            petal = smooth(
                [(0, 0.55), (0.36, 0.1), (0, -0.8), (-0.36, 0.1)], 6, closed=True
            )
            canvas.fill([placed(petal, x, y, r, turn)], tint(tone, 0.12), 0.9)
        return
    petals = 6 if kind == 1 else 12
    wide, reach = (0.62, 0.62) if kind == 1 else (0.24, 0.78)
    shapes = [
        placed(
            placed(
                ellipse(reach, 0, 0.62 if kind == 1 else 0.5, wide * 0.62),
                0,
                0,
                1,
                360 * k / petals + turn,
            ),
            x,
            y,
            r * 0.8,
        )
        for k in range(petals)
    ]
    shadow = shade(tone, 0.1)
    for k, shape in enumerate(shapes):
        canvas.fill([shape], tone if k % 2 else mix(tone, shadow, 0.5))
    if kind == 1:
        canvas.fill([blob(roll, x, y, r * 0.5, r * 0.5, 0.12)], tint(tone, 0.1))
    canvas.fill(
        [ellipse(x, y, r * (0.2 if kind == 1 else 0.32))],
        palette.ink if kind == 1 else mix(palette.sun, palette.second, 0.7),
    )
    if stage.detail > 1:
        dots = [
            ellipse(x + math.cos(a) * r * 0.34, y + math.sin(a) * r * 0.34, r * 0.035)
            for a in (math.tau * k / 10 for k in range(10))
        ]
        canvas.fill(dots, mix(palette.sun, palette.ink, 0.2 if kind == 1 else 0.5))


def _pot(stage: Stage, x: float, rim: float, foot: float, s: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    colour = (
        mix(palette.land[2], palette.paper, 0.06)
        if not palette.dark
        else mix(palette.land[0], palette.accent, 0.2)
    )
    named = stage.brief.colour_of("vase pot jug")
    if named:
        colour = rgb(COLOURS[named])
    kind = stage.always("pot").randrange(3)
    if kind == 0:
        line = [(0.075, 0), (0.06, 0.16), (0.2, 0.5), (0.19, 0.8), (0.1, 1.0)]
    elif kind == 1:
        line = [(0.13, 0), (0.115, 0.1), (0.17, 0.4), (0.15, 0.75), (0.11, 1.0)]
    else:
        line = [(0.12, 0), (0.145, 0.3), (0.16, 0.65), (0.15, 0.95), (0.14, 1.0)]
    tall = foot - rim
    right = smooth([(x + s * a, rim + tall * b) for a, b in line], 8)
    left = smooth([(x - s * a, rim + tall * b) for a, b in line], 8)
    outline = [[*left, *right[::-1]]]
    wide = s * max(a for a, _ in line)
    canvas.fill(
        outline,
        Linear(
            (x - wide, 0),
            (x + wide, 0),
            stops(tint(colour, 0.18), colour, shade(colour, 0.14)),
        ),
    )
    if stage.detail:
        yy = rim + tall * 0.48
        waves = [
            [
                (x - wide + 2 * wide * i / 24, yy + d + s * 0.012 * math.sin(i * 1.1))
                for i in range(25)
            ]
            for d in (0, s * 0.035)
        ]
        canvas.stroke(waves, palette.paper, s * 0.01, 0.75, within=outline)
    rounded_shade(stage, outline, colour, 0.7)
    canvas.fill(
        [
            rounded(
                x - wide * 0.72, rim + tall * 0.34, x - wide * 0.6, rim + tall * 0.8, 6
            )
        ],
        WHITE,
        0.28,
    )
