"""Ranges of mountains, one behind the other, in the light of the day."""

from playground.simulator.painter.colour import WHITE, Colour, mix
from playground.simulator.painter.dice import Roll, wave, wave_at
from playground.simulator.painter.paint import down
from playground.simulator.painter.palettes import shade
from playground.simulator.painter.scenes import sky
from playground.simulator.painter.shapes import Outline, pine
from playground.simulator.painter.stage import Stage


def draw(stage: Stage) -> None:
    height = stage.height
    horizon = height * stage.always("horizon").uniform(0.5, 0.6)
    sky.sky(stage, horizon + height * 0.12)
    if stage.palette.dark:
        sky.stars(stage, horizon)
    sky.sun(stage, sky.sun_place(stage, horizon))
    if stage.detail:
        sky.clouds(stage, horizon * 0.8)
    sky.birds(stage, horizon)
    _ranges(stage, horizon)


def _ranges(stage: Stage, horizon: float) -> None:
    count = stage.count(3, 4, 6, 7, 8)
    colours = stage.palette.ridges(count)
    rugged = stage.always("rugged").random()
    for i, colour in enumerate(colours):
        near = i / max(1, count - 1)
        level = horizon + (stage.height * 0.94 - horizon) * near**1.15
        size = 190 * (1 - near) + 66 * near + 40 * rugged * (1 - near)
        ridge = ridge_line(stage, f"range {round(near, 2)}", level, size, near, rugged)
        haze = mix(colour, stage.palette.horizon, 0.34 * (1 - near))
        top = min(y for _, y in ridge)
        foot = min(stage.height, level + stage.height * 0.26)
        stage.canvas.ground(ridge, down(top, foot, colour, mix(haze, WHITE, 0.04)))
        if stage.detail and near < 0.45:
            _snow(stage, ridge, level, size, i)
        if stage.detail > 1:
            _trees(stage, ridge, near, colour, i)
        if stage.detail > 1 and near < 0.8:
            sky.mist(stage, level + 60, 90, stage.palette.horizon, 0.28 * (1 - near))


def ridge_line(
    stage: Stage, name: str, level: float, size: float, near: float, rugged: float
) -> Outline:
    """From the left edge to the right; peaks in the distance, soft hills in front."""
    roll = stage.roll(name)
    hills = wave(roll, 3, 0.45)
    fine = wave(roll, 5, 0.6)
    peaks = _peaks(roll, stage.width, size * (1.5 + 0.5 * rugged)) if near < 0.5 else []
    step = 5 if stage.detail > 1 else 8
    n = int(stage.width / step) + 1
    points = []
    for i in range(n + 1):
        x = stage.width * i / n
        u = x / 1000
        y = wave_at(hills, u * 0.8) * size * 0.55
        y += wave_at(fine, u * 4) * size * (0.05 + 0.1 * (1 - near))
        for px, ph, pw in peaks:
            d = abs(x - px) / pw
            if d < 1:
                # A slightly hollow slope reads as rock, a full one as a hill.
                y -= ph * (1 - d) ** 1.25
        points.append((x, level + y))
    return points


def _peaks(roll: Roll, width: float, height: float) -> list[tuple[float, float, float]]:
    number = max(2, round(width / 430 * roll.uniform(0.8, 1.3)))
    return [
        (
            width * (k + roll.uniform(0.15, 0.85)) / number,
            height * roll.uniform(0.45, 1.05),
            roll.uniform(170, 330),
        )
        for k in range(number)
    ]


def _snow(stage: Stage, ridge: Outline, level: float, size: float, index: int) -> None:
    """Caps on what stands well above the rest."""
    line = level - size * 0.75
    roll = stage.roll(f"snow {index}")
    jag = wave(roll, 5, 0.75)
    caps: list[Outline] = []
    run: Outline = []
    for x, y in [*ridge, (stage.width + 5, 1e6)]:
        limit = line + wave_at(jag, x / 160) * size * 0.16
        if y < limit:
            run.append((x, y))
        elif run:
            if len(run) > 3:
                edge = [
                    (px, max(py, line + wave_at(jag, px / 160) * size * 0.16))
                    for px, py in reversed(run)
                ]
                caps.append([*run, *edge])
            run = []
    if caps:
        snow = mix(WHITE, stage.palette.sky[1], 0.3 if stage.palette.dark else 0.1)
        stage.canvas.fill(caps, snow, 0.9)


def _trees(
    stage: Stage, ridge: Outline, near: float, colour: Colour, index: int
) -> None:
    if near < 0.3:
        return
    roll = stage.roll(f"trees {index}")
    size = 16 + 62 * near**1.6
    number = int(stage.width / size * stage.by_detail(0, 0, 1.1, 1.7, 2.4))
    groves = wave(roll, 3)
    shapes = []
    for _ in range(number):
        x = roll.random() * stage.width
        if wave_at(groves, x / 700) < roll.uniform(-0.6, 0.5):
            continue
        y = ridge[min(len(ridge) - 1, int(x / stage.width * (len(ridge) - 1)))][1]
        down_slope = roll.random() ** 2 * 60 * near
        shapes.append(
            pine(
                x,
                y + 4 + down_slope,
                size * roll.uniform(0.6, 1.25),
                3 if near > 0.5 else 2,
            )
        )
    if shapes:
        stage.canvas.fill(shapes, shade(colour, 0.05 + 0.05 * near))
