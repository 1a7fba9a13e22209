"""Artwork set into a scene: sown on a ridge, in a range, in rows, on plots, in tiles."""

import math
from dataclasses import replace
from typing import Any

from playground.simulator.painter import figures
from playground.simulator.painter.artwork import data
from playground.simulator.painter.dice import wave, wave_at
from playground.simulator.painter.elements.sky import mist
from playground.simulator.painter.shapes import Place, Point, Shape
from playground.simulator.painter.stage import Stage, way

LEAVES: dict[str, Any] = data("palettes", "leaves")
LIGHTS: dict[str, dict[str, str]] = data("palettes", "lights")
"""Of windows, by palette: some are lit, many at night, coloured in neon."""


def grow(
    stage: Stage, line: Shape, near: float, colour: str, o: dict[str, Any]
) -> None:
    """Plants along a ridge: larger in front, in a number that quality makes larger."""
    low, high = o.get("near", (0, 1))
    if not low <= near <= high:
        return
    roll = stage.roll(f"{o['art'][0]} {o['on']}")
    groves = wave(roll, 3) if o.get("groves") else None
    far, close = o["size"]
    size = far + (close - far) * near**1.4
    number = stage.size[0] / 1000 * stage.by_detail(o["number"])
    haze = o.get("haze", 0.1) * (1 - near)
    tones = o.get("tones", [o.get("tone", "land3")])
    if tones == ["leaves"]:
        # Of the season that the words name, else that of the palette.
        said = (one for one in LEAVES if stage.brief.has(LEAVES[one]["when"]))
        tones = LEAVES.get(next(said, stage.palette.name), LEAVES["green"])["tones"]
    spots = []
    for _ in range(round(number * (1 - o.get("thinning", 0) * near))):
        x, y = roll.pick(line)
        x += roll.around(0, 8)
        if groves and wave_at(groves, x / 800) < roll.uniform(-0.2, 0.55):
            continue
        y += roll.random() * o.get("deep", 40) * (0.2 + near) + o.get("sink", 3)
        turn = roll.around(0, o.get("turn", 2))
        turn += o.get("sway", 0) * stage.beat(x / 90 / math.tau)
        place = Place((x, y), size * roll.uniform(0.65, 1.2), turn, roll.chance(0.5))
        tone = roll.pick(tones).replace("ground", colour)
        spots.append((roll.pick(o["art"]), place, f"mix({tone},horizon,{haze:.2f})"))
    figures.sow(stage, sorted(spots, key=lambda spot: spot[1].at[1]))


def spread(stage: Stage, o: dict[str, Any]) -> None:
    """A range along the horizon: one is the tallest, the others keep their distance."""
    roll, base = stage.roll(o["name"]), stage.agreed["horizon"] + o.get("sink", 0)
    width, height = stage.size
    tall = height * o["tall"] * stage.always("tall").uniform(0.85, 1.1)
    number = max(o.get("least", 2), round(width / o["apart"]))
    order = list(range(number))
    roll.shuffle(order)
    chief, flip = roll.pick(order), stage.agreed["sun"][0] > width / 2
    for k in order:
        x = width * (k + roll.uniform(0.2, 0.8)) / number
        size = tall * (1.0 if k == chief else roll.uniform(0.5, 0.82))
        place = Place((x, base), size, flip=flip)
        figures.draw(stage, roll.pick(o["art"]), place, o.get("roles"))


def stand(stage: Stage, o: dict[str, Any]) -> None:
    """Artwork that stands (or hangs) somewhere: x from the middle, y in the height."""
    art = o["art"] if isinstance(o["art"], str) else stage.always("art").pick(o["art"])
    (w, h), short, floor = stage.size, stage.short, stage.agreed["floor"]
    roll, reach = stage.roll(f"stand {art}"), short if o.get("close") else w
    side = -1 if o.get("sides") and stage.always("side").chance(0.5) else 1
    for k in range(stage.count(*o.get("count", (1,)))):
        x = w / 2 + side * reach * (o.get("x", 0) + roll.around(0, o.get("free", 0.02)))
        y = h * (o.get("y", 0.5) + k * o.get("step", 0))
        y = floor + (h - floor) * o["floor"] if "floor" in o else y
        y = floor - short * o["hang"] if "hang" in o else y
        size = short * o["size"] * roll.around(1, o.get("vary", 0.05))
        flip = (side > 0) == o.get("inward", False)
        place = Place((x, y), size, roll.around(0, o.get("tilt", 0)), flip)
        figures.draw(stage, art, place, o.get("roles"))


def rows(stage: Stage, o: dict[str, Any]) -> None:
    """Rows of houses along the horizon, the nearest row last, mist between them."""
    base, width = stage.agreed["horizon"], stage.size[0]
    count = stage.count(*o["count"])
    walls, mixed, (low, high) = list(o["walls"]), o.get("mixed", False), o["tall"]
    if mixed:
        stage.always("walls").shuffle(walls)
    for i in range(count):
        near = i / (count - 1) if count > 1 else 1.0
        roll = stage.roll(f"row {near:.2f}")
        # What is far behind the mist shows no more than it must.
        seen = replace(stage, detail=min(stage.detail, round(near * 8)))
        x, k = -roll.uniform(0, 120), roll.randrange(len(walls))
        while x < width:
            k, art = k + 1, roll.pick(o["art"])
            middle = abs(x / width - stage.always("downtown").uniform(0.35, 0.65))
            slope = 1.2 - o["slope"] * max(middle, near / 2)
            size = base * roll.uniform(low, high) * slope
            wide = data(f"pictures/{art}").get("wide", 1000) * size / 1000
            wall = walls[k % len(walls)] if mixed else way(walls, near)
            wall = f"mix({wall},land3,0.5)" if mixed and stage.palette.dark else wall
            foot = f"mix({wall},horizon,{0.4 * (1 - near):.2f})"
            place = Place((x + wide * o.get("anchor", 0.5), base), size)
            roles = {"wall": wall, "foot": foot, **LIGHTS.get(stage.palette.name, {})}
            figures.draw(seen, art, place, roles)
            x += wide + (roll.uniform(2, 26) if roll.chance(o.get("gaps", 0)) else 0)
        if near < 1 and stage.detail:
            veil = {"y": (base - 30) / stage.size[1], "thick": 190}
            mist(stage, {**veil, "alpha": 0.34 * (1 - near)})


def plots(stage: Stage, o: dict[str, Any]) -> None:
    """Isometric: a square of plots on a slab, drawn from the back to the front."""
    worlds = [world for world in o["worlds"] if stage.brief.has(world.get("when", ""))]
    said = (worlds or o["worlds"])[0 if worlds else -1]
    n, roll = stage.count(*said["plots"]), stage.roll("plots")
    (w, h), slab = stage.size, stage.short * 0.88
    tile, middle = slab / math.sqrt(3) / n, Place((w / 2, h / 2), slab)
    figures.draw(stage, "iso-slab", middle, said.get("roles"))

    def at(x: float, y: float) -> Point:
        return middle.point((x - y) * 500 / n, (x + y) * 289 / n - 202)

    k = n // 2 - (1 - n % 2)
    if stage.detail and said.get("paths", True):
        for a, b, c, d in ((k + 0.36, 0, k + 0.64, n), (0, k + 1.06, n, k + 1.34)):
            path = [at(a, b), at(c, b), at(c, d), at(a, d)]
            stage.canvas.fill([path], stage.colour(o["way"]))
    for x, y in sorted(((x, y) for x in range(n) for y in range(n)), key=sum):
        chief = (x, y) == (k, k)
        art = said["chief"] if chief else roll.pick(said["art"])
        wall = "accent" if chief else roll.pick(("accent", "second", "land1"))
        if art and (chief or (x, y) not in ((k, k + 1), (k + 1, k))):
            size = tile * 2 * (1.0 if chief else roll.uniform(0.84, 1.0))
            place = Place(at(x + 0.5, y + 0.5), size)
            figures.draw(stage, art, place, {"roof": wall, "wall": wall})


def circles(stage: Stage, o: dict[str, Any]) -> None:
    """Overlapping transparent discs, like coloured film."""
    (w, h), tones = stage.size, shuffled(stage, o)
    number = stage.count(5, 7, 9, 12, 15)
    start = stage.always("turn").random() * math.tau
    for i in range(number):
        roll = stage.roll(f"circle {i}")
        turn, reach = start + i * 2.4, 0.5 * math.sqrt((i + 0.4) / number)
        x = w / 2 + math.cos(turn) * (w - 500) * reach + roll.around(0, 24)
        y = h / 2 + math.sin(turn) * (h - 500) * reach + roll.around(0, 24)
        y += 10 * stage.beat(i / number)
        size = roll.uniform(200, 480) * (1.15 if i < 3 else 0.8)
        tone = {"tone": tones[i % len(tones)]}
        for art in ("film",) if i % 3 else ("film", "rings"):
            figures.draw(stage, art, Place((x, y), size), tone)


def tiles(stage: Stage, o: dict[str, Any]) -> None:
    """A grid of quarter circles, discs, stripes and triangles."""
    (w, h), size = stage.size, 1000 / stage.count(3, 4, 5, 6, 8)
    columns, lines = math.ceil(w / size - 0.01), math.ceil(h / size - 0.01)
    left, top = (w - columns * size) / 2, (h - lines * size) / 2
    colours, roll = [*shuffled(stage, o), "paper"], stage.roll("tiles")
    for j in range(lines):
        for i in range(columns):
            chosen = zip(
                ("front", "back", "third"), roll.sample(colours, 3), strict=True
            )
            at = (left + (i + 0.5) * size, top + (j + 0.5) * size)
            place = Place(at, size, 90 * roll.randrange(4))
            figures.draw(stage, f"tile-{roll.randrange(6) + 1}", place, dict(chosen))


def shuffled(stage: Stage, o: dict[str, Any]) -> list[str]:
    """Colours that go together, in an order that belongs to the prompt."""
    tones = list(o["colours"])
    stage.always("tones").shuffle(tones)
    return tones
