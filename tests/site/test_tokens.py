"""The colours keep their promises: greys without a tint, text that can be read."""

import math
import re
from pathlib import Path
from typing import NamedTuple

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "static/css/tokens.css"
PAIR = re.compile(
    r"--([a-z-]+):\s*light-dark\(oklch\(([^)]*)\),\s*oklch\(([^)]*)\)\)", re.S
)
SURFACES = ("page", "panel", "sunken", "raised")
GREYS = (*SURFACES, "line", "control", "text", "muted")
MEANINGS = ("accent", "bad", "warn", "good")


class Colour(NamedTuple):
    lightness: float
    chroma: float
    hue: float

    @property
    def luminance(self) -> float:
        """Relative luminance, through OKLab and linear sRGB clipped to its gamut."""
        a = self.chroma * math.cos(math.radians(self.hue))
        b = self.chroma * math.sin(math.radians(self.hue))
        long = (self.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
        middle = (self.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
        short = (self.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
        red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
        green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
        blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
        red, green, blue = (min(1.0, max(0.0, part)) for part in (red, green, blue))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    darker, lighter = sorted((one.luminance, other.luminance))
    return (lighter + 0.05) / (darker + 0.05)


def _colour(text: str) -> Colour:
    lightness, chroma, hue = text.split("/")[0].split()
    return Colour(float(lightness.rstrip("%")) / 100, float(chroma), float(hue))


def _theme(index: int) -> dict[str, Colour]:
    found = PAIR.findall(TOKENS.read_text(encoding="utf-8"))
    return {name: _colour(colours[index]) for name, *colours in found}


@pytest.fixture(params=[0, 1], ids=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> dict[str, Colour]:
    return _theme(request.param)


def test_greys_have_no_tint(theme: dict[str, Colour]) -> None:
    assert {name: theme[name].chroma for name in GREYS} == dict.fromkeys(GREYS, 0)


@pytest.mark.parametrize(
    ("name", "least"), [("text", 7), ("muted", 4.5), ("control", 3)]
)
def test_it_stands_out_on_every_surface(
    theme: dict[str, Colour], name: str, least: float
) -> None:
    for surface in SURFACES:
        assert contrast(theme[name], theme[surface]) >= least, surface


@pytest.mark.parametrize("name", MEANINGS)
def test_meaning_can_be_read_where_it_stands(
    theme: dict[str, Colour], name: str
) -> None:
    for surface in ("page", "panel", "sunken", f"{name}-soft"):
        assert contrast(theme[name], theme[surface]) >= 4.5, surface
    assert contrast(theme["text"], theme[f"{name}-soft"]) >= 7


def test_the_words_of_the_primary_button_can_be_read(theme: dict[str, Colour]) -> None:
    assert contrast(theme["accent-ink"], theme["accent"]) >= 4.5
    assert contrast(theme["accent-ink"], theme["accent-hover"]) >= 4.5


def test_the_ring_of_the_focus_stands_out(theme: dict[str, Colour]) -> None:
    for surface in SURFACES:
        assert contrast(theme["accent"], theme[surface]) >= 3, surface
