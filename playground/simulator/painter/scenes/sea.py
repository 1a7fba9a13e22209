"""The sea under a wide sky: the path of the sun, waves, islands, perhaps a beach."""

import math

from playground.simulator.painter.colour import (
    WHITE,
    Colour,
    lightness,
    mix,
    rgb,
    with_lightness,
)
from playground.simulator.painter.dice import Roll, wave, wave_at
from playground.simulator.painter.paint import Linear, down, stops
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.scenes import plants, sky
from playground.simulator.painter.shapes import Outline, ellipse, smooth
from playground.simulator.painter.stage import Stage

EARTHY = ("golden", "autumn", "desert", "vintage")
WATER = rgb("2b7d94")


def draw(stage: Stage) -> None:
    level = horizon(stage)
    side = stage.always("sun side").pick((0.32, 0.5, 0.66))
    roll = stage.roll("sun")
    low = stage.palette.name in (
        "sunset",
        "dusk",
        "dawn",
        "golden",
        "coral",
        "neon",
        "vintage",
    )
    place = (
        stage.width * roll.around(side, 0.06),
        level - (roll.uniform(20, 90) if low else level * roll.uniform(0.4, 0.6)),
    )
    sky.backdrop(stage, level, place)
    _islands(stage, level)
    _water(stage, level, place[0])
    if has_beach(stage):
        _beach(stage)
    else:
        _waves(stage, level, 0.0, 0.5)


def front(stage: Stage) -> None:
    """The nearest swells, drawn after whatever floats behind them."""
    if not has_beach(stage):
        _waves(stage, horizon(stage), 0.5, 1.0)


def horizon(stage: Stage) -> float:
    return stage.height * stage.always("sea level").uniform(0.46, 0.56)


def has_beach(stage: Stage) -> bool:
    return stage.brief.has("beach coast shore sand island tropical palm lagoon summer")


def sea_colours(stage: Stage) -> tuple[Colour, ...]:
    """Far to near: light from the sky in the distance, depth in front."""
    palette = stage.palette
    land = palette.land
    if palette.name in EARTHY:
        # Water in the colours of sand would be mud.
        land = tuple(mix(c, with_lightness(WATER, lightness(c)), 0.88) for c in land)
    far = mix(palette.horizon, land[1], 0.5)
    return (far, mix(land[1], palette.sky[0], 0.35), land[2], land[3], land[4])


def _islands(stage: Stage, level: float) -> None:
    roll = stage.roll("islands")
    if not stage.always("islands").chance(0.75):
        return
    for k in range(stage.count(1, 2, 3, 3, 4)):
        colour = mix(stage.palette.land[0], stage.palette.land[1], k / 3)
        x = stage.width * roll.random()
        wide, tall = roll.uniform(160, 420), roll.uniform(26, 90)
        bumps = wave(roll, 4, 0.6)
        n = 28
        top = []
        for i in range(n + 1):
            t = i / n
            y = (
                tall
                * math.sin(math.pi * t) ** 0.8
                * (0.72 + 0.4 * wave_at(bumps, t * 1.4))
            )
            top.append((x + (t - 0.5) * wide, level + 2 - max(0.0, y)))
        stage.canvas.fill(
            [top],
            down(level - tall, level, colour, mix(colour, stage.palette.horizon, 0.45)),
        )


def _water(stage: Stage, level: float, sun_x: float) -> None:
    canvas = stage.canvas
    colours = sea_colours(stage)
    canvas.ground(
        [(0, level), (stage.width, level)], down(level, stage.height, *colours[:4])
    )
    roll = stage.roll("glitter")
    depth = stage.height - level
    light: list[Outline] = []
    dim: list[Outline] = []
    for _ in range(stage.count(16, 46, 110, 170, 260)):
        t = roll.random() ** 1.35
        y = level + 5 + depth * t * 0.92
        path = roll.chance(0.62)
        x = roll.gauss(sun_x, 24 + 92 * t) if path else roll.random() * stage.width
        x += 8 * math.sin(math.tau * (stage.phase + t * 3))
        length = roll.uniform(14, 60) * (0.4 + 1.3 * t)
        thick = 1.0 + 3.4 * t
        sliver = [
            (x - length, y),
            (x - length * 0.2, y - thick),
            (x + length, y),
            (x + length * 0.2, y + thick),
        ]
        (light if path else dim).append(sliver)
    canvas.fill(light, mix(stage.palette.sun, stage.palette.horizon, 0.2), 0.72)
    canvas.fill(dim, mix(colours[0], WHITE, 0.15), 0.26)


def _waves(stage: Stage, level: float, after: float, until: float) -> None:
    """Swells in front, darker the nearer, each crest catching the light."""
    colours = sea_colours(stage)
    count = stage.count(2, 3, 4, 5, 6)
    for i in range(count):
        near = (i + 1) / count
        if not after < near <= until:
            continue
        roll = stage.roll(f"swell {i}")
        base = level + (stage.height - level) * (0.34 + 0.56 * near)
        size = 16 + 30 * near
        ridge = _swell(stage, roll, base, size, near)
        colour = mix(colours[2], colours[4], near * 0.8)
        light = mix(tint(colour, 0.16), colours[1], 0.4)
        stage.canvas.ground(
            ridge, down(base - size * 1.4, base + 70 + 60 * near, light, colour)
        )
        if stage.detail:
            crest = [(x, y + size * 0.1 + 2 * near) for x, y in ridge]
            under = [
                (x, y + size * 0.1 * (1 + 2.4 * abs(math.sin(x / 97))))
                for x, y in ridge
            ]
            stage.canvas.fill(
                [[*crest, *under[::-1]]], mix(colours[0], WHITE, 0.5), 0.3
            )
        if stage.detail > 1:
            _foam(stage, ridge, near, i)


def _swell(stage: Stage, roll: Roll, base: float, size: float, near: float) -> Outline:
    """Rounded troughs that meet in crests, like a row of bows."""
    n = int(stage.width / 7)
    length = roll.uniform(250, 330) * (0.6 + 0.7 * near)
    start = roll.random() * length + length * 0.12 * math.sin(math.tau * stage.phase)
    lift = wave(roll, 3)
    ridge: Outline = []
    for k in range(n + 1):
        x = stage.width * k / n
        trough = abs(
            math.sin(math.pi * (x + start + 40 * wave_at(lift, x / 900)) / length)
        )
        height = size * (1.1 + 0.5 * wave_at(lift, x / 1300 + 0.4))
        ridge.append((x, base - height * (1 - trough**0.8) ** 1.2))
    return ridge


def _foam(stage: Stage, ridge: Outline, near: float, index: int) -> None:
    roll = stage.roll(f"foam {index}")
    dots, dashes = [], []
    top, bottom = min(y for _, y in ridge), max(y for _, y in ridge)
    for _ in range(stage.count(0, 0, 46, 90, 150)):
        x, y = ridge[roll.randrange(len(ridge))]
        high = (bottom - y) / max(1.0, bottom - top)
        if roll.random() < high:
            r = 1 + 2.6 * near * roll.random()
            dots.append(ellipse(x + roll.around(0, 10), y + roll.around(2, 7), r, r))
        elif roll.chance(0.5):
            half = roll.uniform(14, 44) * (0.4 + near)
            y += roll.uniform(14, 50) * (0.4 + near)
            dashes.append(
                [(x - half, y), (x, y - 1.8 - near), (x + half, y), (x, y + 0.6)]
            )
    white = mix(WHITE, stage.palette.horizon, 0.15)
    stage.canvas.fill(dots, white, 0.75)
    stage.canvas.fill(dashes, white, 0.22)


def _beach(stage: Stage) -> None:
    canvas, w, h = stage.canvas, stage.width, stage.height
    roll = stage.roll("beach")
    warm = mix(rgb("f6dcae"), stage.palette.horizon, 0.35)
    if stage.palette.dark:
        warm = mix(warm, stage.palette.land[2], 0.72)
    lean = 1 if stage.always("beach side").chance(0.5) else -1
    swash = 8 * math.sin(math.tau * stage.phase)
    terms = wave(roll, 2, 0.5)

    def shore(offset: float) -> Outline:
        points = []
        for k in range(41):
            t = k / 40
            y = h * (0.82 + lean * 0.1 * (t - 0.5)) + wave_at(terms, t * 0.8) * 30
            points.append((w * t, y + offset))
        return points

    foam = mix(WHITE, stage.palette.horizon, 0.12)
    shallow = mix(sea_colours(stage)[1], WHITE, 0.25)
    canvas.ground(shore(-74 + swash), shallow, 0.55)
    canvas.ground(shore(-30 + swash), mix(shallow, WHITE, 0.35), 0.6)
    canvas.ground(shore(-9 + swash), foam, 0.95)
    canvas.ground(
        shore(0), down(h * 0.78, h, shade(warm, 0.05), warm, tint(warm, 0.05))
    )
    if stage.detail > 1:
        specks = []
        for _ in range(stage.count(0, 0, 260, 420, 700)):
            specks.append(
                ellipse(
                    roll.random() * w, h * roll.uniform(0.86, 1), roll.uniform(0.8, 2.2)
                )
            )
        canvas.fill(specks, shade(warm, 0.12), 0.5)
    x = w * (0.84 if lean > 0 else 0.16)
    plants.palm(
        stage, stage.roll("palm"), (x, h * 0.93), h * 0.5 if h < w else 460, -lean
    )
    if stage.detail:
        _parasol(stage, w * (0.3 if lean > 0 else 0.7), h * 0.93)


def _parasol(stage: Stage, x: float, y: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    canvas.fill([ellipse(x + 36, y + 2, 96, 13)], palette.ink, 0.2, soft=5)
    canvas.stroke(
        [[(x, y), (x + 20, y - 140)]], mix(palette.paper, palette.ink, 0.25), 5
    )
    top = (x + 22, y - 152)
    dome = smooth(
        [
            (x - 82, y - 82),
            (x - 54, y - 132),
            top,
            (x + 92, y - 146),
            (x + 122, y - 112),
        ],
        8,
    )
    canvas.fill(
        [dome],
        Linear(
            (x - 80, y - 90),
            (x + 120, y - 130),
            stops(tint(palette.accent), palette.accent, shade(palette.accent)),
        ),
    )
    for a, b in ((0.18, 0.36), (0.58, 0.78)):
        low = [(x - 82 + 204 * t, y - 82 - 30 * t) for t in (a, b)]
        canvas.fill(
            [[top, low[0], ((low[0][0] + low[1][0]) / 2, low[0][1] + 2), low[1]]],
            palette.paper,
            0.9,
            within=[dome],
        )
