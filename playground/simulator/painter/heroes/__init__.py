"""Things that can be the hero of a picture, each drawn into a given square."""

from collections.abc import Callable
from dataclasses import dataclass

from playground.simulator.painter.heroes import (
    animals,
    birds,
    botany,
    bottles,
    floating,
    flowers,
    flying,
    objects,
    people,
    robots,
    small_animals,
    standing,
    table,
    treats,
    vehicles,
)
from playground.simulator.painter.stage import Stage

Draw = Callable[[Stage, float, float, float], None]


@dataclass(frozen=True)
class Hero:
    """`home` is where it is at ease: air, water, the deep, ground, studio, or a plate of paper."""

    draw: Draw
    home: str
    palettes: tuple[str, ...]


AIRY = ("day", "dawn", "lilac", "coral", "lagoon", "spring", "sunset")
WATERY = ("sea", "lagoon", "sunset", "dawn", "dusk", "coral")
LAND = ("spring", "autumn", "forest", "golden", "dusk", "dawn")
INDOOR = ("coral", "lagoon", "candy", "lilac", "vintage", "spring", "golden")

HEROES: dict[str, Hero] = {
    "plane": Hero(flying.paper_plane, "air", AIRY),
    "balloon": Hero(flying.hot_air_balloon, "air", AIRY),
    "rocket": Hero(flying.rocket, "air", ("space", "night", "neon")),
    "bird": Hero(
        birds.songbird, "studio", ("spring", "dawn", "coral", "winter", "lagoon")
    ),
    "boat": Hero(floating.sailing_boat, "water", WATERY),
    "lighthouse": Hero(
        floating.lighthouse, "water", ("dusk", "sunset", "sea", "dawn", "rain")
    ),
    "whale": Hero(floating.whale, "water", WATERY),
    "creature": Hero(
        animals.animal,
        "studio",
        ("autumn", "coral", "lagoon", "lilac", "golden", "spring"),
    ),
    "portrait": Hero(people.bust, "studio", INDOOR),
    "robot": Hero(
        robots.robot, "studio", ("lagoon", "candy", "lilac", "coral", "day", "neon")
    ),
    "bottle": Hero(bottles.bottle, "studio", INDOOR),
    "cup": Hero(
        table.coffee_cup, "studio", ("coral", "golden", "vintage", "lagoon", "lilac")
    ),
    "fruit": Hero(
        table.fruit_bowl, "studio", ("lagoon", "coral", "vintage", "day", "spring")
    ),
    "branch": Hero(
        botany.branch, "plate", ("spring", "vintage", "forest", "golden", "coral")
    ),
    "flower": Hero(
        flowers.vase,
        "studio",
        ("spring", "candy", "coral", "lilac", "vintage", "lagoon"),
    ),
    "ice cream": Hero(
        treats.ice_cream, "studio", ("candy", "coral", "lagoon", "spring")
    ),
    "cake": Hero(treats.cake, "studio", ("candy", "lilac", "coral", "lagoon")),
    "camera": Hero(objects.camera, "studio", ("vintage", "coral", "lagoon", "golden")),
    "butterfly": Hero(
        small_animals.butterfly, "air", ("spring", "lilac", "candy", "lagoon")
    ),
    "fish": Hero(small_animals.fish, "deep", ("sea", "lagoon")),
    "heart": Hero(objects.heart, "studio", ("candy", "coral", "lilac")),
    "car": Hero(vehicles.car, "ground", ("golden", "spring", "coral", "day", "desert")),
    "bicycle": Hero(vehicles.bicycle, "ground", ("spring", "day", "autumn", "coral")),
    "train": Hero(vehicles.train, "ground", ("autumn", "golden", "dawn", "vintage")),
    "house": Hero(standing.cottage, "ground", LAND),
    "mushroom": Hero(
        standing.mushrooms, "ground", ("forest", "autumn", "dusk", "spring")
    ),
}
