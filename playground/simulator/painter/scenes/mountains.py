"""Ranges of mountains, one behind the other, in the light of the day."""

import math

from playground.simulator.painter.colour import WHITE, Colour, mix
from playground.simulator.painter.dice import Roll, wave, wave_at
from playground.simulator.painter.paint import down
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.scenes import sky
from playground.simulator.painter.shapes import Outline, pine
from playground.simulator.painter.stage import Stage


def draw(stage: Stage) -> None:
    height = stage.height
    horizon = height * stage.always("horizon").uniform(0.56, 0.64)
    place = sky.sun_place(stage, horizon * 0.86)
    sky.backdrop(stage, horizon, place)
    light = -1 if place[0] < stage.width / 2 else 1
    _peaks(stage, horizon, light, far=True)
    if stage.detail:
        sky.mist(stage, horizon - 10, 110, stage.palette.horizon, 0.5)
    _peaks(stage, horizon + 24, light, far=False)
    _foothills(stage, horizon)
    if _has_lake(stage):
        _lake(stage, horizon + 20, place[0])
    _hills(stage, horizon)


def _foothills(stage: Stage, horizon: float) -> None:
    """Hides the feet of the peaks in low, hazy woods."""
    ridge = ridge_line(stage, "foothills", horizon + 2, 16, 0.0)
    colour = mix(stage.palette.land[1], stage.palette.horizon, 0.42)
    near = mix(stage.palette.land[2], stage.palette.horizon, 0.3)
    stage.canvas.ground(ridge, down(horizon - 16, horizon + 90, colour, near))
    if stage.detail > 1:
        roll = stage.roll("foothill trees")
        tips = []
        for _ in range(int(stage.width / stage.by_detail(1, 1, 9, 6, 4.5))):
            x, y = roll.pick(ridge)
            tips.append(pine(x, y + 4, roll.uniform(9, 22), 2))
        stage.canvas.fill(tips, mix(colour, near, 0.7))


def _has_lake(stage: Stage) -> bool:
    return stage.brief.has("lake river fjord water reflection reflections") or (
        not stage.brief.has("hills hill valley desert volcano")
        and stage.always("lake").chance(0.35)
    )


def _peaks(stage: Stage, base: float, light: int, *, far: bool) -> None:
    roll = stage.roll("far peaks" if far else "peaks")
    tall = (
        stage.height * (0.3 if far else 0.4) * stage.always("tall").uniform(0.85, 1.1)
    )
    number = max(2, round(stage.width / (300 if far else 460)))
    colour = stage.palette.land[0 if far else 1]
    haze = mix(colour, stage.palette.horizon, 0.55 if far else 0.35)
    order = list(range(number))
    roll.shuffle(order)
    chief = roll.pick(order)
    for rank, k in enumerate(order):
        x = stage.width * (k + roll.uniform(0.2, 0.8)) / number
        height = tall * (1.0 if k == chief else roll.uniform(0.5, 0.82))
        _massif(stage, roll, (x, base), height, (colour, haze), light, rank / number)


def _massif(
    stage: Stage,
    roll: Roll,
    foot: tuple[float, float],
    height: float,
    colours: tuple[Colour, Colour],
    light: int,
    rank: float,
) -> None:
    """One mountain: a lit face, a shaded face, snow on the summit, haze at the foot."""
    x, base = foot
    colour, haze = colours
    colour = mix(colour, haze, 0.16 * rank)
    wide = height * roll.uniform(0.95, 1.2)
    summit = (x, base - height)
    left = _slope(roll, summit, (x - wide * roll.uniform(0.8, 1.1), base + 8))
    right = _slope(roll, summit, (x + wide * roll.uniform(0.8, 1.1), base + 8))
    spine = _spine(roll, summit, (x + wide * roll.around(0.05, 0.2), base + 8))
    whole = [*left[::-1], *right[1:]]
    top, bottom = base - height, base + 8
    dark = shade(colour, 0.1)
    lit = tint(colour, 0.07)
    stage.canvas.fill([whole], down(top, bottom, lit, haze))
    shaded = [*spine, *(right if light < 0 else left)[::-1]]
    stage.canvas.fill([shaded], down(top, bottom, dark, mix(dark, haze, 0.75)))
    if stage.detail > 1:
        _rocks(stage, roll, spine, whole, height, light, dark)
    if stage.detail and height > 150 and not stage.brief.has("volcano desert hills"):
        _snow(stage, roll, whole, shaded, summit, height)


def _slope(roll: Roll, a: tuple[float, float], b: tuple[float, float]) -> Outline:
    """From the summit down: steep first, easing out, broken by small steps."""
    points: Outline = [a]
    n = 15
    for i in range(1, n):
        t = (i + roll.around(0, 0.25)) / n
        drop = t**0.86
        jag = (1 - t) * 9 + 3
        points.append(
            (
                a[0] + (b[0] - a[0]) * t + roll.around(0, jag),
                a[1] + (b[1] - a[1]) * drop + roll.around(0, jag * 0.7),
            )
        )
    points.append(b)
    return points


def _spine(roll: Roll, a: tuple[float, float], b: tuple[float, float]) -> Outline:
    """The edge between light and shadow, zigzagging down from the summit."""
    points: Outline = [a]
    side = 1 if roll.chance(0.5) else -1
    n = 9
    for i in range(1, n):
        t = i / n
        sway = side * (b[1] - a[1]) * 0.085 * roll.uniform(0.3, 1.0) * (0.4 + t)
        side = -side
        points.append((a[0] + (b[0] - a[0]) * t + sway, a[1] + (b[1] - a[1]) * t))
    points.append(b)
    return points


def _rocks(
    stage: Stage,
    roll: Roll,
    spine: Outline,
    whole: Outline,
    height: float,
    light: int,
    dark: Colour,
) -> None:
    """Small facets off the spine: ribs of shadow on the lit side."""
    ribs = []
    for _ in range(stage.count(0, 0, 5, 9, 14)):
        k = roll.randrange(2, len(spine) - 1)
        x, y = spine[k]
        reach = height * roll.uniform(0.08, 0.26)
        x += light * roll.uniform(0.0, 0.35) * height * k / len(spine)
        ribs.append(
            [
                (x, y - reach * 0.1),
                (x + light * reach * 0.34, y + reach * 0.9),
                (x + light * reach * 0.02, y + reach * 0.6),
                (x - light * reach * 0.12, y + reach),
            ]
        )
    stage.canvas.fill(ribs, dark, 0.3, within=[whole])


def _snow(
    stage: Stage,
    roll: Roll,
    whole: Outline,
    shaded: Outline,
    summit: tuple[float, float],
    height: float,
) -> None:
    depth = height * (
        0.52 if stage.brief.weather & {"snow"} else roll.uniform(0.28, 0.42)
    )
    x, y = summit
    wide = height * 0.9
    n = 13
    edge: Outline = []
    for i in range(n + 1):
        low = depth * (roll.uniform(0.85, 1.3) if i % 2 else roll.uniform(0.45, 0.8))
        edge.append((x + wide * (1 - 2 * i / n), y + low))
    cap = [(x - wide, y - 20), (x + wide, y - 20), *edge]
    white = mix(WHITE, stage.palette.sky[1], 0.34 if stage.palette.dark else 0.05)
    stage.canvas.fill([cap], white, within=[whole])
    blue = mix(white, mix(stage.palette.land[1], stage.palette.sky[0], 0.4), 0.42)
    stage.canvas.fill([_meet(cap, shaded)], blue, within=[shaded])


def _meet(cap: Outline, shaded: Outline) -> Outline:
    """The cap, no larger than the shaded face needs it: less to draw."""
    low = max(y for _, y in cap)
    xs = [x for x, y in shaded if y <= low + 60]
    left, right = min(xs) - 4, max(xs) + 4
    return [(min(right, max(left, x)), y) for x, y in cap]


def _lake(stage: Stage, level: float, sun_x: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    bottom = stage.height
    water = mix(palette.sky[1], palette.land[2], 0.42)
    canvas.ground(
        [(0, level), (stage.width, level)],
        down(
            level,
            bottom,
            mix(palette.horizon, palette.land[0], 0.25),
            water,
            shade(water, 0.1),
        ),
    )
    roll = stage.roll("lake")
    bright: list[Outline] = []
    dim: list[Outline] = []
    for _ in range(stage.count(6, 16, 34, 54, 80)):
        t = roll.random() ** 1.6
        y = level + 8 + (bottom - level) * t
        near_sun = roll.chance(0.55)
        x = roll.gauss(sun_x, 60 + 160 * t) if near_sun else roll.random() * stage.width
        x += 10 * math.sin(math.tau * stage.phase + y)
        length = roll.uniform(20, 90) * (0.5 + t)
        sliver = [
            (x - length, y),
            (x, y - 1.2 - 2.2 * t),
            (x + length, y),
            (x, y + 1.2 + 2.2 * t),
        ]
        (bright if near_sun else dim).append(sliver)
    canvas.fill(bright, mix(palette.sun, palette.horizon, 0.3), 0.6)
    canvas.fill(dim, mix(palette.horizon, WHITE, 0.2), 0.28)


def _hills(stage: Stage, horizon: float) -> None:
    count = stage.count(2, 3, 4, 5, 5)
    colours = stage.palette.ridges(9)[4:]
    rise = 0.13 if _has_lake(stage) else 0.02
    first = horizon + (stage.height - horizon) * rise * 3.4
    for i in range(count):
        near = i / max(1, count - 1)
        level = first + (stage.height * 0.95 - first) * near**1.1
        colour = colours[round(near * 4)]
        name = f"hill {round(near, 2)}"
        ridge = ridge_line(stage, name, level, 60 + 26 * near, near)
        haze = mix(colour, stage.palette.horizon, 0.3 * (1 - near))
        foot = min(stage.height + 60, level + stage.height * 0.22)
        stage.canvas.ground(
            ridge,
            down(
                min(y for _, y in ridge),
                foot,
                colour,
                mix(haze, colours[min(4, round(near * 4) + 1)], 0.25),
            ),
        )
        if stage.detail:
            _trees(stage, ridge, near, colour, name)
        if stage.detail > 1 and near < 0.9:
            sky.mist(stage, level + 70, 80, stage.palette.horizon, 0.22 * (1 - near))


def ridge_line(
    stage: Stage, name: str, level: float, size: float, near: float
) -> Outline:
    """A line of soft hills from the left edge to the right."""
    roll = stage.roll(name)
    hills = wave(roll, 2, 0.4)
    fine = wave(roll, 3, 0.6)
    n = int(stage.width / (6 if stage.detail > 1 else 9)) + 1
    points = []
    for i in range(n + 1):
        x = stage.width * i / n
        u = x / 1000
        y = (
            wave_at(hills, u * (0.9 - 0.3 * near)) * size
            + wave_at(fine, u * 5) * size * 0.05
        )
        points.append((x, level + y))
    return points


def _trees(
    stage: Stage, ridge: Outline, near: float, colour: Colour, name: str
) -> None:
    roll = stage.roll(f"trees {name}")
    size = 22 + 84 * near**1.4
    number = int(stage.width / size * stage.by_detail(0, 1.2, 2.6, 3.8, 5.4))
    groves = wave(roll, 3)
    rows: list[list[Outline]] = [[], []]
    for _ in range(number):
        x = roll.random() * stage.width
        if wave_at(groves, x / 800) < roll.uniform(-0.2, 0.55):
            continue
        y = ridge[min(len(ridge) - 1, int(x / stage.width * (len(ridge) - 1)))][1]
        row = roll.randrange(2) if stage.detail > 1 else 0
        y += 3 + row * roll.random() * 50 * (0.3 + near)
        tiers = 4 if near > 0.6 else 3
        rows[row].append(pine(x, y, size * roll.uniform(0.6, 1.2), tiers))
    for row, shapes in enumerate(rows):
        if shapes:
            stage.canvas.fill(shapes, shade(colour, 0.04 + 0.045 * row + 0.03 * near))
