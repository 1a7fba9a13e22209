"""What lies from edge to edge: hills, dunes, swells, silk, a beach, the sea, a table."""

import math
from collections.abc import Callable
from typing import Any

from playground.simulator.painter.colour import WHITE, mix, shade, tint
from playground.simulator.painter.dice import Roll, wave, wave_at
from playground.simulator.painter.elements.sky import mist
from playground.simulator.painter.elements.standing import grow, shuffled
from playground.simulator.painter.paint import Linear, down
from playground.simulator.painter.shapes import Outline, diamond, smooth
from playground.simulator.painter.stage import Stage, way

Height = Callable[[float], float]
"""How high a line is at x, in thousandths of the short side."""
FOOT = "shade(mix(ground,horizon,far),0.04)"


def ridges(stage: Stage, o: dict[str, Any]) -> None:
    """Ridges one behind the other; what grows on them is larger in front."""
    horizon, (w, h), canvas = stage.agreed["horizon"], stage.size, stage.canvas
    count = stage.count(*o.get("count", (2, 3, 4, 5, 5)))
    first, last = (horizon + (h - horizon) * y for y in o["y"])
    (far, close), (after, until) = o.get("size", (50, 80)), o.get("between", (0, 1))
    colours = shuffled(stage, o) if o.get("mixed") else o["colours"]
    for i in range(count):
        near = i / (count - 1) if count > 1 else o.get("near", 1.0)
        if not after <= near <= until:
            continue
        name, words = f"{o['name']} {near:.2f}", way(colours, near)
        level, size = first + (last - first) * near**1.1, far + (close - far) * near
        # The last wave on a beach comes and goes.
        level += 8 * stage.beat() - o["above"] if "above" in o else 0
        size *= 1.7 if stage.brief.has(o.get("rough", "")) else 1
        height = LINES[o.get("line", "hills")](stage, stage.roll(name), near)
        n = int(w / (8 if stage.detail > 1 else 12)) + 1
        ridge = [
            (x, level + height(x) * size) for x in (w * k / n for k in range(n + 1))
        ]
        behind, sown = o.get("behind", False), o.get("grow", ())
        for one in sown if behind else ():
            grow(stage, ridge, near, words, {**one, "on": name})
        haze = f"{o.get('haze', 0.2) * (1 - near):.2f}"
        top, foot = (
            stage.colour(said.replace("ground", words).replace("far", haze))
            for said in (o.get("top", "ground"), o.get("foot", FOOT))
        )
        if "shadow" in o:
            over = [(x, y - 26) for x, y in ridge]
            canvas.fill([[*over, *ridge[::-1]]], stage.palette.ink, 0.16, soft=14)
        peak, deep = min(y for _, y in ridge), level + h * o.get("deep", 0.22)
        canvas.ground(ridge, down(peak, deep, top, foot), o.get("alpha", 1.0))
        if "edge" in o:
            EDGES[o["edge"]](stage, ridge, near, words)
        for one in sown:
            if not behind or one.get("before"):
                grow(stage, ridge, near, words, {**one, "on": name + "."})
        if near < 0.9 and stage.detail and "mist" in o:
            veil = {"y": (level + 50) / h, "thick": o.get("thick", 80)}
            mist(stage, {**veil, "alpha": o["mist"] * (1 - near)})


def hills(stage: Stage, roll: Roll, near: float) -> Height:
    """An outline that rolls; farther ones (``near`` towards 0) roll more often."""
    hills, fine, wide = wave(roll, 2, 0.4), wave(roll, 3, 0.6), 0.9 - 0.3 * near
    return lambda x: wave_at(hills, x / 1000 * wide) + wave_at(fine, x / 200) * 0.05


def dunes(stage: Stage, roll: Roll, near: float) -> Height:
    """An outline in long, smooth swings without detail."""
    terms, wide = wave(roll, 2, 0.35), 1.0 - 0.35 * near
    return lambda x: wave_at(terms, x / 1000 * wide)


def swell(stage: Stage, roll: Roll, near: float) -> Height:
    """Rounded troughs that meet in crests, like a row of bows."""
    length = roll.uniform(250, 330) * (0.6 + 0.7 * near)
    start = roll.random() * length + length * 0.12 * stage.beat()
    lift = wave(roll, 3)

    def height(x: float) -> float:
        bow = (x + start + 40 * wave_at(lift, x / 900)) / length
        trough = abs(math.sin(math.pi * bow)) ** 0.8
        crest = math.pow(1 - trough, 1.2)
        return -(1.1 + 0.5 * wave_at(lift, x / 1300 + 0.4)) * crest

    return height


def silk(stage: Stage, roll: Roll, near: float) -> Height:
    """Ribbons that flow alike, as the prompt has it."""
    terms = wave(stage.always("flow"), 2, 0.5)
    along = stage.roll("flow").random() + near * 0.5 + 0.02 * stage.beat()
    return lambda x: wave_at(terms, x / 1000 * 0.9 + along)


def shore(stage: Stage, roll: Roll, near: float) -> Height:
    """A beach that slopes to one side."""
    lean = -3.3 if stage.always("side").chance(0.5) else 3.3
    terms, wide = wave(roll, 2), stage.size[0]
    return lambda x: x / wide * lean + wave_at(terms, x / wide * 0.8)


LINES = {line.__name__: line for line in (hills, dunes, swell, silk, shore)}


def _lee(stage: Stage, ridge: Outline, near: float, words: str) -> None:
    """The dark side of a dune, from each crest down, away from the sun."""
    roll, dark = stage.roll(f"lee {near:.2f}"), shade(stage.colour(words), 0.13)
    side = -1 if stage.agreed["sun"][0] > stage.size[0] / 2 else 1
    for (_, before), (x, y), (_, after) in zip(
        ridge, ridge[1:], ridge[2:], strict=False
    ):
        if not before > y <= after:
            continue
        reach = side * (200 + 300 * near) * roll.uniform(0.8, 1.2)
        deep = (90 + 230 * near) * roll.uniform(0.8, 1.1)
        line = [p for p in ridge[::side] if 0 <= (p[0] - x) * side <= abs(reach)]
        bend = ((0, 0), (0.05, 0.22), (-0.07, 0.5), (0.18, 0.8), (0.5, 1.0))
        edge = smooth([(x + reach * a, y + deep * b) for a, b in bend])
        back = smooth([edge[-1], (x + reach * 0.85, y + deep * 0.7), line[-1]], 6)
        fade = ((0.0, dark, 0.95), (0.55, dark, 0.72), (1.0, dark, 0.0))
        paint = Linear((x, y), (x + reach * 0.35, y + deep), fade)
        stage.canvas.fill([[*line, *back[::-1], *edge[::-1]]], paint)


def _foam(stage: Stage, ridge: Outline, near: float, words: str) -> None:
    """A crest that catches the light, with foam blown off it."""
    roll, far = stage.roll(f"foam {near:.2f}"), stage.colour(FAR)
    if stage.detail:
        crest = [(x, y + 3 + 5 * near) for x, y in ridge]
        bow = [(x, y + (4 + 7 * near) * abs(math.sin(x / 97))) for x, y in crest]
        stage.canvas.fill([[*crest, *bow[::-1]]], mix(far, WHITE, 0.5), 0.3)
    dots, dashes = [], []
    for _ in range(stage.count(0, 0, 46, 90, 150)):
        x, y = roll.pick(ridge)
        r, half = 1 + 2.6 * near * roll.random(), roll.uniform(14, 44) * (0.4 + near)
        dots.append(diamond(x + roll.around(0, 10), y + roll.around(4, 7), r, r))
        y += roll.uniform(14, 50) * (0.4 + near)
        dashes.append(diamond(x, y, half, 1.4 + near))
    white = mix(WHITE, stage.palette.horizon, 0.15)
    stage.canvas.fill(dots, white, 0.6)
    stage.canvas.fill(dashes, white, 0.16)


def _rim(stage: Stage, ridge: Outline, near: float, words: str) -> None:
    if stage.detail:
        stage.canvas.stroke([ridge], tint(stage.colour(words), 0.3), 1.8, 0.7)


EDGES = {"lee": _lee, "foam": _foam, "rim": _rim}
FAR = "mix(horizon,water0,0.5)"
"""Water in the distance: it shows the light of the sky, nearer by its depth."""


def water(stage: Stage, o: dict[str, Any]) -> None:
    """From a level to the lower edge, with glitter under the sun."""
    (w, h), palette = stage.size, stage.palette
    words = (FAR, "mix(water0,sky0,0.35)", "water1", "water2")
    tones = [stage.colour(one) for one in words]
    level = stage.agreed["horizon"] + (h - stage.agreed["horizon"]) * o.get("y", 0)
    stage.canvas.ground([(0, level), (w, level)], down(level, h, *tones))
    roll, sun_x = stage.roll("glitter"), stage.agreed["sun"][0]
    light: list[Outline] = []
    dim: list[Outline] = []
    for _ in range(stage.count(*o.get("count", (16, 46, 110, 170, 260)))):
        t, path = roll.random() ** 1.35, roll.chance(0.62)
        x = roll.gauss(sun_x, 24 + 92 * t) if path else roll.random() * w
        x += 8 * stage.beat(t * 3)
        y, length = level + 5 + (h - level) * t * 0.92, roll.uniform(14, 60)
        shape = diamond(x, y, length * (0.4 + 1.3 * t), 1.0 + 3.4 * t)
        (light if path else dim).append(shape)
    stage.canvas.fill(light, mix(palette.sun, palette.horizon, 0.2), 0.72)
    stage.canvas.fill(dim, mix(tones[0], WHITE, 0.15), 0.26)
