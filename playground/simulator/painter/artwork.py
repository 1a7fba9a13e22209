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

from playground.simulator.painter.shapes import UNITS, Place, Point, Shape, ellipse

FOLDER = Path(__file__).with_name("artwork")
STOPPED = "The simulator's painter cannot start"
RESTORE = "Restore it from the repository."


class ArtworkError(Exception):
    """A file of artwork is missing or says something that cannot be understood."""


@cache
def data(name: str, part: str = "") -> Any:
    """What a file says; `pictures/fox` is `artwork/pictures/fox.json`."""
    path = FOLDER / f"{name}.json"
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return said[part] if part else said
    except FileNotFoundError:
        harm = "is missing"
    except ValueError as error:
        harm = f"is not JSON ({error})"
    except (KeyError, TypeError):
        harm = f'says nothing of "{part}"'
    raise ArtworkError(f"{STOPPED}: its artwork file {path} {harm}. {RESTORE}")


def check() -> None:
    """That each picture of the list is there and its layers say what they must."""
    for name in data("pictures"):
        for layer in data(f"pictures/{name}", "layers") or [{}]:
            drawn = "d" in layer and layer.keys() & {"fill", "line"}
            if not drawn and not layer.keys() >= {"use", "at", "size"}:
                raise ArtworkError(
                    f"{STOPPED}: the picture {name} in {FOLDER} has no layers, or one "
                    f"without a path and paint or another picture. {RESTORE}"
                )


@dataclass(frozen=True)
class Layer:
    """Shapes with one paint, shown at some levels of detail; `said` is the rest."""

    shapes: tuple[Shape, ...]
    clip: tuple[Shape, ...]
    paint: Any
    said: dict[str, Any]

    def shows(self, detail: int) -> bool:
        """Whether it is drawn at a level of detail, from 0 to 4."""
        return bool(self.said.get("from", 0) <= detail <= self.said.get("to", detail))


@cache
def layers(name: str) -> tuple[Layer, ...]:
    """What a picture is made of, from the back to the front."""
    given = data(f"pictures/{name}", "layers")
    paths = {layer["id"]: layer["d"] for layer in given if "id" in layer}

    def shapes(d: str) -> tuple[Shape, ...]:
        return tuple(outlines(paths[d[1:]] if d.startswith("#") else d))

    return tuple(
        Layer(
            shapes(layer.get("d", "")),
            shapes(layer.get("clip", "")),
            layer.get("fill", layer.get("line")),
            layer,
        )
        for layer in given
    )


def outlines(d: str) -> list[Shape]:
    """SVG path data (M, L, C and Z, absolute) as points.

    One more command, O, is an ellipse: centre, radii, turn in degrees.
    """
    result: list[Shape] = []
    line: list[Point] = []
    for command, rest in findall(r"([MLCZO])([^MLCZO]*)", d):
        n = [float(v) for v in findall(r"-?[\d.]+", rest)]
        if command == "O":
            x, y, rx, ry, turn = n
            # Artwork is drawn small: half the points do.
            half = ellipse(0, 0, rx / 2, ry / 2)
            result += Place((x, y), 2 * UNITS, turn).put([half])
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


def _curve(handles: tuple[Point, ...]) -> list[Point]:
    length = sum(math.dist(a, b) for a, b in pairwise(handles))
    steps = max(2, min(12, round(math.sqrt(length) / 2)))
    a, b, c, d = (complex(*handle) for handle in handles)
    ts = (k / steps for k in range(1, steps + 1))
    curve = [
        a * (1 - t) ** 3 + 3 * b * (1 - t) ** 2 * t + 3 * c * (1 - t) * t * t + d * t**3
        for t in ts
    ]
    return [(point.real, point.imag) for point in curve]
