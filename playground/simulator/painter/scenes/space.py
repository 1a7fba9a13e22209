"""Space: a nebula of stars, a great planet, its moons, at times a rocket's trail."""

import math

from playground.simulator.painter.colour import mix
from playground.simulator.painter.dice import wave, wave_at
from playground.simulator.painter.paint import Point, down, glow
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.scenes import planets, sky
from playground.simulator.painter.scenes.solids import sphere
from playground.simulator.painter.shapes import blob, ellipse
from playground.simulator.painter.stage import Stage


def draw(stage: Stage) -> None:
    w, h = stage.width, stage.height
    side = stage.always("planet side").pick((0.36, 0.5, 0.64))
    roll = stage.roll("planet")
    size = stage.always("planet size").uniform(205, 285)
    place = (w * roll.around(side, 0.05), h * roll.around(0.47, 0.05))
    if stage.cutout:
        planets.planet(stage, (w / 2, h / 2), 270)
        return
    stage.canvas.wash(down(0, h, *stage.palette.sky))
    _nebula(stage)
    sky.stars(stage, h, 1.3)
    planets.planet(stage, place, size)
    _moons(stage, place, size)
    if stage.always("ground").chance(0.4):
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
