"""Styles that work on the finished picture."""

import math
from collections.abc import Callable
from random import Random

import numpy as np
from PIL import Image, ImageChops, ImageEnhance, ImageFilter, ImageOps

from playground.simulator.painter.colour import rgb
from playground.simulator.painter.dice import Roll
from playground.simulator.painter.noise import (
    SMOOTH,
    blurred,
    clouds,
    grained,
    grey,
    sheet_of_noise,
    stippled,
    toned,
)

PAPER = rgb("fdfaf3")


def watercolour(image: Image.Image, roll: Roll, detail: int) -> Image.Image:
    """Trembling edges with pigment in them, blooms, the tooth and rim of the paper."""
    short = min(image.size)
    wet = wobbled(image, roll, max(2.0, short / 190))
    wet = Image.blend(wet, Image.new("RGB", image.size, PAPER), 0.14)
    edge = blurred(wet.convert("L"), short / 900).filter(ImageFilter.FIND_EDGES)
    pigment = blurred(edge, short / 650)
    pigment = toned(pigment, lambda i: 255 - min(105, max(0, i - 5) * 6))
    wet = ImageChops.multiply(wet, grey(pigment))
    # Where the wash ran thin the paper shows; bare paper itself stays clean.
    thin = toned(clouds(image.size, roll, 2, 5), lambda i: min(80, i - 100))
    wet.paste(PAPER, (0, 0), thin)
    if detail:
        tooth = sheet_of_noise(image.size, 3, 0.1 + 0.02 * detail)
        tooth = tooth.filter(ImageFilter.BoxBlur(max(1, short / 1400)))
        wet = ImageChops.add(wet, tooth, 1, -128)
    wet.paste(PAPER, (0, 0), _rim(image.size, roll))
    return wet


def _rim(size: tuple[int, int], roll: Random) -> Image.Image:
    """The unpainted border of the sheet, 255 where the paper is bare."""
    edge = max(3, round(min(size) * 0.035))
    small = (max(2, size[0] // 4), max(2, size[1] // 4))
    inner = ImageOps.expand(Image.new("L", small, 255), edge // 4 + 1)
    inner = blurred(inner.resize(small), edge * 0.11)
    torn = toned(clouds(small, roll, 9, 3), lambda i: 64 + i / 2)
    ragged = ImageChops.add(inner, torn, 2)
    return toned(ragged, lambda i: 255 - (i - 118) * 14).resize(size, SMOOTH)


def wobbled(
    image: Image.Image, roll: Random, reach: float, cells: int = 26
) -> Image.Image:
    """The picture with every point moved a little, smoothly; `cells` a short side."""
    wide, tall = image.size
    short = min(image.size)
    columns, rows = (max(4, round(side / short * cells)) for side in image.size)
    xs = [round(wide * i / columns) for i in range(columns + 1)]
    ys = [round(tall * j / rows) for j in range(rows + 1)]

    def near(x: int, most: int) -> float:
        return min(most, max(0, x + roll.gauss(0, reach)))

    moved = [[(near(x, wide), near(y, tall)) for x in xs] for y in ys]
    mesh = []
    for j in range(rows):
        for i in range(columns):
            box = (xs[i], ys[j], xs[i + 1], ys[j + 1])
            corners = ((j, i), (j + 1, i), (j + 1, i + 1), (j, i + 1))
            if box[0] < box[2] and box[1] < box[3]:
                mesh.append((box, tuple(v for a, b in corners for v in moved[a][b])))
    kind = Image.Transform.MESH
    return image.transform(image.size, kind, mesh, Image.Resampling.BILINEAR)


def riso(image: Image.Image, roll: Roll, detail: int) -> Image.Image:
    """Three spot inks in coarse grain, each printed a little out of register."""
    slip = max(1, round(min(image.size) / 420))
    grain = max(1, round(min(image.size) / 620))
    sheet = [Image.new("L", image.size, part) for part in rgb("f8f4e9")]
    planes = tuple(ImageChops.invert(band) for band in image.split())[::-1]
    # What all three inks would print together is left to the blue, which is dark enough.
    shared = ImageChops.darker(ImageChops.darker(*planes[:2]), planes[2])
    shared = toned(shared, lambda i: i // 2)
    for plane, ink in zip(planes, ("ffdf4a", "ff5f7e", "1f62b4"), strict=True):
        if ink != "1f62b4":
            plane = ImageChops.subtract(plane, shared)
        if detail:
            plane = Image.blend(plane, stippled(plane, grain), 0.34 + 0.04 * detail)
        moved = Image.new("L", image.size)
        moved.paste(plane, (roll.randint(-slip, slip), roll.randint(-slip, slip)))
        for k, part in enumerate(rgb(ink)):
            # What the ink leaves of a channel of which it has a part itself.
            left = [255 - round(i * (255 - part) / 255) for i in range(256)]
            sheet[k] = ImageChops.multiply(sheet[k], moved.point(left))
    return Image.merge("RGB", sheet)


def linocut(image: Image.Image, roll: Roll, detail: int) -> Image.Image:
    """Cut in lino: dark ink rolled unevenly, a second colour below, gouged lines."""
    short = min(image.size)
    plane = wobbled(ImageOps.autocontrast(image.convert("L")), roll, short / 420, 14)
    edge = blurred(plane, short / 500).filter(ImageFilter.FIND_EDGES)
    step = max(3, round(short / (60, 84, 110, 130, 150)[detail]))
    ramp = (np.arange(image.height) % step * (255 / (step - 1))).astype(np.uint8)
    gouges = Image.fromarray(ramp[:, None]).resize(image.size)
    gouges = wobbled(gouges, roll, step * 0.6, 14)
    # Shadows print whole, middle tones as lines, lights not at all.
    shaded = toned(plane, lambda i: (i - 42) * 1.7)
    printed = toned(
        ImageChops.subtract(shaded, gouges, 1, 128), lambda i: 128 + (128 - i) * 14
    )
    printed = ImageChops.lighter(printed, toned(edge, lambda i: (i - 22) * 14))
    worn = toned(clouds(image.size, roll, 40, 2), lambda i: 160 + i)
    half = blurred(image.reduce(2) if short > 8 else image, short / 600)
    half = ImageEnhance.Color(half).enhance(1.1)
    flat = ImageOps.posterize(half.resize(image.size, Image.Resampling.BILINEAR), 3)
    sheet = Image.blend(flat, Image.new("RGB", image.size, rgb("f6efe0")), 0.42)
    sheet.paste(rgb("221f2b"), (0, 0), ImageChops.multiply(printed, worn))
    return sheet


def pixel(image: Image.Image, roll: Roll, detail: int) -> Image.Image:
    """Large square pixels in a few colours."""
    k = max(1, round(min(image.size) / (56, 80, 112, 144, 176)[detail]))
    small = (-(-image.width // k), -(-image.height // k))
    tiny = ImageEnhance.Color(image.resize(small, Image.Resampling.BOX)).enhance(1.15)
    few = tiny.quantize((16, 24, 32, 48, 64)[detail], dither=Image.Dither.NONE)
    large = (small[0] * k, small[1] * k)
    big = few.convert("RGB").resize(large, Image.Resampling.NEAREST)
    return big.crop((0, 0, *image.size))


def neon(image: Image.Image, roll: Roll, detail: int) -> Image.Image:
    """Bright things bleed light into the dark around them."""
    return ImageChops.screen(image, _halo(image, 110))


def photo(image: Image.Image, roll: Roll, detail: int) -> Image.Image:
    """As through a lens: contrast, light that blooms, darker corners, film grain."""
    rich = ImageEnhance.Color(image).enhance(1.12)
    seen = toned(rich, lambda i: i - 4.45 * math.sin(math.tau * i / 255) / math.pi)
    soft = blurred(seen, min(image.size) / 700)
    seen = ImageChops.screen(soft, toned(_halo(image, 150), lambda i: i * 0.22))
    return grained(_cornered(seen, 2.6), 0.05 + 0.02 * detail, 9)


def _halo(image: Image.Image, above: int) -> Image.Image:
    k = max(1, min(image.size) // 256)
    small = ImageEnhance.Color(image.reduce(k)).enhance(1.6)
    bright = toned(small, lambda i: (i - above) * 2 if i < 238 else 255)
    short = min(small.size)
    halo = Image.blend(blurred(bright, short / 60), blurred(bright, short / 14), 0.5)
    return halo.resize(image.size, SMOOTH)


def _cornered(image: Image.Image, strength: float) -> Image.Image:
    corner = Image.radial_gradient("L").resize(image.size, SMOOTH)
    dark = toned(corner, lambda i: 255 - max(0, i - 120) / strength)
    return ImageChops.multiply(image, grey(dark))


def vintage(image: Image.Image, roll: Roll, detail: int) -> Image.Image:
    """A faded print: lifted blacks, warm whites, darker corners, coarse grain."""
    fade = ((30, 0.87), (26, 0.85), (44, 0.72))
    table = [round(low + i * rise) for low, rise in fade for i in range(256)]
    faded = _cornered(ImageEnhance.Color(image).enhance(1.08).point(table), 4)
    if not detail:
        return faded
    wear = toned(clouds(image.size, roll, 3, 5), lambda i: 240 + i // 14)
    return grained(ImageChops.multiply(faded, grey(wear)), 0.06 + 0.02 * detail, 5)


def traced(image: Image.Image, roll: Roll, detail: int) -> Image.Image:
    """Pen lines along the edges, on paper."""
    short = min(image.size)
    if short <= 8:
        return image
    edges = blurred(image.convert("L"), short / 420).filter(ImageFilter.FIND_EDGES)
    edges = toned(edges, lambda i: 255 - max(0, i - 5) * 11)
    # The filter leaves the outermost pixels as they were.
    rim = ImageOps.expand(ImageOps.crop(edges, 2), 2, 255)
    pale = Image.blend(image, Image.new("RGB", image.size, PAPER), 0.84)
    return ImageChops.multiply(pale, grey(blurred(rim, short / 1600)))


def loosened(image: Image.Image, roll: Random, free: float) -> Image.Image:
    """A free copy loses small detail and trembles a little; a faithful one does not."""
    if free < 0.9:
        return image
    flat = image.convert("RGB")
    if free > 1:
        third = (max(1, image.width // 3), max(1, image.height // 3))
        small = flat.resize(third, Image.Resampling.BOX)
        small = small.filter(ImageFilter.ModeFilter(5)).filter(ImageFilter.SMOOTH)
        flat = Image.blend(flat, small.resize(image.size, SMOOTH), 0.85)
    flat = wobbled(flat, roll, min(image.size) / (620 if free <= 1 else 260))
    flat.putalpha(image.getchannel("A"))
    return flat


Finish = Callable[[Image.Image, Roll, int], Image.Image]
_IN_ORDER = (watercolour, photo, neon, vintage, riso, linocut, pixel)
FINISHES: dict[str, Finish] = {finish.__name__: finish for finish in _IN_ORDER}
EDITED = {**FINISHES, "ink": traced}
"""What is drawn in ink can be traced only where it was not drawn by this painter."""
