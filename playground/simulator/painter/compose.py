"""Puts a picture together: surroundings, hero, weather, in that order."""

import math
from dataclasses import replace

from playground.simulator.painter import surroundings
from playground.simulator.painter.brief import Brief
from playground.simulator.painter.colour import mix
from playground.simulator.painter.heroes import HEROES, Hero
from playground.simulator.painter.paint import down
from playground.simulator.painter.palettes import shade
from playground.simulator.painter.scenes import (
    SCENES,
    poster,
    scene_for,
    sea,
)
from playground.simulator.painter.scenes.solids import contact_shadow
from playground.simulator.painter.shapes import (
    Outline,
    ellipse,
    rounded,
)
from playground.simulator.painter.stage import Stage
from playground.simulator.painter.weather import fallen_leaves, weather

FREE = ("abstract", "space", "isometric", "screen")


"""Scenes that leave their ground away by themselves."""


def plan(brief: Brief) -> tuple[str, str]:
    """The hero and the surroundings that the words ask for; either may be empty."""
    subjects = brief.subjects
    if "isometric" in brief.styles:
        return "", "isometric"
    if brief.has("abstract bauhaus geometric"):
        return "", "abstract"
    hero = next((s for s in subjects if s in HEROES), "")
    scenes = [s for s in subjects if s in SCENES]
    if scenes[:1] == ["space"] and len(scenes) > 1 and scenes[1] != "abstract":
        # A planet over the sea: the landscape is the scene, its sky holds the planet.
        scenes = scenes[1:]
    return hero, scenes[0] if scenes else ""


def suited_palettes(brief: Brief) -> tuple[str, ...]:
    hero, scene = plan(brief)
    if scene:
        return scene_for(scene)[1]
    return HEROES[hero].palettes if hero else scene_for("fallback")[1]


def cuts_itself(brief: Brief) -> bool:
    """Whether the picture has a subject that stands free, without its surroundings."""
    hero, scene = plan(brief)
    return bool(hero) or scene in FREE or "icon" in brief.subjects or not scene


def vignette(stage: Stage) -> Outline:
    """The shape that a landscape is cut to where the background is to be clear."""
    w, h = stage.width, stage.height
    side = min(w, h)
    kind = stage.always("vignette").randrange(3)
    if kind == 0 and 0.8 < w / h < 1.25:
        return ellipse(w / 2, h / 2, side * 0.47)
    if kind == 1 and w <= h:
        left, right = w / 2 - side * 0.45, w / 2 + side * 0.45
        top, low = max(h * 0.03, h / 2 - side * 0.7), min(h * 0.97, h / 2 + side * 0.7)
        return [
            *ellipse(w / 2, top + side * 0.45, side * 0.45, None, 180, 360),
            (right, low),
            (left, low),
        ]
    edge = side * 0.035
    return rounded(edge, edge, w - edge, h - edge, side * 0.16)


def compose(stage: Stage) -> None:
    hero, scene = plan(stage.brief)
    if "icon" in stage.brief.subjects:
        _icon(stage, hero)
        return
    if hero and stage.brief.has("pattern seamless wallpaper repeat"):
        _pattern(stage, HEROES[hero])
        return
    if stage.cutout and hero:
        side = min(stage.width, stage.height)
        HEROES[hero].draw(stage, stage.width / 2, stage.height / 2, side * 0.8)
        return
    if scene:
        scene_for(scene)[0](stage)
        if hero:
            _join(stage, HEROES[hero], scene)
        elif scene == "sea":
            sea.front(stage)
    elif hero:
        _at_home(stage, HEROES[hero], hero)
    else:
        scene_for("fallback")[0](stage)
    weather(stage)
    if "poster" in stage.brief.subjects and not stage.cutout:
        poster.frame(stage)


def _icon(stage: Stage, hero: str) -> None:
    x, y = stage.width / 2, stage.height / 2
    size = min(stage.width, stage.height) * (0.88 if stage.cutout else 0.62)
    if not stage.cutout:
        poster.ground(stage)
    poster.tile(stage, x, y, size)
    if hero:
        HEROES[hero].draw(replace(stage, cutout=True), x, y, size * 0.62)
    else:
        poster.glyph(stage, x, y, size * 0.6)


def _pattern(stage: Stage, hero: Hero) -> None:
    """The hero again and again, every second row shifted."""
    w, h = stage.width, stage.height
    if not stage.cutout:
        ground = mix(stage.palette.sky[-2], stage.palette.paper, 0.35)
        stage.canvas.wash(ground)
    step = 1000 / stage.count(3, 3, 4, 4, 5)
    small = replace(stage, cutout=True)
    dots = []
    for row in range(-1, math.ceil(h / step) + 1):
        for column in range(-1, math.ceil(w / step) + 1):
            x = (column + (0.75 if row % 2 else 0.25)) * step
            y = (row + 0.5) * step
            hero.draw(small, x, y, step * 0.62)
            dots.append(ellipse(x + step / 2, y, step * 0.026))
    if stage.detail:
        stage.canvas.fill(dots, stage.palette.accent, 0.8)


def _join(stage: Stage, hero: Hero, scene: str) -> None:
    """The hero in someone else's scene: smaller, on a line of thirds."""
    roll = stage.roll("hero place")
    w, h = stage.width, stage.height
    side = stage.always("hero side").pick((0.33, 0.5, 0.66))
    x = w * roll.around(side, 0.05)
    if hero.home == "air":
        hero.draw(stage, x, h * roll.around(0.3, 0.05), 330)
    elif hero.home == "water":
        level = sea.horizon(stage) if scene == "sea" else h * 0.72
        # A whale swims, the others float.
        low = 0.42 if hero is HEROES["whale"] else 0.3
        hero.draw(stage, x, level + (h - level) * low - 110, 340)
        if scene == "sea":
            sea.front(stage)
    else:
        size = min(520.0, h * 0.5)
        contact_shadow(stage, x, h * 0.94, size * 0.3)
        hero.draw(stage, x, h * 0.94 - size / 2, size)


def _at_home(stage: Stage, hero: Hero, name: str) -> None:
    w, h = stage.width, stage.height
    roll = stage.roll("hero place")
    x = w / 2 + roll.around(0, w * 0.03)
    if hero.home == "air":
        surroundings.open_sky(stage)
        if name == "balloon":
            for k in range(stage.count(1, 2, 3, 4, 5)):
                hero.draw(
                    stage,
                    w * roll.random(),
                    h * roll.uniform(0.1, 0.6),
                    roll.uniform(60, 170) / (1 + k * 0.1),
                )
        hero.draw(stage, x, h * roll.around(0.44, 0.04), 520)
    elif hero.home == "water":
        sea.draw(stage)
        level = sea.horizon(stage)
        size = 560.0
        low = 0.4 if name != "whale" else 0.62
        place = w * roll.around(stage.always("hero side").pick((0.38, 0.5, 0.62)), 0.03)
        hero.draw(stage, place, level + (h - level) * low - size * 0.36, size)
        sea.front(stage)
    elif hero.home == "ground":
        surroundings.countryside(stage)
        hero.draw(stage, x, h * 0.58, 560)
        surroundings.near_grass(stage)
    elif hero.home == "deep":
        surroundings.under_water(stage)
        hero.draw(stage, x, h * 0.48, min(w, h) * 0.56)
    elif hero.home == "plate":
        paper = mix(stage.palette.paper, stage.palette.sun, 0.4)
        stage.canvas.wash(down(0, h, paper, shade(paper, 0.02)))
        hero.draw(stage, x, h / 2, min(w, h) * 0.92)
    elif stage.brief.has("leaves leaf meadow grass garden park snow outdoors"):
        surroundings.countryside(stage)
        surroundings.near_grass(stage)
        contact_shadow(stage, x, h * 0.9, 230)
        hero.draw(stage, x, h * 0.9 - 290, 600)
        fallen_leaves(stage)
    else:
        surroundings.studio(stage, hero, name, x)
