"""The canvas of pixels.

Pillow's drawing has no anti-aliasing, so every call draws one mask at a multiple of the
size, shrinks it and pastes the paint through it; only the box that is touched is worked.
"""

import math
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from playground.simulator.painter.colour import Colour
from playground.simulator.painter.noise import stippled
from playground.simulator.painter.paint import (
    Canvas,
    Linear,
    Mark,
    Paint,
    Point,
    Radial,
    Shape,
    fades,
    table,
)
from playground.simulator.painter.shapes import bounds

Box = tuple[int, int, int, int]
MASK_PIXELS = 24_000_000
"""A supersampled mask never has more pixels than this; above, edges get fewer samples."""


class RasterCanvas(Canvas):
    def __init__(
        self, size: tuple[int, int], *, transparent: bool = False, fine: bool = True
    ) -> None:
        super().__init__(size)
        self.fine = fine
        mode, clear = ("RGBA", 0) if transparent else ("RGB", 0xFFFFFF)
        self.image = Image.new(mode, size, clear)

    def put(self, mark: Mark) -> None:
        if mark.kind == "ground":
            self._ground(mark)
        elif mark.kind == "wash":
            self._wash(mark)
        else:
            self._shapes(mark)

    def _shapes(self, mark: Mark) -> None:
        alpha, pixels = mark.alpha, mark.width * self.scale
        if mark.kind == "line" and pixels < 0.8:
            # Thinner than a pixel: fainter, since it cannot be narrower.
            alpha *= max(0.15, pixels / 0.8)
            pixels = 0.8
        box = self._box(mark.shapes, pixels + mark.soft * self.scale * 3)
        if box and mark.within is not None:
            inner = self._box(mark.within, 0)
            box = _overlap(box, inner) if inner else None
        if not box:
            return
        if mark.kind == "line":
            mask = self._line_mask(mark.shapes, box, pixels)
        else:
            # Of what fades to nothing no edge is seen.
            ends = not isinstance(mark.paint, tuple) and not mark.paint.stops[-1][2]
            soft = mark.soft * self.scale
            mask = self._mask(mark.shapes, box, soft, 1 if ends else 4)
        if mark.within is not None:
            mask = ImageChops.multiply(mask, self._mask(mark.within, box, 0))
        self._apply(box, mask, mark.paint, alpha, grain=mark.grain)

    def _ground(self, mark: Mark) -> None:
        ridge = mark.shapes[0]
        lowest = max(y for _, y in ridge)
        below = lowest + 9 / self.scale
        shape = [*ridge, (ridge[-1][0], below), (ridge[0][0], below)]
        top = self._box([shape], 0)
        if top is None:
            if lowest < 0:
                self._wash(mark)
            return
        width, height = self.size
        # Only the strip that holds the line needs drawing; all below is full.
        edge = (0, top[1], width, min(height, math.ceil(lowest * self.scale) + 3))
        mask = Image.new("L", (width, height - top[1]), 255)
        if edge[3] > edge[1]:
            mask.paste(self._mask([shape], edge, 0), (0, 0))
        self._apply((0, top[1], width, height), mask, mark.paint, mark.alpha)

    def _wash(self, mark: Mark) -> None:
        box = (0, 0, *self.size)
        if mark.alpha >= 1 and not fades(mark.paint) and self.image.mode == "RGB":
            self.image.paste(self._colours(mark.paint, box), box)
        else:
            self._apply(box, Image.new("L", self.size, 255), mark.paint, mark.alpha)

    def text(
        self, words: str, at: Point, size: float, paint: Colour, fit: float = 0.0
    ) -> None:
        pixels = size * self.scale
        if pixels < 3:
            return
        wide = font(pixels).getlength(words) * 1.04
        if fit and wide > fit * self.scale:
            pixels *= fit * self.scale / wide
        face = font(max(4.0, round(pixels, 1)))
        half, (x, y) = face.getlength(words) / 2 / self.scale + size * 0.2, at
        box = self._box([[(x - half, y - size), (x + half, y + size)]], 0)
        if box is None:
            return
        mask = Image.new("L", (box[2] - box[0], box[3] - box[1]))
        middle = (x * self.scale - box[0], y * self.scale - box[1])
        # The one face that Pillow brings is a regular; a thin outline makes it bold.
        draw = ImageDraw.Draw(mask)
        draw.text(middle, words, 255, face, "mm", stroke_width=pixels * 0.028)
        self._apply(box, mask, paint, 1.0)

    def _box(self, shapes: Sequence[Shape], margin: float) -> Box | None:
        """The pixels that shapes touch, as far as they are in the picture."""
        if not any(shapes):
            return None
        left, top, right, bottom = (
            min(9e6, max(-9e6, edge)) * self.scale for edge in bounds(shapes)
        )
        edges = (math.floor(left - margin) - 1, math.floor(top - margin) - 1)
        ends = (math.ceil(right + margin) + 1, math.ceil(bottom + margin) + 1)
        return _overlap((*edges, *ends), (0, 0, *self.size))

    def _samples(self, width: int, height: int) -> int:
        """Samples a side of each pixel: small shapes get the finest edges."""
        for samples, most in (
            ((4, 10_000), (3, 60_000)) if self.fine else ((3, 10_000),)
        ):
            if width * height <= most:
                return samples
        return 2 if width * height <= MASK_PIXELS // 4 else 1

    def _mask(
        self, shapes: Sequence[Shape], box: Box, soft: float, samples: int = 4
    ) -> Image.Image:
        left, top, right, bottom = box
        width, height = right - left, bottom - top
        if soft >= 3:
            # A blurred edge needs no fine pixels.
            shrink = min(8, soft / 2)
            small = (max(1, round(width / shrink)), max(1, round(height / shrink)))
            mask = self._draw(shapes, box, small[0] / width, small[1] / height, small)
            mask = mask.filter(ImageFilter.GaussianBlur(soft / shrink))
            return mask.resize((width, height), Image.Resampling.BICUBIC)
        n = min(samples, self._samples(width, height))
        mask = self._draw(shapes, box, n, n, (width * n, height * n))
        mask = mask.reduce(n) if n > 1 else mask
        return mask.filter(ImageFilter.GaussianBlur(soft)) if soft > 0.3 else mask

    def _draw(
        self,
        shapes: Sequence[Shape],
        box: Box,
        kx: float,
        ky: float,
        size: tuple[int, int],
    ) -> Image.Image:
        mask = Image.new("L", size)
        draw = ImageDraw.Draw(mask)
        sx, sy = self.scale * kx, self.scale * ky
        dx, dy = box[0] * kx + 0.5, box[1] * ky + 0.5
        for shape in shapes:
            if len(shape) > 2:
                draw.polygon([(x * sx - dx, y * sy - dy) for x, y in shape], 255)
        return mask

    def _line_mask(
        self, lines: Sequence[Shape], box: Box, pixels: float
    ) -> Image.Image:
        left, top, right, bottom = box
        n = self._samples(right - left, bottom - top)
        mask = Image.new("L", ((right - left) * n, (bottom - top) * n))
        draw = ImageDraw.Draw(mask)
        k = self.scale * n
        dx, dy = left * n, top * n
        thick = max(1, round(pixels * n))
        for line in lines:
            points = [(x * k - dx, y * k - dy) for x, y in line]
            draw.line(points, 255, thick, joint="curve" if thick > 3 else None)
            if thick > 4:
                r = thick / 2 - 0.5
                for x, y in (points[0], points[-1]):
                    draw.ellipse((x - r, y - r, x + r, y + r), 255)
        return mask.reduce(n) if n > 1 else mask

    def _apply(
        self,
        box: Box,
        mask: Image.Image,
        paint: Paint,
        alpha: float,
        *,
        grain: bool = False,
    ) -> None:
        if not isinstance(paint, tuple) and fades(paint):
            mask = ImageChops.multiply(mask, self._opacity(paint, box))
        if alpha < 1:
            mask = mask.point(_fainter(round(max(0.0, alpha), 3)))
        if grain:
            mask = stippled(mask, max(1, round(self.scale * 0.9)))
        colours = self._colours(paint, box)
        if self.image.mode == "RGB":
            self.image.paste(colours, box, mask)
            return
        size = (box[2] - box[0], box[3] - box[1])
        layer = (
            Image.new("RGB", size, colours) if isinstance(colours, tuple) else colours
        )
        layer = layer.copy()
        layer.putalpha(mask)
        self.image.alpha_composite(layer, (box[0], box[1]))

    def _colours(self, paint: Paint, box: Box) -> Image.Image | Colour:
        if isinstance(paint, tuple):
            return paint
        if len({stop[1] for stop in paint.stops}) == 1:
            return paint.stops[0][1]
        place, row = self._place(paint, box), table(paint.stops)
        place.putpalette([v for i in range(0, 1024, 4) for v in row[i : i + 3]])
        return _grown(place.convert("RGB"), box)

    def _opacity(self, paint: Linear | Radial, box: Box) -> Image.Image:
        place = self._place(paint, box)
        return _grown(place.point(list(table(paint.stops)[3::4])), box)

    def _place(self, paint: Linear | Radial, box: Box) -> Image.Image:
        """How far from start to end of the paint each pixel of the box is, 0 to 255.

        As small an image as says it: one line of pixels for a gradient along an axis.
        """
        width, height = box[2] - box[0], box[3] - box[1]
        if isinstance(paint, Radial):
            k = 128 / max(1e-6, paint.radius * self.scale)
            cx, cy = paint.centre[0] * self.scale, paint.centre[1] * self.scale
            # A large glow is the same from half the pixels.
            n = 2 if min(width, height) > 400 else 1
            size = (-(-width // n), -(-height // n))
            x, y = 128 + (box[0] - cx) * k, 128 + (box[1] - cy) * k
            matrix = (k * width / size[0], 0, x, 0, k * height / size[1], y)
            kind, smooth = Image.Transform.AFFINE, Image.Resampling.BILINEAR
            return _disc().transform(size, kind, matrix, smooth, fillcolor=255)
        (x0, y0), (x1, y1) = paint.start, paint.end
        dx, dy = x1 - x0, y1 - y0
        k = 255 / (dx * dx + dy * dy or 1e-9)
        columns = 1 if dx == 0 else min(width, 160 if dy == 0 else 20)
        rows = 1 if dy == 0 else min(height, 160 if dx == 0 else 20)
        step_x = width / columns / self.scale * dx * k
        step_y = height / rows / self.scale * dy * k
        left, top = box[0] / self.scale - x0, box[1] / self.scale - y0
        start = (left * dx + top * dy) * k + (step_x + step_y) / 2 + 0.5
        if columns == 1:
            out = _ramp(start, step_y, rows)
        else:
            starts = (start + step_y * j for j in range(rows))
            out = b"".join(_ramp(one, step_x, columns) for one in starts)
        return Image.frombytes("L", (columns, rows), out)


def _ramp(start: float, step: float, count: int) -> bytes:
    values = [int(start + step * i) for i in range(count)]
    if min(values[0], values[-1]) < 0 or max(values[0], values[-1]) > 255:
        values = [min(255, max(0, value)) for value in values]
    return bytes(values)


def _grown(image: Image.Image, box: Box) -> Image.Image:
    size = (box[2] - box[0], box[3] - box[1])
    if image.size == size:
        return image
    thin = 1 in image.size
    return image.resize(
        size, Image.Resampling.NEAREST if thin else Image.Resampling.BILINEAR
    )


@lru_cache(maxsize=32)
def font(size: float) -> ImageFont.FreeTypeFont:
    """Pillow's own face, so that no font file has to be shipped."""
    face = ImageFont.load_default(size)
    assert isinstance(face, ImageFont.FreeTypeFont)  # noqa: S101 - FreeType is in every wheel
    return face


@lru_cache(maxsize=256)
def _fainter(alpha: float) -> list[int]:
    return [round(i * alpha) for i in range(256)]


@lru_cache(maxsize=1)
def _disc() -> Image.Image:
    """Distance from the middle, 255 at 128 pixels (Pillow's own reaches only 181)."""
    stretch = [min(255, round(i * 255 / 181)) for i in range(256)]
    return Image.radial_gradient("L").point(stretch)


def _overlap(one: Box, other: Box) -> Box | None:
    left, top = max(one[0], other[0]), max(one[1], other[1])
    right, bottom = min(one[2], other[2]), min(one[3], other[3])
    return (left, top, right, bottom) if left < right and top < bottom else None
