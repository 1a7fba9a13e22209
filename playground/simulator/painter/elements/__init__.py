"""What scenes are made of, by the names that `artwork/scenes.json` uses."""

from collections.abc import Callable
from typing import Any

from playground.simulator.painter.elements import flat, ground, plants, sky, town, water
from playground.simulator.painter.stage import Stage

ELEMENTS: dict[str, Callable[[Stage, dict[str, Any]], None]] = {
    "wash": sky.wash,
    "backdrop": sky.backdrop,
    "sun": sky.sun,
    "stars": sky.stars,
    "mist": sky.mist,
    "shafts": sky.shafts,
    "nebula": sky.nebula,
    "stand": plants.stand,
    "range": plants.spread,
    "ridges": ground.ridges,
    "dunes": ground.dunes,
    "shore": ground.shore,
    "floor": ground.floor,
    "water": water.water,
    "swells": water.swells,
    "rows": town.rows,
    "plots": town.plots,
    "circles": flat.circles,
    "tiles": flat.tiles,
    "flow": flat.flow,
}
