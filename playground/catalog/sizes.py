"""Sizes of pictures: reading them, and whether a model makes them."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

# What is wrong with a size, in the order in which the API looks.
SizeFault = Literal[
    "syntax",
    "auto",
    "named",
    "step",
    "edge",
    "ratio",
    "too_small",
    "too_large",
    "gif_edge",
    "gif_too_large",
]

_SIZE = re.compile(r"([1-9][0-9]{0,4})x([1-9][0-9]{0,4})")
# How pages write a square.
_SQUARE = re.compile(r"([0-9]+)²")
# Longer than any size; the rest says nothing more about what is wrong with it.
_LONGEST = 40


def parse_size(text: str) -> tuple[int, int] | None:
    """Read ``"WIDTHxHEIGHT"`` in pixels; ``None`` for anything else."""
    match = _SIZE.fullmatch(text)
    return (int(match[1]), int(match[2])) if match else None


def typed_size(text: str) -> str:
    """Write a size as the API does, however somebody typed it: ``1024 × 1024``."""
    size = text.lower().replace("×", "x").replace(" ", "")[:_LONGEST]
    square = _SQUARE.fullmatch(size)
    return f"{square[1]}x{square[1]}" if square else size


def size_text(width_px: int, height_px: int) -> str:
    """Write a size for people: ``1024×1024``."""
    return f"{width_px}×{height_px}"


@dataclass(frozen=True, kw_only=True)
class SizeRule:
    """Which sizes of one's own choice a model makes.

    Both edges are multiples of ``step``, the longer one is at most ``max_edge``
    and at most ``max_ratio`` times the shorter one. Sizes above
    ``experimental_above_pixels`` are made, but not promised.
    """

    step: int
    max_edge: int
    min_pixels: int
    max_pixels: int
    max_ratio: int
    experimental_above_pixels: int

    def fault(self, width_px: int, height_px: int) -> SizeFault | None:
        """The first rule that a size breaks; None where the model makes it."""
        pixels = width_px * height_px
        if width_px % self.step or height_px % self.step:
            return "step"
        if max(width_px, height_px) > self.max_edge:
            return "edge"
        if max(width_px, height_px) > self.max_ratio * min(width_px, height_px):
            return "ratio"
        if pixels < self.min_pixels:
            return "too_small"
        if pixels > self.max_pixels:
            return "too_large"
        return None

    @lru_cache(maxsize=64)  # noqa: B019 - rules live as long as the catalogue
    def nearest(self, width_px: int, height_px: int) -> tuple[int, int]:
        """Return a legal size close to this one, in about its shape."""
        ratio = Fraction(max(width_px, height_px), min(width_px, height_px))
        ratio = min(ratio, Fraction(self.max_ratio))
        longest = self._stepped(min(max(width_px, height_px), self.max_edge))
        candidates = [
            (edge, max(self.step, self._stepped(edge / ratio)))
            for edge in range(self.step, self.max_edge + 1, self.step)
        ]
        legal = [pair for pair in candidates if self.fault(*pair) is None]
        best = min(legal, key=lambda pair: (abs(pair[0] - longest), pair))
        return best if width_px >= height_px else (best[1], best[0])

    def _stepped(self, edge: int | Fraction) -> int:
        return max(self.step, round(Fraction(edge) / self.step) * self.step)


@dataclass(frozen=True, kw_only=True)
class GifRule:
    """What a moving picture may be.

    ``sheets`` lists (up to this many frames, columns, rows): the frames are made
    on one sheet, which has to fit ``max_edge`` and ``max_pixels``. Times are in
    milliseconds; the API rounds them to ``step_ms``.
    """

    min_frames: int
    max_frames: int
    default_frames: int
    default_ms: int
    step_ms: int
    max_ms: int
    max_edge: int
    max_pixels: int
    sheets: tuple[tuple[int, int, int], ...]

    def fault(self, width_px: int, height_px: int, frames: int) -> SizeFault | None:
        """The rule that frames break, laid out on their sheet; None where they fit."""
        columns, rows = self._sheet(frames)
        if max(width_px * columns, height_px * rows) > self.max_edge:
            return "gif_edge"
        if width_px * columns * height_px * rows > self.max_pixels:
            return "gif_too_large"
        return None

    def largest_square(self, frames: int, step: int) -> int:
        """Return the longest edge of a square frame, in pixels."""
        edges = range(step, self.max_edge + 1, step)
        return max(edge for edge in edges if self.fault(edge, edge, frames) is None)

    def _sheet(self, frames: int) -> tuple[int, int]:
        for up_to, columns, rows in self.sheets:
            if frames <= up_to:
                return columns, rows
        return self.sheets[-1][1], self.sheets[-1][2]
