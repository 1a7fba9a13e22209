"""Chooses the palette of a picture and gives it the colours that the prompt names."""

from collections.abc import Sequence
from dataclasses import replace

from playground.simulator.painter.artwork import data
from playground.simulator.painter.brief import Brief
from playground.simulator.painter.colour import (
    Colour,
    lightness,
    mix,
    rgb,
    turn,
    with_lightness,
)
from playground.simulator.painter.dice import Dice
from playground.simulator.painter.palettes import COLOURS, PALETTES, TIMES, Palette

OWN, WIDE, SMALL = (
    set(data("words")["things"][kind].split()) for kind in ("own", "wide", "small")
)
"""Things that take their colour word for themselves alone; things whose colour is that
of the whole picture; things whose colour says nothing about what is around them."""


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
    return next((n for n, keys in TIMES.items() if brief.has(keys)), "")


def _named(brief: Brief) -> list[tuple[str, set[str]]]:
    """The colour words in order, each with what it is said of; the last counts most."""
    found: dict[str, set[str]] = {}
    for colour, thing in brief.bound:
        found.setdefault(colour, set()).add(thing)
    for colour in COLOURS:
        if colour in brief.words:
            found.setdefault(colour, set())
    return [(colour, things) for colour, things in found.items() if not things & OWN][
        ::-1
    ]


def _shifted(palette: Palette, degrees: float, chroma: float) -> Palette:
    def change(colour: Colour) -> Colour:
        return turn(colour, degrees, chroma)

    return replace(
        palette,
        sky=tuple(change(c) for c in palette.sky),
        land=tuple(change(c) for c in palette.land),
        accent=change(palette.accent),
        second=change(palette.second),
    )


def _with_colour(palette: Palette, named: Colour, things: set[str]) -> Palette:
    """The named colour as the accent; how far it tints the rest depends on the thing."""
    if things & WIDE:
        sky, land, accent = 0.3, 0.85, palette.accent
    elif things & SMALL:
        sky, land, accent = 0.0, 0.0, named
    else:
        sky, land, accent = 0.22, 0.3, named

    def tint(colour: Colour, share: float) -> Colour:
        return mix(colour, with_lightness(named, lightness(colour)), share)

    return replace(
        palette,
        sky=tuple(tint(c, sky) for c in palette.sky),
        land=tuple(tint(c, land) for c in palette.land),
        accent=accent,
        second=palette.accent if accent == named else palette.second,
    )
