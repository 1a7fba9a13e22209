"""Towns: houses side by side in rows, and a little isometric world of blocks."""

import math
from dataclasses import replace
from typing import Any

from playground.simulator.painter import figures
from playground.simulator.painter.artwork import artwork
from playground.simulator.painter.elements.sky import mist
from playground.simulator.painter.figures import Place
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.shapes import Outline
from playground.simulator.painter.stage import Stage, way

COS, SIN = math.cos(math.radians(30)), 0.5


def rows(stage: Stage, o: dict[str, Any]) -> None:
    """Rows of houses along the horizon, the nearest row last, mist between them."""
    base, count = stage.agreed["horizon"], stage.count(*o["count"])
    walls = list(o["walls"])
    if o.get("mixed"):
        stage.always("walls").shuffle(walls)
    for i in range(count):
        near = i / (count - 1) if count > 1 else 1.0
        roll = stage.roll(f"row {near:.2f}")
        # What is far behind the mist shows no more than it must.
        seen = replace(stage, detail=min(stage.detail, round(near * 8)))
        x, k = -roll.uniform(0, 120), roll.randrange(len(walls))
        low, high = o["tall"]
        while x < stage.width:
            k += 1
            art = roll.pick(o["art"])
            middle = abs(x / stage.width - stage.always("downtown").uniform(0.35, 0.65))
            size = (
                base
                * roll.uniform(low, high)
                * (1.2 - o["slope"] * max(middle, near / 2))
            )
            wide = artwork(art).wide * size / 1000
            wall = walls[k % len(walls)] if o.get("mixed") else way(walls, near)
            wall = (
                f"mix({wall},land3,0.5)"
                if o.get("mixed") and stage.palette.dark
                else wall
            )
            roles = {
                "wall": wall,
                "foot": f"mix({wall},horizon,{0.4 * (1 - near):.2f})",
            }
            place = Place((x + wide * o.get("anchor", 0.5), base), size)
            figures.draw(seen, art, place, {**roles, **_lights(stage)})
            x += wide + (roll.uniform(2, 26) if roll.chance(o.get("gaps", 0)) else 0)
        if near < 1 and stage.detail:
            veil = {"y": (base - 30) / stage.height, "thick": 190}
            mist(stage, {**veil, "alpha": 0.34 * (1 - near)})


def _lights(stage: Stage) -> dict[str, str]:
    """Lit windows by the time of day: some, many at night, coloured in neon."""
    if stage.palette.name == "neon":
        return {"lit": "accent", "lamp": "sun"}
    night = stage.palette.dark or stage.palette.name in ("sunset", "dusk")
    return {"lamp": "mix(#ffdf9a,sun,0.35)"} if night else {}


def plots(stage: Stage, o: dict[str, Any]) -> None:
    """Isometric: a square of plots on a slab, drawn from the back to the front."""
    worlds = [world for world in o["worlds"] if stage.brief.has(world.get("when", ""))]
    said = (worlds or o["worlds"])[0 if worlds else -1]
    n, roll, canvas = stage.count(*said["plots"]), stage.roll("plots"), stage.canvas
    tile = min(stage.width, stage.height) * 0.88 / (2 * COS * n)
    left, top = stage.width / 2, stage.height / 2 - n * tile * SIN + tile * 0.6

    def face(*corners: tuple[float, float, float]) -> Outline:
        return [
            (left + (x - y) * COS * tile, top + (x + y) * SIN * tile - z * tile)
            for x, y, z in corners
        ]

    if not stage.cutout:
        under = face((0, 0, -0.7), (n, 0, -0.7), (n + 0.3, n + 0.3, -0.7), (0, n, -0.7))
        canvas.fill([under], stage.palette.ink, 0.22, soft=24)
    for words, low in ((o["soil"], -0.6), (said.get("grass", o["grass"]), -0.14)):
        tone, out = stage.colour(words), n
        near = face((0, out, 0), (out, out, 0), (out, out, low), (0, out, low))
        side = face((out, 0, 0), (out, out, 0), (out, out, low), (out, 0, low))
        lid = face((0, 0, 0), (out, 0, 0), (out, out, 0), (0, out, 0))
        canvas.fill([near], shade(tone, 0.07))
        canvas.fill([side], shade(tone, 0.16))
        canvas.fill([lid], tint(tone, 0.07))
    k = n // 2 - (1 - n % 2)
    if stage.detail and said.get("paths", True):
        for a, b, c, d in ((k + 0.36, 0, k + 0.64, n), (0, k + 1.06, n, k + 1.34)):
            way_ = face((a, b, 0), (c, b, 0), (c, d, 0), (a, d, 0))
            canvas.fill([way_], stage.colour(o["way"]))
    for x, y in sorted(((x, y) for x in range(n) for y in range(n)), key=sum):
        chief = (x, y) == (k, k)
        art = said["chief"] if chief else roll.pick(said["art"])
        wall = "accent" if chief else roll.pick(("accent", "second", "land1"))
        if art and (chief or (x, y) not in ((k, k + 1), (k + 1, k))):
            size = tile * 2 * (1.0 if chief else roll.uniform(0.84, 1.0))
            place = Place(face((x + 0.5, y + 0.5, 0))[0], size)
            figures.draw(stage, art, place, {"roof": wall, "wall": wall})
