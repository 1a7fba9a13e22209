"""Puts a picture together: the scene layer by layer, the hero, the weather."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from playground.simulator.painter import figures
from playground.simulator.painter.artwork import data
from playground.simulator.painter.brief import SUBJECTS, Brief
from playground.simulator.painter.colour import WHITE, mix, tint
from playground.simulator.painter.dice import Dice
from playground.simulator.painter.elements import land, sky, standing
from playground.simulator.painter.figures import Hero, hero_for
from playground.simulator.painter.paint import down
from playground.simulator.painter.shapes import Outline, Place, box, ellipse, rounded
from playground.simulator.painter.stage import Stage

SCENES: dict[str, dict[str, Any]] = data("scenes")
ELEMENTS: dict[str, Callable[[Stage, dict[str, Any]], None]] = {
    name: getattr(module, name)
    for module, names in (
        (sky, "wash backdrop sun scatter mist shafts nebula"),
        (land, "ridges water"),
        (standing, "stand spread rows plots circles tiles"),
    )
    for name in names.split()
}
"""What a layer of a scene can name to `do`."""
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
    """Those of the scene; of the hero where it stands alone."""
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
    (w, h), side = stage.size, stage.short
    if 0.8 < w / h < 1.25 and not stage.always("vignette").randrange(2):
        return ellipse(w / 2, h / 2, side * 0.47)
    edge = side * 0.035
    return rounded(edge, edge, w - edge, h - edge, side * 0.16)


def compose(stage: Stage) -> None:
    """Draw all of it onto the stage's canvas."""
    hero, scene = plan(stage.brief, stage.dice)
    if "icon" in stage.brief.subjects:
        _icon(stage, hero)
    elif hero and stage.brief.has(CLOSE):
        _pattern(stage, hero)
    elif stage.cutout and hero:
        x, y = (edge / 2 for edge in stage.size)
        hero.draw(stage, x, y, stage.short * 0.8)
    else:
        if hero and not scene:
            outside = hero.home == "studio" and stage.brief.has(OUTDOORS)
            scene = "at home: " + ("outdoors" if outside else hero.home)
        play(stage, SCENES[scene or "abstract"], hero)
        if not stage.cutout:
            sky.weather(stage)
        if not stage.cutout and "poster" in stage.brief.subjects:
            _frame(stage)


def play(stage: Stage, scene: dict[str, Any], hero: Hero | None) -> None:
    """Draws a scene's layers from the back to the front, the hero in its place."""
    (w, h), (low, high) = stage.size, scene.get("horizon", (1, 1))
    horizon = h * stage.always("horizon").uniform(low, high)
    floor = h / 2 + stage.short * scene.get("floor", 0.34)
    stage.agreed.update(horizon=horizon, sun=(w * 0.5, horizon * 0.5), floor=floor)
    options = scene.get("one of", [scene])
    wanted = [o for o in options if stage.brief.has(o.get("when", ""))]
    layers = stage.always("option").pick(wanted or options)["layers"]
    for number, layer in enumerate(layers):
        if not _wanted(stage, layer, number):
            continue
        if layer["do"] != "hero":
            ELEMENTS[layer["do"]](stage, layer)
        elif hero:
            _stand(stage, hero, layer)
    if hero and not any(layer["do"] == "hero" for layer in layers):
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
    (w, h), side, home = stage.size, stage.short, hero.home
    roll = stage.roll("hero place")
    if "y" in o:
        x, y = w * (0.5 + roll.around(0, 0.03)), h * o["y"] + roll.around(0, 12)
        size = side * o["size"]
    else:
        x = w * roll.around(stage.always("hero side").pick((0.34, 0.5, 0.66)), 0.05)
        usual = {"air": 0.36, "water": 0.38, "deep": 0.3}.get(home, 0.5)
        size = side * o.get("size", usual)
        y = h * 0.3 if home == "air" else h * 0.95 - size / 2
        if home == "water":
            level = stage.agreed["horizon"]
            y = level + (h - level) * hero.said.get("swims", 0.36) - size * 0.36
    if "floor" in o:
        y = stage.agreed["floor"] + side * o["floor"] - size / 2
    for k in range(stage.count(*hero.said.get("others", (0,)))):
        spot = (w * roll.random(), h * roll.uniform(0.1, 0.6))
        hero.draw(stage, *spot, roll.uniform(0.1, 0.3) * size / (1 + k * 0.1))
    hero.stand(stage, x, y, size)


def _pattern(stage: Stage, hero: Hero) -> None:
    """The hero again and again, every second row shifted."""
    (w, h), palette = stage.size, stage.palette
    if not stage.cutout:
        stage.canvas.wash(mix(palette.haze, palette.paper, 0.35))
    step = 1000 / stage.count(3, 3, 4, 4, 5)
    dots = []
    for row in range(-1, math.ceil(h / step) + 1):
        for column in range(-1, math.ceil(w / step) + 1):
            x = (column + (0.75 if row % 2 else 0.25)) * step
            hero.draw(replace(stage, cutout=True), x, (row + 0.5) * step, step * 0.62)
            dots.append(ellipse(x + step / 2, (row + 0.5) * step, step * 0.026))
    stage.canvas.fill(dots, palette.accent, 0.8)


def _frame(stage: Stage) -> None:
    """A paper border over the finished scene, with a title at its foot."""
    canvas, palette, (w, h) = stage.canvas, stage.palette, stage.size
    paper = palette.paper if palette.dark else mix(palette.paper, palette.sun, 0.3)
    edge, title = 42.0, stage.brief.title
    foot = 168.0 if title else edge
    right, low = w - edge, h - foot
    rims = [box(-2, -2, w + 2, edge), box(-2, low, w + 2, h + 2)]
    rims += [box(-2, -2, edge, h + 2), box(right, -2, w + 2, h + 2)]
    canvas.fill(rims, paper)
    inner = box(edge, edge, right, low)
    canvas.stroke([[*inner, inner[0]]], palette.ink, 3)
    if not title:
        return
    canvas.text(title, (w / 2, h - foot / 2 - 8), 104, palette.ink, right - edge - 60)
    if stage.detail:
        y = h - 26
        rules = [[(edge, y), (w / 2 - 30, y)], [(w / 2 + 30, y), (right, y)]]
        canvas.stroke(rules, palette.ink, 2.4, 0.7)
        figures.draw(stage, "sparkle", Place((w / 2, y), 26), {"tone": "accent"})


def _icon(stage: Stage, hero: Hero | None) -> None:
    """The hero (or a simple sign) on a rounded square, lit from above."""
    canvas, palette, (x, y) = stage.canvas, stage.palette, (e / 2 for e in stage.size)
    s = stage.short * (0.88 if stage.cutout else 0.62)
    if not stage.cutout:
        wall = mix(palette.haze, palette.paper, 0.45)
        low = mix(wall, palette.land[0], 0.25)
        canvas.wash(down(0, stage.size[1], tint(wall, 0.06), low))
        figures.draw(stage, "plate-shadow", Place((x, y + s * 0.05), s))
    night = {"top": "sky0", "low": "land2"} if palette.dark else {}
    figures.draw(stage, "plate", Place((x, y), s), night)
    if hero:
        hero.draw(replace(stage, cutout=True), x, y, s * 0.62)
    elif stage.brief.title:
        white = mix(WHITE, palette.paper, 0.3)
        canvas.text(stage.brief.title[0], (x, y), s * 0.54, white)
        canvas.fill([ellipse(x + s * 0.22, y - s * 0.19, s * 0.054)], palette.accent)
    else:
        sign = stage.always("sign").pick(("sign-peaks", "sign-discs", "sign-leaves"))
        figures.draw(stage, sign, Place((x, y), s * 0.6))
