"""Styles that work on the finished picture."""

from collections.abc import Callable
from random import Random

from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from playground.simulator.painter.colour import Colour, rgb
from playground.simulator.painter.dice import Dice
from playground.simulator.painter.noise import clouds, sheet_of_noise, stippled
from playground.simulator.painter.palettes import Palette

Finish = Callable[[Image.Image, Palette, Dice, int], Image.Image]


def watercolour(
    image: Image.Image, palette: Palette, dice: Dice, detail: int
) -> Image.Image:
    """Trembling edges with pigment in them, blooms, the tooth and rim of the paper."""
    roll = dice.fresh("watercolour")
    short = min(image.size)
    paper = rgb("fdfaf3")
    wet = wobbled(image, roll, max(2.0, short / 190))
    wet = Image.blend(wet, Image.new("RGB", image.size, paper), 0.14)
    grey = wet.convert("L").filter(ImageFilter.GaussianBlur(short / 900))
    edge = grey.filter(ImageFilter.FIND_EDGES).filter(
        ImageFilter.GaussianBlur(short / 650)
    )
    pigment = edge.point([255 - min(105, max(0, i - 5) * 6) for i in range(256)])
    bloom = clouds(_small(image.size), roll, 2, 5).resize(
        image.size, Image.Resampling.BICUBIC
    )
    wet = ImageChops.multiply(wet, _grey(pigment))
    # Where the wash ran thin the paper shows; bare paper itself stays clean.
    thin = bloom.point([max(0, min(96, (i - 96) * 1)) for i in range(256)])
    wet.paste(paper, (0, 0), thin)
    if detail:
        tooth = sheet_of_noise(image.size, 3, 0.1 + 0.02 * detail)
        tooth = tooth.filter(ImageFilter.BoxBlur(max(1, short / 1400)))
        wet = ImageChops.add(wet, tooth, 1, -128)
    wet.paste(paper, (0, 0), _rim(image.size, roll))
    return wet


def _rim(size: tuple[int, int], roll: Random) -> Image.Image:
    """The unpainted border of the sheet, 255 where the paper is bare."""
    small = _small(size)
    edge = max(3, round(min(small) * 0.035))
    inner = Image.new("L", small)
    inner.paste(255, (edge, edge, small[0] - edge, small[1] - edge))
    inner = inner.filter(ImageFilter.GaussianBlur(edge * 0.45))
    ragged = ImageChops.add(inner, clouds(small, roll, 9, 3), 2)
    bare = ragged.point([255 - max(0, min(255, (i - 118) * 14)) for i in range(256)])
    return bare.resize(size, Image.Resampling.BICUBIC)


def wobbled(image: Image.Image, roll: Random, reach: float) -> Image.Image:
    """The picture with every point moved a little, smoothly."""
    columns = max(4, round(image.width / min(image.size) * 26))
    rows = max(4, round(image.height / min(image.size) * 26))
    xs = [round(image.width * i / columns) for i in range(columns + 1)]
    ys = [round(image.height * j / rows) for j in range(rows + 1)]
    moved = [
        [
            (
                min(image.width, max(0, x + roll.gauss(0, reach))),
                min(image.height, max(0, y + roll.gauss(0, reach))),
            )
            for x in xs
        ]
        for y in ys
    ]
    mesh = []
    for j in range(rows):
        for i in range(columns):
            if xs[i + 1] > xs[i] and ys[j + 1] > ys[j]:
                corners = (
                    moved[j][i],
                    moved[j + 1][i],
                    moved[j + 1][i + 1],
                    moved[j][i + 1],
                )
                flat = tuple(value for corner in corners for value in corner)
                mesh.append(((xs[i], ys[j], xs[i + 1], ys[j + 1]), flat))
    return image.transform(
        image.size, Image.Transform.MESH, mesh, Image.Resampling.BILINEAR
    )


def risograph(
    image: Image.Image, palette: Palette, dice: Dice, detail: int
) -> Image.Image:
    """Three spot inks in coarse grain, each printed a little out of register."""
    roll = dice.fresh("riso")
    slip = max(1, round(min(image.size) / 420))
    grain = max(1, round(min(image.size) / 620))
    sheet = Image.new("RGB", image.size, rgb("f8f4e9"))
    inks: tuple[Colour, ...] = (rgb("ffdf4a"), rgb("ff5f7e"), rgb("1f62b4"))
    planes = tuple(ImageChops.invert(band) for band in image.split())[::-1]
    # What all three inks would print together is left to the blue, which is dark enough.
    shared = ImageChops.darker(ImageChops.darker(*planes[:2]), planes[2])
    shared = shared.point([i // 2 for i in range(256)])
    for number, (plane, ink) in enumerate(zip(planes, inks, strict=True)):
        if number < 2:
            plane = ImageChops.subtract(plane, shared)
        if detail:
            plane = Image.blend(plane, stippled(plane, grain), 0.34 + 0.04 * detail)
        moved = Image.new("L", image.size)
        moved.paste(plane, (roll.randint(-slip, slip), roll.randint(-slip, slip)))
        layer = Image.new("RGB", image.size, (255, 255, 255))
        layer.paste(ink, (0, 0), moved)
        sheet = ImageChops.multiply(sheet, layer)
    return sheet


def pixels(
    image: Image.Image, palette: Palette, dice: Dice, detail: int
) -> Image.Image:
    """Large square pixels in a few colours."""
    across = (56, 80, 112, 144, 176)[detail]
    k = max(1, round(min(image.size) / across))
    small = (-(-image.width // k), -(-image.height // k))
    tiny = image.resize(small, Image.Resampling.BOX)
    tiny = ImageEnhance.Color(tiny).enhance(1.15)
    colours = (16, 24, 32, 48, 64)[detail]
    few = tiny.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    big = few.convert("RGB").resize(
        (small[0] * k, small[1] * k), Image.Resampling.NEAREST
    )
    return big.crop((0, 0, *image.size))


def neon(image: Image.Image, palette: Palette, dice: Dice, detail: int) -> Image.Image:
    """Bright things bleed light into the dark around them."""
    small = image.resize(_small(image.size), Image.Resampling.BOX)
    bright = (
        ImageEnhance.Color(small)
        .enhance(1.6)
        .point([max(0, (i - 110)) * 2 if i < 238 else 255 for i in range(256)] * 3)
    )
    short = min(small.size)
    halo = Image.blend(
        bright.filter(ImageFilter.GaussianBlur(short / 60)),
        bright.filter(ImageFilter.GaussianBlur(short / 14)),
        0.5,
    )
    return ImageChops.screen(image, halo.resize(image.size, Image.Resampling.BICUBIC))


def vintage(
    image: Image.Image, palette: Palette, dice: Dice, detail: int
) -> Image.Image:
    """A faded print: lifted blacks, warm whites, darker corners, coarse grain."""
    red = [round(30 + i * 0.87) for i in range(256)]
    green = [round(26 + i * 0.85) for i in range(256)]
    blue = [round(44 + i * 0.72) for i in range(256)]
    faded = ImageEnhance.Color(image).enhance(1.08).point(red + green + blue)
    corner = Image.radial_gradient("L").resize(image.size, Image.Resampling.BICUBIC)
    dark = corner.point([255 - max(0, i - 120) // 4 for i in range(256)])
    faded = ImageChops.multiply(faded, _grey(dark))
    if detail:
        roll = dice.fresh("vintage")
        wear = clouds(_small(image.size), roll, 3, 5).resize(
            image.size, Image.Resampling.BICUBIC
        )
        faded = ImageChops.multiply(
            faded, _grey(wear.point([min(255, 240 + i // 14) for i in range(256)]))
        )
        coarse = sheet_of_noise(image.size, 5, 0.06 + 0.02 * detail)
        faded = ImageChops.add(faded, coarse, 1, -128)
    return faded


def _small(size: tuple[int, int]) -> tuple[int, int]:
    """A working size for what is blurred anyway."""
    k = max(1.0, min(size) / 256)
    return max(2, round(size[0] / k)), max(2, round(size[1] / k))


def _grey(plane: Image.Image) -> Image.Image:
    return Image.merge("RGB", (plane, plane, plane))


FINISHES: dict[str, Finish] = {
    "watercolour": watercolour,
    "neon": neon,
    "vintage": vintage,
    "riso": risograph,
    "pixel": pixels,
}
