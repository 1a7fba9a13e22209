"""Artwork set into a scene: sown on a ridge, spread along the horizon, put together."""

import math
from typing import Any

from playground.simulator.painter import figures
from playground.simulator.painter.dice import Roll, wave, wave_at
from playground.simulator.painter.figures import Place, Roles
from playground.simulator.painter.paint import Shape
from playground.simulator.painter.palettes import COLOURS, shade
from playground.simulator.painter.shapes import ellipse, placed, smooth, tapered
from playground.simulator.painter.stage import Stage


def grow(
    stage: Stage, line: Shape, near: float, colour: str, o: dict[str, Any]
) -> None:
    """Plants along a ridge: larger in front, in a number that quality makes larger."""
    low, high = o.get("near", (0, 1))
    if not low <= near <= high:
        return
    roll, groves = stage.roll(f"{o['art'][0]} {o['on']}"), None
    if o.get("groves"):
        groves = wave(roll, 3)
    far, close = o["size"]
    size = far + (close - far) * near**1.4
    number = stage.width / 1000 * stage.by_detail(o["number"])
    haze = o.get("haze", 0.1) * (1 - near)
    tones = _seasonal(stage, o.get("tones", [o.get("tone", "land3")]))
    spots = []
    for _ in range(round(number * (1 - o.get("thinning", 0) * near))):
        x, y = roll.pick(line)
        x += roll.around(0, 8)
        if groves and wave_at(groves, x / 800) < roll.uniform(-0.2, 0.55):
            continue
        y += roll.random() * o.get("deep", 40) * (0.2 + near) + o.get("sink", 3)
        turn = roll.around(0, o.get("turn", 2))
        turn += o.get("sway", 0) * math.sin(math.tau * stage.phase + x / 90)
        place = Place((x, y), size * roll.uniform(0.65, 1.2), turn, roll.chance(0.5))
        tone = roll.pick(tones).replace("ground", colour)
        spots.append((roll.pick(o["art"]), place, f"mix({tone},horizon,{haze:.2f})"))
    figures.sow(stage, sorted(spots, key=lambda spot: spot[1].at[1]))


SEASONS = {
    "autumn": ["#d9652b", "#e8a23a", "#b93e2c", "#c98a3a"],
    "spring": ["#f2a7bd", "#f7c6d3", "#e88aa6", "#8fc48a"],
}


def _seasonal(stage: Stage, tones: list[str]) -> list[str]:
    """Leaves of the season, where that is what the tones ask for."""
    if tones != ["leaves"]:
        return tones
    season = (
        "spring" if stage.brief.has("blossom cherry sakura") else stage.palette.name
    )
    season = "autumn" if stage.brief.has("autumn fall october") else season
    return SEASONS.get(season, ["mix(ground,#5fa564,0.35)", "shade(ground,0.03)"])


def spread(stage: Stage, o: dict[str, Any]) -> None:
    """A range along the horizon: one is the tallest, the others keep their distance."""
    roll, base = stage.roll(o["name"]), stage.agreed["horizon"] + o.get("sink", 0)
    tall = stage.height * o["tall"] * stage.always("tall").uniform(0.85, 1.1)
    number = max(o.get("least", 2), round(stage.width / o["apart"]))
    order = list(range(number))
    roll.shuffle(order)
    chief, flip = roll.pick(order), stage.agreed["sun"][0] > stage.width / 2
    for k in order:
        x = stage.width * (k + roll.uniform(0.2, 0.8)) / number
        size = tall * (1.0 if k == chief else roll.uniform(0.5, 0.82))
        place = Place((x, base), size, flip=flip)
        figures.draw(stage, roll.pick(o["art"]), place, o.get("roles"))


def stand(stage: Stage, o: dict[str, Any]) -> None:
    """Artwork that stands (or hangs) somewhere: x from the middle, y in the height."""
    art = o["art"] if isinstance(o["art"], str) else stage.always("art").pick(o["art"])
    roll, short = stage.roll(f"stand {art}"), min(stage.width, stage.height)
    side = -1 if o.get("sides") and stage.always("side").chance(0.5) else 1
    reach = short if o.get("close") else stage.width
    for k in range(stage.count(*o.get("count", (1,)))):
        x = o.get("x", 0) + roll.around(0, o.get("free", 0.02))
        x = stage.width / 2 + side * reach * x
        y = stage.height * (o.get("y", 0.5) + k * o.get("step", 0))
        floor = stage.agreed["floor"]
        y = floor + (stage.height - floor) * o["floor"] if "floor" in o else y
        y = floor - short * o["hang"] if "hang" in o else y
        size = short * o["size"] * roll.around(1, o.get("vary", 0.05))
        if "shadow" in o:
            shadow(stage, x, y, size * o["shadow"])
        flip = (side > 0) == o.get("inward", False)
        place = Place((x, y), size, roll.around(0, o.get("tilt", 0)), flip)
        figures.draw(stage, art, place, o.get("roles"))


def shadow(stage: Stage, x: float, y: float, reach: float, alpha: float = 0.3) -> None:
    """The soft shadow under a thing that stands on something."""
    wide, ink = ellipse(x, y, reach, reach * 0.16), stage.palette.ink
    core = ellipse(x, y, reach * 0.72, reach * 0.08)
    stage.canvas.fill([wide], ink, alpha, soft=max(6.0, reach * 0.1))
    stage.canvas.fill([core], ink, alpha * 0.8, soft=max(3.0, reach * 0.04))


def bouquet(stage: Stage, place: Place, roles: Roles, roll: Roll) -> None:
    """Stems that fan out of a vase, each with its flower (or its leaf)."""
    s, (x, y), green = place.size, place.at, "mix(land2,#4d8f5c,0.7)"
    foot, rim, stems = y + s * 0.5, y + s * 0.15, stage.count(5, 7, 9, 11, 13)
    petals, heads = ("accent", "second", "tint(accent,0.2)"), []
    stalk = shade(stage.colour(green), 0.05)
    for k in range(stems):
        t = (k + 0.5) / stems * 2 - 1
        out = t * 0.4 + roll.around(0, 0.03)
        out += 0.012 * (k % 3) * math.sin(math.tau * stage.phase)
        high = 0.42 - 0.2 * abs(t) ** 1.5 - roll.uniform(0, 0.14)
        tip = (x + s * out, y - s * high)
        line = smooth(
            [(x + s * t * 0.05, rim + 10), (x + s * out * 0.45, y - s * 0.08), tip]
        )
        stage.canvas.fill([tapered(line, s * 0.014, s * 0.009)], stalk)
        tone = {"leaf": f"tint({green},{roll.uniform(0, 0.12):.2f})"}
        turn = math.copysign(roll.uniform(50, 80), t)
        leaf = Place(line[len(line) // 2], s * roll.uniform(0.12, 0.2), turn)
        figures.draw(stage, "leaf", leaf, tone)
        heads.append((tip, t, {**tone, "petal": petals[k % 3]}))
    for tip, t, tone in heads:
        size, turn = s * roll.uniform(0.17, 0.23), t * 50 + roll.around(0, 8)
        figures.draw(stage, roles["flower"], Place(tip, size, turn), tone)
    named = stage.brief.colour_of("vase pot jug")
    pot = {"pot": f"#{COLOURS[named]}" if named else "mix(land2,paper,0.06)"}
    vase = stage.always("vase").pick(("vase-1", "vase-2", "vase-3"))
    figures.draw(stage, vase, Place((x, foot), s / 2), pot)


def branch(stage: Stage, place: Place, roles: Roles, roll: Roll) -> None:
    """A botanical plate: one branch with its leaves and fruit."""
    s, tall = place.size, min(place.size * 1.05, stage.height * 0.74)
    bark, sway = "mix(ink,#8a6a4c,0.6)", 0.01 * math.sin(math.tau * stage.phase)
    bend = (
        (0.16, 0.5),
        (0.02, 0.22),
        (-0.03, -0.08),
        (0.08 + sway, -0.34),
        (0.02, -0.48),
    )
    curve = [(s * a, tall * b) for a, b in bend]
    spine = smooth(placed(curve, *place.at, 1, place.turn, flip=place.flip), 12)
    stage.canvas.fill([tapered(spine, s * 0.03, s * 0.008)], stage.colour(bark))
    nodes = stage.count(7, 9, 12, 14, 16)
    for k in range(nodes + 1):
        t, side = min(1.0, (k + 0.6) / nodes), 1 if k % 2 else -1
        at = spine[min(len(spine) - 1, int(t * len(spine)))]
        if "fruit" in roles and k % 4 == 1:
            hung = Place(at, s / 3, roll.around(0, 6), side < 0)
            figures.draw(stage, roles["art"], hung, {**roles, "bark": bark})
        size = s * roll.uniform(0.26, 0.37) * (1.1 - 0.5 * t)
        turn = roll.around(0, 9) + (side * (74 - 42 * t) if k < nodes else 0)
        tone = f"tint(mix(land2,#5a8f56,0.62),{roll.uniform(0, 0.2):.2f})"
        figures.draw(stage, "leaf", Place(at, size, turn), {"leaf": tone})


ARRANGED = {"bouquet": bouquet, "branch": branch}
"""Heroes that are put together from several pictures."""
