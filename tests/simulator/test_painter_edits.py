"""What an edit keeps of its sources, and what it may change."""

from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat

from playground.simulator.painter import PaintJob, paint, paint_partial

SIZE = (256, 192)
HOLE = (64, 48, 160, 144)


def seen(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def packed(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def job(prompt: str, **settings: object) -> PaintJob:
    base = PaintJob(prompt=prompt, width=SIZE[0], height=SIZE[1], variation=3)
    return replace(base, **settings)  # type: ignore[arg-type]


def distance(one: Image.Image, other: Image.Image) -> float:
    apart = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    return sum(ImageStat.Stat(apart).mean) / 3


@pytest.fixture(scope="module")
def source() -> bytes:
    return paint(job("mountains at dawn"))


@pytest.fixture(scope="module")
def mask() -> bytes:
    image = Image.new("RGBA", SIZE, (0, 0, 0, 255))
    ImageDraw.Draw(image).rectangle(HOLE, fill=(0, 0, 0, 0))
    return packed(image)


@pytest.fixture(scope="module")
def markup() -> bytes:
    image = Image.new("RGBA", SIZE)
    ImageDraw.Draw(image).ellipse(HOLE, fill=(220, 20, 60, 255))
    return packed(image)


def outside(image: Image.Image) -> Image.Image:
    """The picture without the hole and without the corner of the mark."""
    result = image.convert("RGB")
    draw = ImageDraw.Draw(result)
    draw.rectangle(HOLE, fill=(0, 0, 0))
    draw.rectangle((SIZE[0] * 0.6, SIZE[1] * 0.85, *SIZE), fill=(0, 0, 0))
    return result


@pytest.mark.parametrize(
    "prompt",
    ["make it night", "add a hot air balloon", "", "autumn in watercolour", "a forest"],
)
def test_an_edit_changes_its_source_and_keeps_it_recognisable(
    source: bytes, prompt: str
) -> None:
    original = seen(source)
    edited = seen(paint(job(prompt, sources=(source,))))
    other = seen(paint(job("a coffee cup")))
    assert edited.tobytes() != original.tobytes()
    shapes = [
        image.convert("L").resize((32, 24)) for image in (original, edited, other)
    ]
    if prompt != "make it night":
        assert distance(shapes[0], shapes[1]) < distance(shapes[0], shapes[2])


@pytest.mark.parametrize(
    "prompt", ["a fox", "remove it", "a forest", "", "ink", "snow"]
)
@pytest.mark.parametrize("fidelity", [None, "low", "high"])
def test_a_mask_confines_the_change(
    source: bytes, mask: bytes, prompt: str, fidelity: str | None
) -> None:
    original = seen(source)
    edited = seen(paint(job(prompt, sources=(source,), mask=mask, fidelity=fidelity)))
    assert outside(edited).tobytes() == outside(original).tobytes()
    assert distance(original.crop(HOLE), edited.crop(HOLE)) > 1


@pytest.mark.parametrize(
    "prompt", ["make it night", "red tones", "sunset", "neon", "flat"]
)
def test_high_fidelity_keeps_more_than_low(source: bytes, prompt: str) -> None:
    original = seen(source)
    far = [
        distance(
            original, seen(paint(job(prompt, sources=(source,), fidelity=fidelity)))
        )
        for fidelity in ("high", None, "low")
    ]
    assert far == sorted(far)
    assert far[0] < far[2]


@pytest.mark.parametrize("prompt", ["a sailing boat", "follow the marks"])
def test_markup_says_where_something_is_drawn(
    source: bytes, markup: bytes, prompt: str
) -> None:
    original = seen(source)
    edited = seen(paint(job(prompt, sources=(source,), markup=markup)))
    assert distance(original.crop(HOLE), edited.crop(HOLE)) > 8
    corner = (0, 0, 30, 20)
    assert distance(original.crop(corner), edited.crop(corner)) < 1


def test_every_further_source_shows(source: bytes) -> None:
    red = packed(Image.new("RGB", (80, 80), (230, 20, 20)))
    cut = Image.new("RGBA", (80, 80))
    ImageDraw.Draw(cut).ellipse((10, 10, 70, 70), fill=(20, 230, 20, 255))
    pictures = [
        paint(job("together", sources=(source, *more)))
        for more in ((), (red,), (red, packed(cut)), (red,) * 15)
    ]
    assert len({*pictures}) == 4
    assert distance(seen(pictures[0]), seen(pictures[1])) > 2


def test_a_source_of_any_kind_fills_the_frame(mask: bytes) -> None:
    turned = Image.new("RGB", (40, 90), (10, 120, 200))
    exif = turned.getexif()
    exif[0x0112] = 6
    out = BytesIO()
    turned.save(out, "JPEG", exif=exif)
    kinds = [out.getvalue()]
    for mode in ("L", "LA", "P", "RGBA", "1"):
        kinds.append(packed(Image.new(mode, (33, 57))))
    for data in kinds:
        for background in ("opaque", "transparent"):
            image = seen(
                paint(job("sunset", sources=(data,), mask=mask, background=background))
            )
            assert image.size == SIZE
            assert image.mode == ("RGBA" if background == "transparent" else "RGB")


def test_a_background_can_be_taken_away() -> None:
    still = paint(job("perfume bottle", width=512, height=512))
    alpha = seen(
        paint(
            job(
                "cut it out",
                width=512,
                height=512,
                sources=(still,),
                background="transparent",
            )
        )
    ).getchannel("A")
    assert alpha.getpixel((3, 3)) == 0
    assert alpha.getbbox() is not None
    assert alpha.histogram()[255] > 1000


def test_a_mask_or_markup_that_says_nothing_is_no_limit(source: bytes) -> None:
    shut = packed(Image.new("RGBA", SIZE, (0, 0, 0, 255)))
    bare = packed(Image.new("RGBA", SIZE))
    free = paint(job("make it night", sources=(source,)))
    assert paint(job("make it night", sources=(source,), mask=shut)) == free
    assert paint(job("make it night", sources=(source,), markup=bare)) == free


@pytest.mark.parametrize("output_format", ["jpeg", "webp", "gif", "svg"])
def test_an_edit_comes_in_every_format(
    source: bytes, mask: bytes, output_format: str
) -> None:
    wanted = job(
        "a fox",
        sources=(source,),
        mask=mask,
        output_format=output_format,
        frame_count=2,
    )
    data = paint(wanted)
    assert data == paint(wanted)
    if output_format == "svg":
        root = ElementTree.fromstring(data)
        assert not list(root.iter("{http://www.w3.org/2000/svg}image"))
    else:
        assert seen(data).size == SIZE
    assert seen(paint_partial(wanted, 0, 2)).size == SIZE
