"""Reads the artwork: files of vector layers, palettes, words and scenes.

The folder `artwork/` and its README say what the files look like. All of them are read
when the painter is imported, so that a missing or broken one stops the start and not,
much later, a single picture.
"""

import json
import math
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from re import findall
from typing import Any

from playground.simulator.painter.paint import Point, Shape

FOLDER = Path(__file__).with_name("artwork")
UNITS = 1000
"""An artwork is drawn on a square of this many units around its origin."""


class ArtworkError(Exception):
    """A file of artwork is missing or says something that cannot be understood."""


@cache
def data(name: str) -> Any:
    """What a file says; `pictures/fox` is `artwork/pictures/fox.json`."""
    path = FOLDER / f"{name}.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ArtworkError(
            f"The simulator's painter cannot start: its artwork file {path} is missing. "
            "Restore it from the repository."
        ) from None
    except ValueError as error:
        raise ArtworkError(
            f"The simulator's painter cannot start: {path} is not JSON ({error})."
        ) from None


def check() -> None:
    """That each picture of the list is there and its layers say what they must."""
    for name in data("pictures"):
        for layer in data(f"pictures/{name}").get("layers", [{}]):
            if "d" not in layer or not {"fill", "line"} & layer.keys():
                raise ArtworkError(
                    f"The simulator's painter cannot start: the picture {name} in "
                    f"{FOLDER} has no layers, or one without a path or paint."
                )


@dataclass(frozen=True)
class Layer:
    """Shapes with one paint, shown at some levels of detail; `said` is the rest."""

    shapes: tuple[Shape, ...]
    clip: tuple[Shape, ...] | None
    paint: Any
    said: dict[str, Any]

    def shows(self, detail: int) -> bool:
        return bool(self.said.get("from", 0) <= detail <= self.said.get("to", detail))


@dataclass(frozen=True)
class Artwork:
    """`roles` are colours that a scene may replace; `wide` is the room in a row."""

    roles: dict[str, str | list[str]]
    layers: tuple[Layer, ...]
    wide: float


@cache
def artwork(name: str) -> Artwork:
    said = data(f"pictures/{name}")
    paths = {layer["id"]: layer["d"] for layer in said["layers"] if "id" in layer}

    def shapes(d: str) -> tuple[Shape, ...]:
        return tuple(outlines(paths[d[1:]] if d[0] == "#" else d))

    layers = tuple(
        Layer(
            shapes(layer["d"]),
            shapes(layer["clip"]) if "clip" in layer else None,
            layer.get("fill", layer.get("line")),
            layer,
        )
        for layer in said["layers"]
    )
    return Artwork(said.get("roles", {}), layers, said.get("wide", UNITS))


def outlines(d: str) -> list[Shape]:
    """SVG path data (M, L, C and Z, absolute) as points.

    One more command, O, is an ellipse: centre, radii, turn in degrees.
    """
    result: list[Shape] = []
    line: list[Point] = []
    for command, rest in findall(r"([MLCZO])([^MLCZO]*)", d):
        n = [float(v) for v in findall(r"-?[\d.]+", rest)]
        if command == "O":
            result.append(_oval(*n))
            continue
        if command == "M":
            line = []
            result.append(line)
        if command == "C":
            for k in range(0, len(n), 6):
                line += _curve((line[-1], *_pairs(n[k : k + 6])))
        else:
            line += _pairs(n)
    return result


def _pairs(n: list[float]) -> list[Point]:
    return list(zip(n[::2], n[1::2], strict=True))


def _oval(cx: float, cy: float, rx: float, ry: float, turn: float) -> Shape:
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    steps = 12 + int(max(rx, ry) / 9)
    turns = [math.tau * k / steps for k in range(steps + 1)]
    ring = [(math.cos(a), math.sin(a)) for a in turns]
    return [
        (cx + x * rx * cos - y * ry * sin, cy + x * rx * sin + y * ry * cos)
        for x, y in ring
    ]


def _curve(handles: tuple[Point, ...]) -> list[Point]:
    length = sum(math.dist(a, b) for a, b in pairwise(handles))
    steps = max(2, min(12, round(math.sqrt(length) / 2)))
    result = []
    for k in range(1, steps + 1):
        t = k / steps
        m = 1 - t
        w = (m**3, 3 * m * m * t, 3 * m * t * t, t**3)
        result.append(
            (
                sum(a * p[0] for a, p in zip(w, handles, strict=True)),
                sum(a * p[1] for a, p in zip(w, handles, strict=True)),
            )
        )
    return result
