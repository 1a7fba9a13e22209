"""Hand-picked palettes, and colours said in words: `"shade(accent,0.1)"`."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from playground.simulator.painter.artwork import data
from playground.simulator.painter.colour import Colour, lift, lightness, mix, rgb


@dataclass(frozen=True)
class Palette:
    """`sky` from the top to the horizon, `land` from far to near."""

    name: str
    sky: tuple[Colour, ...]
    land: tuple[Colour, ...]
    sun: Colour
    accent: Colour
    second: Colour
    paper: Colour
    ink: Colour
    dark: bool = False

    @property
    def horizon(self) -> Colour:
        return self.sky[-1]

    def role(self, name: str) -> Colour:
        if name[:-1] in ("sky", "land"):
            row = self.sky if name[0] == "s" else self.land
            return row[int(name[-1])]
        colour: Colour = self.sky[-2] if name == "haze" else getattr(self, name)
        return colour


def _row(codes: str) -> tuple[Colour, ...]:
    return tuple(rgb(code) for code in codes.split())


def _palette(name: str, said: dict[str, Any]) -> Palette:
    roles = {key: rgb(said[key]) for key in ("sun", "accent", "second", "paper", "ink")}
    sky, land = _row(said["sky"]), _row(said["land"])
    return Palette(name, sky, land, dark=said.get("dark", False), **roles)


PALETTES = {n: _palette(n, said) for n, said in data("palettes")["palettes"].items()}
TIMES: dict[str, str] = data("palettes")["words"]
"""The words that ask for a palette, the more telling first."""
COLOURS: dict[str, str] = data("palettes")["colours"]


def shade(colour: Colour, amount: float = 0.12) -> Colour:
    """The side away from the light: darker and slightly towards blue."""
    return mix(lift(colour, -amount), (38, 34, 84), min(0.25, amount))


def tint(colour: Colour, amount: float = 0.12) -> Colour:
    """The side in the light: lighter and slightly towards warm white."""
    return mix(lift(colour, amount * 0.6), (255, 244, 220), min(0.5, amount * 1.3))


@lru_cache(maxsize=16384)
def mixed(
    words: str, palette: Palette, roles: tuple[tuple[str, str], ...] = ()
) -> Colour:
    """A role of the palette or of the artwork, a code, or a mixture of such.

    Codes are meant for daylight: in a dark palette all but the bright ones (lit
    windows, white) take some of the dark.
    """
    if words[0] == "#":
        colour = rgb(words[1:])
        lit = not palette.dark or lightness(colour) > 0.89
        return colour if lit else mix(colour, palette.land[2], 0.3)
    if words[-1] != ")":
        given = dict(roles)
        if words in given:
            return mixed(given.pop(words), palette, tuple(given.items()))
        return palette.role(words)
    name, inside = words[:-1].split("(", 1)
    *colours, amount = _arguments(inside)
    found = [mixed(colour, palette, roles) for colour in colours]
    if name == "mix":
        return mix(found[0], found[1], float(amount))
    return {"shade": shade, "tint": tint}[name](found[0], float(amount))


def _arguments(inside: str) -> list[str]:
    result, depth = [""], 0
    for letter in inside:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and not depth:
            result.append("")
        else:
            result[-1] += letter
    return result
