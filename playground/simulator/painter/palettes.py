"""Hand-picked palettes, and colours said in words: `"shade(accent,0.1)"`.

The words of a prompt choose the palette of its picture and put their colours into it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from playground.simulator.painter.artwork import data
from playground.simulator.painter.brief import COLOURS, Brief
from playground.simulator.painter.colour import (
    Colour,
    lightness,
    mix,
    rgb,
    shade,
    tint,
    turned,
)
from playground.simulator.painter.dice import Dice


@dataclass(frozen=True)
class Palette:
    """`sky` from the top to the horizon, `land` from far to near.

    `lakes` is water for where it would be mud in the colours of the land.
    """

    name: str
    sky: tuple[Colour, ...]
    land: tuple[Colour, ...]
    lakes: tuple[Colour, ...]
    dark: bool
    sun: Colour
    accent: Colour
    second: Colour
    paper: Colour
    ink: Colour

    @property
    def horizon(self) -> Colour:
        return self.sky[-1]

    @property
    def water(self) -> tuple[Colour, ...]:
        """The land as water shows it, mixed with the lakes' colours if it has any."""
        land = self.land[1:]
        pairs = zip(land, self.lakes or land, strict=True)
        return tuple(mix(one, lake, 0.85) for one, lake in pairs)

    @property
    def haze(self) -> Colour:
        return self.sky[-2]

    def role(self, name: str) -> Colour:
        """The colour of a name, as "land2" or "accent"."""
        said = getattr(self, name.rstrip("01234"))
        colour: Colour = said[int(name[-1])] if name[-1].isdigit() else said
        return colour


def _row(codes: str) -> tuple[Colour, ...]:
    return tuple(rgb(code) for code in codes.split())


def _palette(name: str, said: dict[str, Any]) -> Palette:
    roles = {key: rgb(said[key]) for key in ("sun", "accent", "second", "paper", "ink")}
    sky, land, lakes = (_row(said.get(key, "")) for key in ("sky", "land", "lakes"))
    return Palette(name, sky, land, lakes, said.get("dark", False), **roles)


PALETTES = {n: _palette(n, said) for n, said in data("palettes", "palettes").items()}
TIMES: dict[str, str] = data("palettes", "words")
"""The words that ask for a palette, the more telling first."""
THINGS = {kind: set(words.split()) for kind, words in data("words", "things").items()}
"""What takes its colour word for itself alone (own), what is so large that its colour is
that of the whole picture (wide), and what says nothing of its surroundings (small)."""


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


def palette_for(brief: Brief, suited: Sequence[str], dice: Dice) -> Palette:
    """The palette that the words ask for, else one of those that suit the subject.

    The choice belongs to the prompt; each draw only shifts it by a few degrees.
    """
    name = named_palette(brief) or dice.stable("palette").pick(suited)
    palette = PALETTES[name]
    if name == "mono":
        return palette
    roll = dice.fresh("tint")
    palette = _shifted(palette, roll.around(0, 5), roll.around(1.0, 0.06))
    for colour, things in _named(brief):
        palette = _with_colour(palette, rgb(COLOURS[colour]), things)
    return palette


def named_palette(brief: Brief) -> str:
    """The first whose words the brief holds; "" where none does."""
    return next((n for n, keys in TIMES.items() if brief.has(keys)), "")


def _named(brief: Brief) -> list[tuple[str, set[str]]]:
    """The colour words in order, each with what it is said of; the last counts most."""
    colours = [*dict(brief.bound), *(c for c in COLOURS if c in brief.words)]
    found = {c: {thing for said, thing in brief.bound if said == c} for c in colours}
    named = [(c, things) for c, things in found.items() if not things & THINGS["own"]]
    return named[::-1]


def _shifted(palette: Palette, degrees: float, chroma: float) -> Palette:
    def change(colours: Sequence[Colour]) -> tuple[Colour, ...]:
        return tuple(turned(c, degrees=degrees, chroma=chroma) for c in colours)

    accent, second = change((palette.accent, palette.second))
    sky, land = change(palette.sky), change(palette.land)
    return replace(palette, sky=sky, land=land, accent=accent, second=second)


def _with_colour(palette: Palette, named: Colour, things: set[str]) -> Palette:
    """The named colour as the accent; how far it tints the rest depends on the thing."""
    wide, small = bool(things & THINGS["wide"]), bool(things & THINGS["small"])
    sky, land = (0.3, 0.85) if wide else (0.0, 0.0) if small else (0.22, 0.3)

    def change(colours: Sequence[Colour], share: float) -> tuple[Colour, ...]:
        lifts = (lightness(colour) - lightness(named) for colour in colours)
        own = (turned(named, lift=lift) for lift in lifts)
        return tuple(mix(*pair, share) for pair in zip(colours, own, strict=True))

    palette = replace(
        palette, sky=change(palette.sky, sky), land=change(palette.land, land)
    )
    return palette if wide else replace(palette, accent=named, second=palette.accent)
