"""What a picture stands on: hills, dunes, a beach, the top of a table."""

import math
from typing import Any

from playground.simulator.painter.colour import WHITE, Colour, mix
from playground.simulator.painter.dice import wave, wave_at
from playground.simulator.painter.elements.plants import grow
from playground.simulator.painter.elements.sky import mist
from playground.simulator.painter.paint import Linear, down
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.shapes import Outline, box, diamond, smooth
from playground.simulator.painter.stage import Stage, way


def _ridge_line(
    stage: Stage, name: str, level: float, size: float, near: float
) -> Outline:
    """A line of soft hills from the left edge to the right."""
    roll = stage.roll(name)
    hills, fine = wave(roll, 2, 0.4), wave(roll, 3, 0.6)
    n = int(stage.width / (8 if stage.detail > 1 else 12)) + 1
    points = []
    for i in range(n + 1):
        u = stage.width * i / n / 1000
        y = wave_at(hills, u * (0.9 - 0.3 * near)) + wave_at(fine, u * 5) * 0.05
        points.append((u * 1000, level + y * size))
    return points


def ridges(stage: Stage, o: dict[str, Any]) -> None:
    """Hills one behind the other; what grows on them is larger in front."""
    horizon, h = stage.agreed["horizon"], stage.height
    count = stage.count(*o.get("count", (2, 3, 4, 5, 5)))
    first, last = (horizon + (h - horizon) * y for y in o["y"])
    far, close = o.get("size", (50, 80))
    for i in range(count):
        near = i / (count - 1) if count > 1 else o.get("near", 1.0)
        name = f"{o['name']} {near:.2f}"
        level = first + (last - first) * near**1.1
        words = way(o["colours"], near)
        colour, behind = stage.colour(words), o.get("behind", False)
        ridge = _ridge_line(stage, name, level, far + (close - far) * near, near)
        for sown in o.get("grow", ()) if behind else ():
            grow(stage, ridge, near, words, {**sown, "on": name})
        foot = mix(colour, stage.palette.horizon, o.get("haze", 0.2) * (1 - near))
        foot = stage.colour(o["foot"]) if "foot" in o else shade(foot, 0.04)
        top = min(y for _, y in ridge)
        stage.canvas.ground(ridge, down(top, level + h * 0.22, colour, foot))
        for sown in o.get("grow", ()):
            if not behind or sown.get("before"):
                grow(stage, ridge, near, words, {**sown, "on": name + "."})
        if near < 0.9 and stage.detail and "mist" in o:
            veil = {"y": (level + 50) / h, "thick": o.get("thick", 80)}
            mist(stage, {**veil, "alpha": o["mist"] * (1 - near)})


def dunes(stage: Stage, o: dict[str, Any]) -> None:
    """Dunes in raking light: each has a bright windward side and a dark lee."""
    count = stage.count(3, 4, 5, 6, 7)
    for i in range(count):
        _dune(stage, i / (count - 1), stage.colour(way(o["colours"], i / (count - 1))))


def _dune(stage: Stage, near: float, colour: Colour) -> None:
    w, h, horizon = stage.width, stage.height, stage.agreed["horizon"]
    roll = stage.roll(f"dune {round(near, 2)}")
    level, size = horizon + (h * 0.9 - horizon) * near**1.2, 40 + 70 * near
    terms = wave(roll, 2, 0.35)

    def crest(x: float) -> float:
        return float(level + wave_at(terms, x / 1000 * (1.0 - 0.35 * near)) * size)

    ridge = [
        (x, crest(x)) for x in (w * i / (w // 12) for i in range(int(w // 12) + 1))
    ]
    low = mix(colour, stage.palette.horizon, 0.12 * (1 - near))
    foot = level + size + (h - horizon) * 0.3
    stage.canvas.ground(ridge, down(level - size, foot, tint(colour, 0.1), low))
    side, dark = (-1 if stage.agreed["sun"][0] > w / 2 else 1), shade(colour, 0.13)
    for k in range(1, len(ridge) - 1):
        if not ridge[k - 1][1] > ridge[k][1] <= ridge[k + 1][1]:
            continue
        x, y = ridge[k]
        reach = side * (200 + 300 * near) * roll.uniform(0.8, 1.2)
        deep = (90 + 230 * near) * roll.uniform(0.8, 1.1)
        line = [(x + reach * t / 14, crest(x + reach * t / 14)) for t in range(15)]
        bend = ((0, 0), (0.05, 0.22), (-0.07, 0.5), (0.18, 0.8), (0.5, 1.0))
        edge = smooth([(x + reach * a, y + deep * b) for a, b in bend])
        back = smooth([edge[-1], (x + reach * 0.85, y + deep * 0.7), line[-1]], 6)
        fade = ((0.0, dark, 0.95), (0.55, dark, 0.72), (1.0, dark, 0.0))
        paint = Linear((x, y), (x + reach * 0.35, y + deep), fade)
        stage.canvas.fill([[*line, *back[::-1], *edge[::-1]]], paint)


def shore(stage: Stage, o: dict[str, Any]) -> None:
    """A beach in front of the sea, with the foam of the last wave."""
    canvas, w, h, horizon = (
        stage.canvas,
        stage.width,
        stage.height,
        stage.palette.horizon,
    )
    roll, lean = stage.roll("shore"), -1 if stage.always("side").chance(0.5) else 1
    swash, terms = 8 * math.sin(math.tau * stage.phase), wave(roll, 2, 0.5)
    sand = stage.colour("mix(#f6dcae,horizon,0.35)")
    slope = [
        (w * t / 40, h * (0.77 + lean * t / 400) + wave_at(terms, t / 50) * 30)
        for t in range(41)
    ]
    shallow = mix(stage.palette.land[1], WHITE, 0.3)
    for offset, tone, alpha in (
        (swash - 74, shallow, 0.5),
        (swash - 30, mix(shallow, WHITE, 0.35), 0.6),
        (swash - 9, mix(WHITE, horizon, 0.12), 0.95),
    ):
        canvas.ground([(x, y + offset) for x, y in slope], tone, alpha)
    canvas.ground(slope, down(h * 0.78, h, shade(sand, 0.05), sand, tint(sand, 0.05)))
    grains = []
    for _ in range(stage.count(0, 60, 240, 420, 700)):
        r = roll.uniform(1, 2.6)
        grains.append(diamond(roll.random() * w, h * roll.uniform(0.88, 1), r, r))
    canvas.fill(grains, shade(sand, 0.12), 0.5)


def floor(stage: Stage, o: dict[str, Any]) -> None:
    """The top of a table, or boards: from a height downwards."""
    canvas, w, h, top = (
        stage.canvas,
        stage.width,
        stage.height,
        stage.colour(o["colour"]),
    )
    y = h / 2 + min(w, h) * o["y"]
    stage.agreed["floor"] = y
    paint = down(y, h, mix(top, stage.palette.horizon, 0.25), top)
    canvas.fill([box(0, y, w, h + 2)], paint)
    canvas.fill([box(0, y, w, y + 5)], mix(top, WHITE, 0.35), 0.6)
    if o.get("boards") and stage.detail:
        rows = (y + (h - y) * t for t in (0.14, 0.32, 0.55, 0.8))
        canvas.stroke(
            [[(0, row), (w, row)] for row in rows], shade(top, 0.14), 2.4, 0.5
        )
