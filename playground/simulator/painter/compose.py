"""Puts a picture together: the scene layer by layer, the hero, the weather."""

import math
from dataclasses import replace
from typing import Any

from playground.simulator.painter import printed
from playground.simulator.painter.artwork import data
from playground.simulator.painter.brief import SUBJECTS, Brief
from playground.simulator.painter.colour import WHITE, mix
from playground.simulator.painter.dice import Dice
from playground.simulator.painter.elements import ELEMENTS
from playground.simulator.painter.elements.plants import shadow
from playground.simulator.painter.heroes import Hero, hero_for
from playground.simulator.painter.shapes import Outline, ellipse, rounded
from playground.simulator.painter.stage import Stage

SCENES: dict[str, dict[str, Any]] = data("scenes")
OUTDOORS = "leaves leaf meadow grass garden park snow outdoors field"
CLOSE = "pattern seamless wallpaper repeat"


def plan(brief: Brief, dice: Dice) -> tuple[Hero | None, str]:
    """The hero and the scene that the words ask for; either may be empty."""
    if "isometric" in brief.styles:
        return None, "isometric"
    if brief.has("abstract bauhaus geometric"):
        return None, "abstract"
    scenes = [s for s in brief.subjects if s in SCENES]
    if scenes[:1] == ["space"] and len(scenes) > 1 and scenes[1] != "abstract":
        # A planet over the sea: the landscape is the scene, its sky holds the planet.
        scenes = scenes[1:]
    return hero_for(brief, dice.stable("hero")), scenes[0] if scenes else ""


def suited_palettes(brief: Brief, dice: Dice) -> list[str]:
    hero, scene = plan(brief, dice)
    if hero and not scene:
        return list(SUBJECTS[hero.name]["palettes"])
    return list(SCENES[scene or "abstract"]["palettes"])


def cuts_itself(brief: Brief, dice: Dice) -> bool:
    """Whether the picture has a subject that stands free, without its surroundings."""
    hero, scene = plan(brief, dice)
    free = SCENES[scene].get("free", False) if scene else False
    return bool(hero) or free or "icon" in brief.subjects


def vignette(stage: Stage) -> Outline:
    """The shape that a landscape is cut to where the background is to be clear."""
    w, h = stage.width, stage.height
    side, kind = min(w, h), stage.always("vignette").randrange(2)
    if kind == 0 and 0.8 < w / h < 1.25:
        return ellipse(w / 2, h / 2, side * 0.47)
    edge = side * 0.035
    return rounded(edge, edge, w - edge, h - edge, side * 0.16)


def compose(stage: Stage) -> None:
    hero, scene = plan(stage.brief, stage.dice)
    if "icon" in stage.brief.subjects:
        printed.icon(stage, hero)
    elif hero and stage.brief.has(CLOSE):
        _pattern(stage, hero)
    elif stage.cutout and hero:
        side = min(stage.width, stage.height)
        hero.draw(stage, stage.width / 2, stage.height / 2, side * 0.8)
    else:
        if hero and not scene:
            outside = hero.home == "studio" and stage.brief.has(OUTDOORS)
            scene = "at home: " + ("outdoors" if outside else hero.home)
        play(stage, SCENES[scene or "abstract"], hero)
        weather(stage)
        if "poster" in stage.brief.subjects and not stage.cutout:
            printed.frame(stage)


def play(stage: Stage, scene: dict[str, Any], hero: Hero | None) -> None:
    """Draws a scene's layers from the back to the front, the hero in its place."""
    low, high = scene.get("horizon", (1, 1))
    stage.agreed["horizon"] = stage.height * stage.always("horizon").uniform(low, high)
    stage.agreed["sun"] = (stage.width * 0.5, stage.agreed["horizon"] * 0.5)
    stage.agreed["floor"] = stage.height * 0.84
    options = scene.get("one of")
    layers = scene["layers"]
    if options:
        wanted = [o for o in options if stage.brief.has(o.get("when", ""))]
        layers = stage.always("option").pick(wanted or options)["layers"]
    shown = False
    for number, layer in enumerate(layers):
        if not _wanted(stage, layer, number):
            continue
        if layer["do"] == "hero":
            shown = True
            if hero:
                _stand(stage, hero, layer)
        else:
            ELEMENTS[layer["do"]](stage, layer)
    if hero and not shown:
        _stand(stage, hero, {})


def _wanted(stage: Stage, layer: dict[str, Any], number: int) -> bool:
    brief = stage.brief
    if stage.detail < layer.get("from", 0) or (stage.cutout and not layer.get("alone")):
        return False
    if "when" in layer and brief.has(layer["when"]):
        return True
    if "unless" in layer and brief.has(layer["unless"]):
        return False
    if "dark" in layer and layer["dark"] != stage.palette.dark:
        return False
    chance = layer.get("chance", 0.0 if "when" in layer else 1.0)
    return stage.always(f"layer {number}").chance(chance)


def _stand(stage: Stage, hero: Hero, o: dict[str, Any]) -> None:
    """The hero where the scene says, else where one of its kind stands in a landscape."""
    w, h, side = stage.width, stage.height, min(stage.width, stage.height)
    roll = stage.roll("hero place")
    if "y" in o:
        x, y = w * (0.5 + roll.around(0, 0.03)), h * o["y"] + roll.around(0, 12)
        size = side * o["size"]
    else:
        x = w * roll.around(stage.always("hero side").pick((0.34, 0.5, 0.66)), 0.05)
        size = {"air": 0.36, "water": 0.38, "deep": 0.3}.get(hero.home, 0.5)
        size = side * o.get("size", size)
        y = h * 0.3 if hero.home == "air" else h * 0.95 - size / 2
        if hero.home == "water":
            level = stage.agreed["horizon"]
            y = level + (h - level) * hero.said.get("swims", 0.36) - size * 0.36
    if "floor" in o:
        y = stage.agreed["floor"] + side * o["floor"] - size / 2
    if hero.home in ("studio", "ground") and o.get("shadow", True):
        shadow(stage, x, y + size * 0.49, size * 0.36)
    for k in range(stage.count(*hero.said.get("others", (0,)))):
        spot = (w * roll.random(), h * roll.uniform(0.1, 0.6))
        hero.draw(stage, *spot, roll.uniform(0.1, 0.3) * size / (1 + k * 0.1))
    hero.draw(stage, x, y, size)


def _pattern(stage: Stage, hero: Hero) -> None:
    """The hero again and again, every second row shifted."""
    w, h, palette = stage.width, stage.height, stage.palette
    if not stage.cutout:
        stage.canvas.wash(mix(palette.sky[-2], palette.paper, 0.35))
    step = 1000 / stage.count(3, 3, 4, 4, 5)
    dots = []
    for row in range(-1, math.ceil(h / step) + 1):
        for column in range(-1, math.ceil(w / step) + 1):
            x = (column + (0.75 if row % 2 else 0.25)) * step
            hero.draw(replace(stage, cutout=True), x, (row + 0.5) * step, step * 0.62)
            dots.append(ellipse(x + step / 2, (row + 0.5) * step, step * 0.026))
    stage.canvas.fill(dots, palette.accent, 0.8)


def weather(stage: Stage) -> None:
    """What falls and drifts over a finished scene: mist, rain, snow."""
    if stage.cutout or not stage.brief.weather:
        return
    roll, w, h = stage.roll("weather"), stage.width, stage.height
    if "fog" in stage.brief.weather:
        for k in range(3):
            veil = {"y": 0.5 + 0.17 * k, "thick": h * 0.2, "alpha": 0.3}
            ELEMENTS["mist"](stage, veil)
    drops, flakes = [], []
    for _ in range(int(w / 1000 * stage.count(50, 120, 220, 310, 420))):
        x, y = roll.random() * w * 1.1, roll.random() + stage.phase
        size = roll.random()
        long = 16 + 36 * size
        drops.append([(x, y % 1 * h), (x - long * 0.22, y % 1 * h + long)])
        drift = 12 * math.sin(math.tau * stage.phase)
        flakes.append(ellipse(x + drift, y % 1 * h, 1.4 + 5.0 * size**3))
    if "rain" in stage.brief.weather:
        stage.canvas.stroke(drops, mix(WHITE, stage.palette.sky[1], 0.3), 1.8, 0.42)
    if "snow" in stage.brief.weather:
        stage.canvas.fill(flakes, WHITE, 0.85)
