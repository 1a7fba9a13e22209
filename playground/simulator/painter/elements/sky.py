"""Skies: the light of a scene, and what floats in it."""

import math
from itertools import pairwise
from typing import Any

from playground.simulator.painter import figures
from playground.simulator.painter.colour import WHITE, mix
from playground.simulator.painter.dice import wave, wave_at
from playground.simulator.painter.figures import Place
from playground.simulator.painter.paint import Linear, down, glow
from playground.simulator.painter.shapes import Outline, box, diamond, ellipse, star
from playground.simulator.painter.stage import Stage


def wash(stage: Stage, o: dict[str, Any]) -> None:
    colours = [stage.colour(c) for c in o["colours"]]
    stage.canvas.wash(down(0, stage.height * o.get("to", 1), *colours))


def backdrop(stage: Stage, o: dict[str, Any]) -> None:
    """The whole sky of a landscape: light, stars or clouds, sun or moon, birds."""
    palette, horizon = stage.palette, stage.agreed["horizon"]
    stage.canvas.wash(down(0, horizon * 1.05, *palette.sky))
    if palette.dark:
        stars(stage, {})
    if palette.name == "aurora":
        _aurora(stage, horizon)
        return
    sun(stage, o)
    if stage.detail:
        _clouds(stage, horizon * 0.8, o.get("clouds", (1, 3, 4, 6, 7)))
    if stage.detail and not palette.dark:
        roll = stage.roll("birds")
        at = (stage.width * roll.uniform(0.2, 0.8), horizon * roll.uniform(0.2, 0.6))
        flock = roll.pick(("flock-1", "flock-2"))
        figures.draw(stage, flock, Place(at, 480, roll.around(0, 8)))


def _aurora(stage: Stage, horizon: float) -> None:
    """Curtains of northern light: bright along their lower edge, fading upwards."""
    tones = (stage.palette.accent, stage.palette.second, stage.palette.accent)
    for k in range(stage.count(2, 2, 3)):
        roll = stage.roll(f"aurora {k}")
        terms, base = wave(roll, 3, 0.55), horizon * (0.78 - 0.2 * k)
        drift = 0.05 * math.sin(math.tau * stage.phase)
        n = max(8, int(stage.width / stage.by_detail((90, 70, 50, 40, 32))))
        xs = [stage.width * i / n for i in range(n + 1)]
        low = [base + wave_at(terms, x / 1400 + drift) * horizon * 0.16 for x in xs]
        for (x0, y0), (x1, y1) in pairwise(zip(xs, low, strict=True)):
            light = roll.uniform(0.2, 0.62) * (0.8 if k else 1.0)
            top, y = horizon * roll.uniform(0.35, 0.6), max(y0, y1)
            fade = ((0.0, 0.0), (0.75, light * 0.55), (0.96, light), (1.0, 0.0))
            ray = [(x0, y0 - top), (x1, y1 - top), (x1, y1 + 12), (x0, y0 + 12)]
            stops = tuple((place, tones[k], alpha) for place, alpha in fade)
            stage.canvas.fill([ray], Linear((0, y - top), (0, y + 12), stops), soft=2.5)


def sun(stage: Stage, o: dict[str, Any]) -> None:
    """Sun or moon: on a line of thirds, a little different with each draw."""
    palette, roll = stage.palette, stage.roll("sun")
    side = stage.always("sun side").pick(o.get("sides", (0.3, 0.36, 0.64, 0.7)))
    low = palette.name in o.get("low", ())
    high = 0.88 if low else roll.around(*o.get("sun", (0.48, 0.12)))
    place = (stage.width * roll.around(side, 0.06), stage.agreed["horizon"] * high)
    stage.agreed["sun"] = place
    radius = stage.always("sun size").around(o.get("radius", 78), 16)
    if stage.brief.has("huge giant enormous big"):
        radius *= 2.1
    if stage.brief.has("planet planets saturn ringed"):
        ringed = stage.brief.has("ring rings ringed saturn")
        planet = stage.always("planet").pick(("planet-2", "planet-3"))
        planet = "planet-1" if ringed else planet
        figures.draw(stage, planet, Place(place, radius * 4, roll.around(0, 10)))
        return
    # On a dark sky a pale glow turns grey; there it borrows the colour of the sky.
    light = mix(palette.sun, palette.sky[-1], 0.65) if palette.dark else palette.sun
    halo = glow(place, radius * 6, light, 0.62)
    stage.canvas.fill([ellipse(*place, radius * 6)], halo)
    if palette.dark:
        figures.draw(stage, "full-moon", Place(place, radius * 2))
    else:
        stage.canvas.fill([ellipse(*place, radius)], palette.sun)


def stars(stage: Stage, o: dict[str, Any]) -> None:
    roll, bottom = stage.roll("stars"), stage.agreed["horizon"]
    density = o.get("density", 1.0) * stage.width * bottom / 900_000
    groups: list[list[Outline]] = [[], [], []]
    for _ in range(int(stage.count(26, 90, 220, 380, 600) * density)):
        x, y = roll.random() * stage.width, roll.random() ** 1.3 * bottom
        size = roll.random() ** 3 * 2.6 + 1.1
        size *= 1 + 0.35 * math.sin(math.tau * (stage.phase + roll.random()))
        if size > 3.2 and stage.detail:
            groups[0].append(star(x, y, size * 2.8, size * 0.5))
        else:
            groups[1 if size > 2 else 2].append(diamond(x, y, size, size))
    for group, alpha in zip(groups, (0.95, 0.85, 0.5), strict=True):
        stage.canvas.fill(group, mix(WHITE, stage.palette.sun, 0.4), alpha)


def _clouds(stage: Stage, bottom: float, count: list[int]) -> None:
    roll = stage.roll("clouds")
    top = (
        "mix(horizon,#ffffff,0.1)" if stage.palette.dark else "mix(horizon,#ffffff,0.6)"
    )
    for i in range(round(stage.count(*count) * max(1.0, stage.width / 1200))):
        drift = 26 * math.sin(math.tau * (stage.phase + i / 7))
        at = (roll.random() * stage.width + drift, bottom * roll.uniform(0.12, 0.8))
        place = Place(at, roll.uniform(130, 380), flip=roll.chance(0.5))
        figures.draw(stage, f"cloud-{roll.randrange(4) + 1}", place, {"top": top})


def mist(stage: Stage, o: dict[str, Any]) -> None:
    """A soft horizontal veil."""
    colour, alpha = stage.colour(o.get("colour", "horizon")), o.get("alpha", 0.5)
    y, thick = stage.height * o["y"], o.get("thick", 110)
    edge = ((0.0, colour, 0.0), (0.5, colour, alpha), (1.0, colour, 0.0))
    veil = box(0, y - thick, stage.width, y + thick)
    stage.canvas.fill([veil], Linear((0, y - thick), (0, y + thick), edge))


def shafts(stage: Stage, o: dict[str, Any]) -> None:
    """Beams of light that come down from the sun, or through water."""
    roll, light = stage.roll("shafts"), stage.colour(o.get("colour", "sun"))
    reach, alpha = stage.height * o.get("reach", 1.0), o.get("alpha", 0.34)
    for _ in range(stage.count(*o.get("count", (0, 2, 4, 5, 6)))):
        x = stage.width * roll.random()
        (left, top), half = (x, -20.0), roll.uniform(20, 70)
        end = x + roll.around(0, 160)
        if o.get("from sun"):
            (left, top), half = stage.agreed["sun"], 4.0
            end = stage.width * roll.uniform(-0.2, 1.2)
        foot = [(end + half + 50, top + reach), (end - half - 50, top + reach)]
        ray = [(left - half, top), (left + half, top), *foot]
        fade = ((0.0, light, alpha), (1.0, light, 0.0))
        stage.canvas.fill([ray], Linear((left, top), (end, top + reach), fade), soft=6)


def nebula(stage: Stage, o: dict[str, Any]) -> None:
    roll, tones = stage.roll("nebula"), [stage.colour(c) for c in o["colours"]]
    angle = roll.uniform(-0.6, 0.6)
    for i in range(stage.count(2, 4, 7, 9, 11)):
        t, r = roll.gauss(0, 0.3), roll.uniform(170, 380)
        x = stage.width * (0.5 + t * math.cos(angle)) + roll.around(0, 90)
        y = stage.height * (0.5 + t * math.sin(angle)) + roll.around(0, 150)
        light = glow((x, y), r, tones[i % len(tones)], 0.3)
        stage.canvas.fill([ellipse(x, y, r)], light)
