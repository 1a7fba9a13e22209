"""The canvas of pixels.

Pillow's drawing has no anti-aliasing, so every call draws one mask at a multiple of the
size, shrinks it and pastes the paint through it; only the box that is touched is worked.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from playground.simulator.painter.colour import Colour
from playground.simulator.painter.noise import stippled
from playground.simulator.painter.paint import (
    Canvas,
    Linear,
    Mark,
    Radial,
    average,
    fades,
    table,
)
from playground.simulator.painter.shapes import Point, Shape, below, bounds, box

Box = tuple[int, int, int, int]
MASK_PIXELS = 24_000_000
"""A supersampled mask never has more pixels than this; above, edges get fewer samples."""
MOST = 256
"""Pixels a side from which a gradient is grown: it says no more than 256 colours."""


class RasterCanvas(Canvas):
    """``image`` is what has been drawn so far. ``fine`` is for much detail."""

    def __init__(
        self, size: tuple[int, int], *, transparent: bool = False, fine: bool = True
    ) -> None:
        super().__init__(size)
        self.fine = fine
        mode, clear = ("RGBA", 0) if transparent else ("RGB", 0xFFFFFF)
        self.image = Image.new(mode, size, clear)

    def put(self, mark: Mark) -> None:
        if mark.kind == "wash":
            self._apply((0, 0, *self.size), Image.new("L", self.size, 255), mark)
        elif mark.kind == "ground":
            self._ground(mark)
        else:
            self._shapes(mark)

    def _shapes(self, mark: Mark) -> None:
        pixels = mark.width * self.scale
        if mark.kind == "line" and pixels < 0.8:
            # Thinner than a pixel: fainter, since it cannot be narrower.
            faint = mark.alpha * max(0.15, pixels / 0.8)
            mark = replace(mark, alpha=faint, width=0.8 / self.scale)
        area = self._box(mark.shapes, (mark.width + mark.soft * 3) * self.scale)
        if area and mark.within is not None:
            area = self._box(mark.within, limit=area)
        if area:
            mask = self._mask(area, mark)
            if mark.within is not None:
                inside = self._mask(area, Mark("fill", mark.within, mark.paint))
                mask = ImageChops.multiply(mask, inside)
            self._apply(area, mask, mark)

    def _ground(self, mark: Mark) -> None:
        (width, height), ridge = self.size, mark.shapes[0]
        lowest = max(y for _, y in ridge)
        shapes = [below(ridge, max(lowest, 0) + 9 / self.scale)]
        area = self._box(shapes)
        if area:
            # Only the strip that holds the line needs drawing; all below is full.
            top, foot = area[1], min(height, math.ceil(lowest * self.scale) + 3)
            mask = Image.new("L", (width, height - top), 255)
            if foot > top:
                strip = Mark("fill", shapes, mark.paint)
                mask.paste(self._mask((0, top, width, foot), strip))
            self._apply((0, top, width, height), mask, mark)

    def text(
        self, words: str, at: Point, size: float, paint: Colour, fit: float = 0.0
    ) -> None:
        """Centred; nothing below 3 pixels. ``fit`` is the widest it may be, 0 any."""
        pixels = size * self.scale
        if pixels < 3:
            return
        wide = font(pixels).getlength(words) * 1.04
        if fit and wide > fit * self.scale:
            pixels *= fit * self.scale / wide
        face = font(max(4.0, round(pixels, 1)))
        half, (x, y) = face.getlength(words) / 2 / self.scale + size * 0.2, at
        area = self._box([box(x - half, y - size, x + half, y + size)])
        if area:
            mask = Image.new("L", (area[2] - area[0], area[3] - area[1]))
            middle = (x * self.scale - area[0], y * self.scale - area[1])
            # Pillow brings only a regular face; a thin outline makes it bold.
            bold, draw = pixels * 0.028, ImageDraw.Draw(mask)
            draw.text(middle, words, 255, face, "mm", stroke_width=bold)
            self._apply(area, mask, Mark("text", [], paint))

    def _box(
        self, shapes: Sequence[Shape], margin: float = 0, limit: Box | None = None
    ) -> Box | None:
        """The pixels that shapes touch, as far as they are in the picture."""
        if not any(shapes):
            return None
        limit = limit or (0, 0, *self.size)
        ends = [min(9e6, max(-9e6, end)) * self.scale for end in bounds(shapes)]
        starts = [math.floor(end - margin) - 1 for end in ends[:2]]
        stops = [math.ceil(end + margin) + 1 for end in ends[2:]]
        left, top = map(max, starts, limit[:2])
        right, bottom = map(min, stops, limit[2:])
        return (left, top, right, bottom) if left < right and top < bottom else None

    def _samples(self, pixels: int) -> int:
        """Samples a side of each pixel: small shapes get the finest edges."""
        if pixels <= 10_000:
            return 4 if self.fine else 3
        if self.fine and pixels <= 60_000:
            return 3
        return 2 if pixels <= MASK_PIXELS // 4 else 1

    def _mask(self, area: Box, mark: Mark) -> Image.Image:
        """The shapes (or lines) of a mark in white on black."""
        width, height = area[2] - area[0], area[3] - area[1]
        soft, line = mark.soft * self.scale, mark.width * self.scale
        # Of what fades to nothing no edge is seen.
        ends = not isinstance(mark.paint, tuple) and not mark.paint.stops[-1][2]
        n = 1 if ends and not line else self._samples(width * height)
        # A blurred edge needs no fine pixels.
        k = 1 / min(8, soft / 2) if soft >= 3 else n
        mask = Image.new("L", (max(1, round(width * k)), max(1, round(height * k))))
        kx, ky = mask.width / width, mask.height / height
        edge = 0 if line else 0.5
        dx, dy = area[0] * kx + edge, area[1] * ky + edge
        draw, sx, sy = ImageDraw.Draw(mask), self.scale * kx, self.scale * ky
        for shape in mark.shapes:
            points = [(x * sx - dx, y * sy - dy) for x, y in shape]
            if line:
                _stroke(draw, points, max(1, round(line * k)))
            elif len(points) > 2:
                draw.polygon(points, 255)
        if soft >= 3:
            mask = mask.filter(ImageFilter.GaussianBlur(soft * k))
            return mask.resize((width, height), Image.Resampling.BICUBIC)
        mask = mask.reduce(n) if n > 1 else mask
        return mask.filter(ImageFilter.GaussianBlur(soft)) if soft > 0.3 else mask

    def _apply(self, area: Box, mask: Image.Image, mark: Mark) -> None:
        paint, grown = mark.paint, cast("Image.Image | Colour", average(mark.paint))
        if not isinstance(paint, tuple):
            place, row = self._place(paint, area), table(paint.stops)
            if fades(paint):
                mask = ImageChops.multiply(mask, _grown(row[place, 3], mask.size))
            if len({stop[1] for stop in paint.stops}) > 1:
                grown = _grown(row[place, :3], mask.size)
        if mark.alpha < 1:
            mask = mask.point(_fainter(round(max(0.0, mark.alpha), 3)))
        if mark.grain:
            mask = stippled(mask, max(1, round(self.scale * 0.9)))
        if self.image.mode == "RGB":
            self.image.paste(grown, area, mask)
            return
        if isinstance(grown, tuple):
            grown = Image.new("RGB", mask.size, grown)
        grown.putalpha(mask)
        self.image.alpha_composite(grown, area[:2])

    def _place(self, paint: Linear | Radial, area: Box) -> NDArray[np.uint8]:
        """How far from start to end of the paint the pixels of the area are, 0 to 255.

        As few as say it: one line of pixels for a gradient along an axis.
        """
        left, top, right, bottom = (edge / self.scale for edge in area)
        columns, rows = min(MOST, area[2] - area[0]), min(MOST, area[3] - area[1])
        if isinstance(paint, Linear):
            (x0, y0), (x1, y1) = paint.start, paint.end
            columns, rows = columns if x0 != x1 else 1, rows if y0 != y1 else 1
        x = left + (np.arange(columns) + 0.5) * (right - left) / columns
        y = top + (np.arange(rows)[:, None] + 0.5) * (bottom - top) / rows
        if isinstance(paint, Radial):
            far = np.hypot(x - paint.centre[0], y - paint.centre[1])
            far /= max(1e-6, paint.radius)
        else:
            dx, dy = x1 - x0, y1 - y0
            far = ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy or 1e-9)
        return np.clip(far * 255 + 0.5, 0, 255).astype(np.uint8)


def _stroke(draw: ImageDraw.ImageDraw, points: list[Point], thick: int) -> None:
    draw.line(points, 255, thick, joint="curve" if thick > 3 else None)
    if thick > 4:
        for end in (points[0], points[-1]):
            draw.circle(end, thick / 2 - 0.5, 255)


def _grown(pixels: NDArray[np.uint8], size: tuple[int, int]) -> Image.Image:
    image = Image.fromarray(pixels)
    thin = 1 in image.size
    smooth = Image.Resampling.NEAREST if thin else Image.Resampling.BILINEAR
    return image if image.size == size else image.resize(size, smooth)


@lru_cache(maxsize=32)
def font(size: float) -> ImageFont.FreeTypeFont:
    """Pillow's own face, so that no font file has to be shipped."""
    return cast("ImageFont.FreeTypeFont", ImageFont.load_default(size))


@lru_cache(maxsize=256)
def _fainter(alpha: float) -> list[int]:
    return [round(i * alpha) for i in range(256)]
