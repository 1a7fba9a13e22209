"""How many tokens a picture takes: published tables and formulas."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from playground.catalog.model import Confidence
from playground.catalog.sizes import parse_size

Fidelity = Literal["low", "high"]


@dataclass(frozen=True, kw_only=True)
class OutputTokens:
    """The tokens of one finished picture, by quality and size.

    Either ``table`` (models before 2) or ``formula`` (2 and 2.5: a base number a
    quality) is filled; with neither, ``unknown`` says why. ``auto_sizes`` are sizes
    that "auto" has been seen to choose besides the named ones.
    """

    source: str
    confidence: Confidence
    table: Mapping[str, Mapping[str, int]] | None = None
    formula: Mapping[str, int] | None = None
    auto_sizes: tuple[str, ...] = ()
    unknown: str = ""

    def count(self, size: str, quality: str) -> int | None:
        """Return the tokens; ``None`` for what neither table nor formula covers."""
        if self.table:
            return self.table.get(quality, {}).get(size)
        parsed = parse_size(size)
        if not self.formula or quality not in self.formula or not parsed:
            return None
        return formula_tokens(self.formula[quality], *parsed)


def formula_tokens(base: int, width_px: int, height_px: int) -> int:
    """Return the tokens by the formula of OpenAI's calculator for 2 and 2.5.

    The base is shrunk by the ratio of the edges, rounded half to even, and the
    area is weighed against two million pixels.
    """
    long, short = max(width_px, height_px), min(width_px, height_px)
    shrunk = round(Fraction(base * short, long))
    return math.ceil(
        Fraction(base * shrunk * (2_000_000 + width_px * height_px), 4_000_000)
    )


@dataclass(frozen=True, kw_only=True)
class Tiles:
    """Source pictures of the models before 2: a base and so much a tile."""

    base: int
    tile: int
    tile_px: int
    shortest_px: int
    high_square: int
    high_other: int

    def count(self, width_px: int, height_px: int, fidelity: Fidelity) -> int:
        """The shorter edge is scaled to a fixed length, up as well as down."""
        scale = Fraction(self.shortest_px, min(width_px, height_px))
        across = math.ceil(width_px * scale / self.tile_px)
        down = math.ceil(height_px * scale / self.tile_px)
        tokens = self.base + self.tile * across * down
        if fidelity == "high":
            square = width_px == height_px
            tokens += self.high_square if square else self.high_other
        return tokens


@dataclass(frozen=True, kw_only=True)
class Patches:
    """Source pictures of 2.5: patches, at most ``budget`` of them.

    Small pictures are enlarged to a long edge of ``long_edge_px`` first.
    """

    patch_px: int
    budget: int
    long_edge_px: int

    def count(self, width_px: int, height_px: int, fidelity: Fidelity) -> int:
        """At most ``budget``; ``fidelity`` changes nothing."""
        scale = max(1.0, self.long_edge_px / max(width_px, height_px))
        width, height = width_px * scale, height_px * scale
        if self._patches(width, height) <= self.budget:
            return self._patches(width, height)
        shrink = math.sqrt(self.patch_px**2 * self.budget / (width * height))
        across = width * shrink / self.patch_px
        down = height * shrink / self.patch_px
        # The shorter of the two edges that do not come out whole is cut to a
        # whole number of patches, and the other one follows.
        fit = shrink * min(
            max(1, math.floor(across)) / across, max(1, math.floor(down)) / down
        )
        return self._patches(width * fit, height * fit)

    def _patches(self, width: float, height: float) -> int:
        # A hair less than whole, or an edge that fits exactly counts one more.
        across = math.ceil(width / self.patch_px - 1e-9)
        down = math.ceil(height / self.patch_px - 1e-9)
        return across * down


@dataclass(frozen=True, kw_only=True)
class InputTokens:
    """The tokens of one source picture; without a rule, ``unknown`` says why."""

    source: str
    confidence: Confidence
    rule: Tiles | Patches | None = None
    unknown: str = ""

    def count(
        self, width_px: int, height_px: int, fidelity: Fidelity = "low"
    ) -> int | None:
        """None where no rule is published."""
        return self.rule.count(width_px, height_px, fidelity) if self.rule else None
