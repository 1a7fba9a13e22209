"""Space: a nebula of stars, a great planet, its moons, at times a rocket's trail."""

import math

from playground.simulator.painter.colour import Colour, mix
from playground.simulator.painter.dice import wave, wave_at
from playground.simulator.painter.paint import Point, Radial, down, glow
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.scenes import sky
from playground.simulator.painter.scenes.solids import sphere
from playground.simulator.painter.shapes import Outline, blob, ellipse, placed
from playground.simulator.painter.stage import Stage


def draw(stage: Stage) -> None:
    w, h = stage.width, stage.height
    side = stage.always("planet side").pick((0.36, 0.5, 0.64))
    roll = stage.roll("planet")
    size = stage.always("planet size").uniform(205, 285)
    place = (w * roll.around(side, 0.05), h * roll.around(0.47, 0.05))
    if not stage.cutout:
        stage.canvas.wash(down(0, h, *stage.palette.sky))
        _nebula(stage)
        sky.stars(stage, h, 1.3)
    planet(stage, place, size)
    _moons(stage, place, size)
    if not stage.cutout and stage.always("ground").chance(0.4):
        _surface(stage)


def _nebula(stage: Stage) -> None:
    roll = stage.roll("nebula")
    palette = stage.palette
    tones = (palette.accent, palette.second, palette.land[0], palette.sky[-1])
    angle = roll.uniform(-0.6, 0.6)
    for i in range(stage.count(2, 5, 9, 11, 13)):
        t = roll.gauss(0, 0.3)
        x = stage.width * (0.5 + t * math.cos(angle)) + roll.around(0, 90)
        y = stage.height * (0.5 + t * math.sin(angle)) + roll.around(0, 150)
        r = roll.uniform(170, 380)
        light = glow((x, y), r, tones[i % 4], 0.3)
        stage.canvas.fill([ellipse(x, y, r)], light)
    if stage.detail > 1:
        dust = [
            blob(
                roll,
                stage.width * roll.random(),
                stage.height * roll.random(),
                210,
                60,
                0.3,
            )
            for _ in range(3)
        ]
        stage.canvas.fill(dust, palette.accent, 0.16, soft=46, stipple=True)


def planet(stage: Stage, place: Point, r: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    roll = stage.roll("bands")
    x, y = place
    colour = palette.accent
    ringed = stage.brief.has("saturn ring rings ringed") or stage.always("ring").chance(
        0.65
    )
    tilt = roll.uniform(-24, -10)
    if not stage.cutout:
        canvas.fill(
            [ellipse(x, y, r * 1.9)],
            glow(place, r * 1.9, mix(colour, palette.sun, 0.4), 0.5),
        )
    if ringed:
        _ring(stage, place, r, tilt, behind=True)
    disc = [ellipse(x, y, r)]
    sphere(stage, x, y, r, colour)
    bands: list[tuple[Outline, Colour]] = []
    for k in range(stage.count(3, 5, 8, 10, 13)):
        mid = roll.uniform(-0.95, 0.95) * r
        half = roll.uniform(0.02, 0.09) * r
        terms = wave(roll, 4, 0.55)
        top = [
            (t * r, mid - half + wave_at(terms, t) * r * 0.03)
            for t in (i / 20 * 1.1 for i in range(-20, 21))
        ]
        low = [
            (t * r, mid + half + wave_at(terms, t + 0.3) * r * 0.035)
            for t in (i / 20 * 1.1 for i in range(20, -21, -1))
        ]
        tone = (
            tint(colour, 0.22),
            shade(colour, 0.08),
            mix(colour, palette.second, 0.5),
            mix(colour, palette.sun, 0.6),
        )[k % 4]
        bands.append((placed([*top, *low], x, y, 1, tilt), tone))
    for band, tone in bands:
        canvas.fill([band], tone, 0.45, within=disc)
    dark = shade(mix(colour, palette.sky[0], 0.75), 0.1)
    centre = (x - r * 0.55, y - r * 0.5)
    canvas.fill(
        disc,
        Radial(
            centre,
            r * 2.0,
            (
                (0.0, dark, 0.0),
                (0.42, dark, 0.0),
                (0.72, dark, 0.62),
                (1.0, dark, 0.96),
            ),
        ),
        stipple=stage.detail > 1,
    )
    canvas.stroke([ellipse(x, y, r - 1.5, None, 130, 300)], tint(colour, 0.4), 3, 0.5)
    if ringed:
        _ring(stage, place, r, tilt, behind=False)


def _ring(stage: Stage, place: Point, r: float, tilt: float, *, behind: bool) -> None:
    start, end = (180, 360) if behind else (0, 180)
    tone = mix(stage.palette.sun, stage.palette.accent, 0.25)
    for inner, outer, alpha in (
        (1.28, 1.4, 0.45),
        (1.42, 1.66, 0.85),
        (1.69, 1.76, 0.4),
    )[: stage.count(1, 2, 3)]:
        band = [
            *ellipse(0, 0, r * outer, r * outer * 0.24, start, end),
            *ellipse(0, 0, r * inner, r * inner * 0.24, start, end)[::-1],
        ]
        stage.canvas.fill(
            [placed(band, *place, 1, tilt)], tone, alpha * (0.75 if behind else 1)
        )


def _moons(stage: Stage, place: Point, r: float) -> None:
    roll = stage.roll("moons")
    tones = (stage.palette.second, stage.palette.land[0], stage.palette.sun)
    for k in range(stage.count(1, 2, 2, 3, 4)):
        a = roll.random() * math.tau + math.tau * stage.phase / 12
        d = r * roll.uniform(1.75, 2.3)
        size = r * roll.uniform(0.08, 0.2)
        sphere(
            stage,
            place[0] + math.cos(a) * d,
            place[1] + math.sin(a) * d * 0.8,
            size,
            tones[k % 3],
        )


def _surface(stage: Stage) -> None:
    """The ground of another world, dark in front."""
    w, h = stage.width, stage.height
    for i in range(stage.count(1, 2, 3, 3, 3)):
        roll = stage.roll(f"surface {i}")
        terms = wave(roll, 4, 0.55)
        level = h * (0.84 + 0.06 * i)
        n = int(w / 10)
        ridge = [
            (w * k / n, level + wave_at(terms, k / n * 1.6) * 44) for k in range(n + 1)
        ]
        colour = stage.palette.land[2 + min(2, i)]
        stage.canvas.ground(
            ridge,
            down(
                level - 44,
                level + 120,
                tint(mix(colour, stage.palette.accent, 0.2), 0.05),
                colour,
            ),
        )
        if stage.detail > 1:
            pits = []
            for _ in range(stage.count(0, 0, 9, 14, 22)):
                px, py = roll.pick(ridge)
                size = roll.uniform(6, 30)
                pits.append(ellipse(px, py + roll.uniform(24, 90), size, size * 0.24))
            stage.canvas.fill(pits, shade(colour, 0.08), 0.7)
