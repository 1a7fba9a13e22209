"""Colours, mixed the way the eye expects (in OKLab), so that ramps never go muddy."""

import cmath
import math
from functools import lru_cache

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)


def rgb(code: str) -> Colour:
    """`"ffcc00"` as a colour."""
    return (int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16))


def hex_code(colour: Colour) -> str:
    """The way of SVG: ``#rrggbb``."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _linear(channel: int) -> float:
    c = channel / 255
    return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4


def _byte(c: float) -> int:
    c = min(1.0, max(0.0, c))
    c = 12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055
    return round(c * 255)


@lru_cache(maxsize=8192)
def to_lab(colour: Colour) -> tuple[float, float, float]:
    """From sRGB, 0 to 255, to OKLab: lightness from 0 to 1, then the two axes of hue."""
    r, g, b = (_linear(c) for c in colour)
    l_ = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    m = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    s = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
        0.2104542553 * l_ + 0.7936177850 * m - 0.0040720468 * s,
        1.9779984951 * l_ - 2.4285922050 * m + 0.4505937099 * s,
        0.0259040371 * l_ + 0.7827717662 * m - 0.8086757660 * s,
    )


def from_lab(lightness: float, a: float, b: float) -> Colour:
    """Back to sRGB; what lies outside of it is cut to the nearest."""
    l_ = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _byte(4.0767416621 * l_ - 3.3077115913 * m + 0.2309699292 * s),
        _byte(-1.2684380046 * l_ + 2.6097574011 * m - 0.3413193965 * s),
        _byte(-0.0041960863 * l_ - 0.7034186147 * m + 1.7076147010 * s),
    )


@lru_cache(maxsize=16384)
def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the other colour in the first."""
    share = min(1.0, max(0.0, share))
    p, q = to_lab(one), to_lab(other)
    return from_lab(*(x + (y - x) * share for x, y in zip(p, q, strict=True)))


def turned(
    colour: Colour, *, lift: float = 0, degrees: float = 0, chroma: float = 1
) -> Colour:
    """Lighter (or darker, below zero), the hue turned round the wheel, stronger."""
    lightness, a, b = to_lab(colour)
    hue = complex(a, b) * cmath.rect(chroma, math.radians(degrees))
    return from_lab(min(0.995, max(0.02, lightness + lift)), hue.real, hue.imag)


def lightness(colour: Colour) -> float:
    """As the eye sees it, from 0 for black to 1 for white."""
    return to_lab(colour)[0]


def shade(colour: Colour, amount: float = 0.12) -> Colour:
    """The side away from the light: darker and slightly towards blue."""
    return mix(turned(colour, lift=-amount), (38, 34, 84), min(0.25, amount))


def tint(colour: Colour, amount: float = 0.12) -> Colour:
    """The side in the light: lighter and slightly towards warm white."""
    return mix(
        turned(colour, lift=amount * 0.6), (255, 244, 220), min(0.5, amount * 1.3)
    )
