"""Skies: the light of a scene, what floats in it and what falls from it."""

import math
from itertools import pairwise
from typing import Any

from playground.simulator.painter import figures
from playground.simulator.painter.artwork import data
from playground.simulator.painter.dice import wave, wave_at
from playground.simulator.painter.paint import Linear, down
from playground.simulator.painter.shapes import Place, box
from playground.simulator.painter.stage import Stage

STARS, CLOUDS, WEATHER = (
    data("skies", part) for part in ("stars", "clouds", "weather")
)


def wash(stage: Stage, o: dict[str, Any]) -> None:
    """A gradient that ends at the part ``to`` of the height, or at the bottom."""
    colours = [stage.colour(c) for c in o["colours"]]
    stage.canvas.wash(down(0, stage.size[1] * o.get("to", 1), *colours))


def backdrop(stage: Stage, o: dict[str, Any]) -> None:
    """The whole sky of a landscape: light, stars or clouds, sun or moon, birds."""
    palette, horizon = stage.palette, stage.agreed["horizon"]
    stage.canvas.wash(down(0, horizon * 1.05, *palette.sky))
    for part in STARS if palette.dark else ():
        scatter(stage, part)
    if palette.name == "aurora":
        _aurora(stage, horizon)
        return
    sun(stage, o)
    for part in CLOUDS:
        if part["dark"] == palette.dark:
            scatter(stage, part)
    if stage.detail and not palette.dark:
        roll = stage.roll("birds")
        at = (stage.size[0] * roll.uniform(0.2, 0.8), horizon * roll.uniform(0.2, 0.6))
        flock = roll.pick(("flock-1", "flock-2"))
        figures.draw(stage, flock, Place(at, 480, roll.around(0, 8)))


def _aurora(stage: Stage, horizon: float) -> None:
    """Curtains of northern light: bright along their lower edge, fading upwards."""
    tones = (stage.palette.accent, stage.palette.second, stage.palette.accent)
    for k in range(stage.count(2, 2, 3)):
        roll = stage.roll(f"aurora {k}")
        terms, base = wave(roll, 3, 0.55), horizon * (0.78 - 0.2 * k)
        n = max(8, int(stage.size[0] / stage.by_detail((90, 70, 50, 40, 32))))
        xs, drift = [stage.size[0] * i / n for i in range(n + 1)], 0.05 * stage.beat()
        low = [base + wave_at(terms, x / 1400 + drift) * horizon * 0.16 for x in xs]
        for (x0, y0), (x1, y1) in pairwise(zip(xs, low, strict=True)):
            light = roll.uniform(0.2, 0.62) * (0.8 if k else 1.0)
            top, y = horizon * roll.uniform(0.35, 0.6), max(y0, y1)
            fade = ((0.0, 0.0), (0.75, light * 0.55), (0.96, light), (1.0, 0.0))
            ray = [(x0, y0 - top), (x1, y1 - top), (x1, y1 + 12), (x0, y0 + 12)]
            stops = tuple((place, tones[k], alpha) for place, alpha in fade)
            stage.canvas.fill([ray], Linear((0, y - top), (0, y + 12), stops), soft=2.5)


def sun(stage: Stage, o: dict[str, Any]) -> None:
    """Sun, moon or planet: on a line of thirds, a little different with each draw."""
    palette, brief, roll = stage.palette, stage.brief, stage.roll("sun")
    side = stage.always("sun side").pick(o.get("sides", (0.3, 0.36, 0.64, 0.7)))
    low = palette.name in o.get("low", ())
    high = 0.88 if low else roll.around(*o.get("sun", (0.48, 0.12)))
    place = (stage.size[0] * roll.around(side, 0.06), stage.agreed["horizon"] * high)
    stage.agreed["sun"] = place
    size = stage.always("sun size").around(o.get("radius", 78), 16) * 2
    size *= 2.1 if brief.has("huge giant enormous big") else 1
    if brief.has("planet planets saturn ringed"):
        planet = stage.always("planet").pick(("planet-2", "planet-3"))
        planet = "planet-1" if brief.has("ring rings ringed saturn") else planet
        figures.draw(stage, planet, Place(place, size * 2, roll.around(0, 10)))
    else:
        figures.draw(stage, "full-moon" if palette.dark else "sun", Place(place, size))


def scatter(stage: Stage, o: dict[str, Any]) -> None:
    """Artwork strewn over the frame, or a band of the sky, in a number by quality."""
    (w, h), roll, spots = stage.size, stage.roll(o["name"]), []
    sky = stage.agreed["horizon"] if "y" in o else h
    top, foot = (sky * y for y in o.get("y", (0, 1)))
    number = stage.by_detail(o["number"]) * w * (foot - top) / 1e6
    low, high = o["size"]
    for k in range(round(number)):
        x = roll.random() * w * 1.1 + o.get("drift", 0) * stage.beat(k / 7)
        y = (roll.random() ** o.get("high", 1) + o.get("falls", 0) * stage.phase) % 1
        size = low + (high - low) * roll.random() ** o.get("rare", 1)
        size *= 1 + o.get("twinkle", 0) * stage.beat(roll.random())
        flip = roll.chance(0.5) and "falls" not in o
        place = Place((x, top + (foot - top) * y), size, flip=flip)
        spots.append((roll.pick(o["art"]), place, roll.pick(o["tones"])))
    figures.sow(stage, spots, o.get("alpha", 1.0))


def mist(stage: Stage, o: dict[str, Any]) -> None:
    """A soft horizontal veil."""
    colour, alpha = stage.palette.horizon, o.get("alpha", 0.5)
    y, thick = stage.size[1] * o["y"], o.get("thick", 110)
    edge = ((0.0, colour, 0.0), (0.5, colour, alpha), (1.0, colour, 0.0))
    veil = box(0, y - thick, stage.size[0], y + thick)
    stage.canvas.fill([veil], Linear((0, y - thick), (0, y + thick), edge))


def shafts(stage: Stage, o: dict[str, Any]) -> None:
    """Beams of light that come down from the sun, or through water."""
    (w, h), roll, light = stage.size, stage.roll("shafts"), stage.colour(o["colour"])
    reach = h * o.get("reach", 1.0)
    fade = ((0.0, light, o.get("alpha", 0.34)), (1.0, light, 0.0))
    for _ in range(stage.count(*o["count"])):
        left, top, half = w * roll.random(), -20.0, roll.uniform(20, 70)
        end = left + roll.around(0, 160)
        if o.get("from sun"):
            (left, top), half = stage.agreed["sun"], 4.0
            end = w * roll.uniform(-0.2, 1.2)
        foot = [(end + half + 50, top + reach), (end - half - 50, top + reach)]
        ray = [(left - half, top), (left + half, top), *foot]
        stage.canvas.fill([ray], Linear((left, top), (end, top + reach), fade), soft=6)


def nebula(stage: Stage, o: dict[str, Any]) -> None:
    """Clouds along a slanted band through the middle, more of them in fine drawings."""
    (w, h), roll = stage.size, stage.roll("nebula")
    tones, angle = o["colours"], roll.uniform(-0.6, 0.6)
    for i in range(stage.count(2, 4, 7, 9, 11)):
        t, r = roll.gauss(0, 0.3), roll.uniform(170, 380)
        x = w * (0.5 + t * math.cos(angle)) + roll.around(0, 90)
        y = h * (0.5 + t * math.sin(angle)) + roll.around(0, 150)
        tone = {"tone": tones[i % len(tones)]}
        figures.draw(stage, "nebula", Place((x, y), 2 * r), tone)


def weather(stage: Stage) -> None:
    """What falls and drifts over a finished scene: mist, rain, snow."""
    for part in WEATHER:
        if stage.brief.has(part["when"]):
            (mist if part["do"] == "mist" else scatter)(stage, part)
