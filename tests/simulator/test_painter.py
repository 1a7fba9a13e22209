"""The painter's files are what they say they are, and repeat when they should."""

from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageFilter, ImageStat

from playground.simulator.painter import PaintJob, paint, paint_partial
from playground.simulator.painter.brief import STYLES, SUBJECTS, read
from playground.simulator.painter.compose import SCENES
from playground.simulator.painter.palettes import TIMES

RASTER = ("png", "jpeg", "webp")
FIRST_WORDS = [subject["words"].split()[0] for subject in SUBJECTS.values()]
SVG = "{http://www.w3.org/2000/svg}"


def job(prompt: str = "misty mountains at dawn", **settings: object) -> PaintJob:
    base = PaintJob(prompt=prompt, width=256, height=192, quality="low", variation=1)
    return replace(base, **settings)  # type: ignore[arg-type]


def seen(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def edge_energy(image: Image.Image) -> float:
    return ImageStat.Stat(image.convert("L").filter(ImageFilter.FIND_EDGES)).mean[0]


def distance(one: Image.Image, other: Image.Image) -> float:
    apart = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    return sum(ImageStat.Stat(apart).mean) / 3


@pytest.mark.parametrize("output_format", RASTER)
@pytest.mark.parametrize("background", ["opaque", "transparent"])
@pytest.mark.parametrize("size", [(256, 256), (384, 128), (128, 384)])
def test_a_file_has_the_format_size_and_mode_it_was_asked_for(
    output_format: str, background: str, size: tuple[int, int]
) -> None:
    image = seen(
        paint(
            job(
                output_format=output_format,
                background=background,
                width=size[0],
                height=size[1],
            )
        )
    )
    clear = background == "transparent" and output_format != "jpeg"
    assert image.format == output_format.upper()
    assert image.size == size
    assert image.mode == ("RGBA" if clear else "RGB")


@pytest.mark.parametrize("prompt", [*FIRST_WORDS, "isometric", "nothing in particular"])
def test_a_transparent_picture_is_a_subject_on_nothing(prompt: str) -> None:
    picture = paint(job(prompt, background="transparent", height=256))
    alpha = seen(picture).getchannel("A")
    histogram = alpha.histogram()
    assert histogram[0] > 0.02 * 256 * 256
    assert histogram[255] > 0.02 * 256 * 256
    assert alpha.getpixel((0, 0)) == 0


@pytest.mark.parametrize("output_format", [*RASTER, "gif", "svg"])
def test_the_same_job_gives_the_same_bytes(output_format: str) -> None:
    wanted = job(output_format=output_format, quality="high", frame_count=2)
    assert paint(wanted) == paint(wanted)


def test_another_variation_is_another_picture_of_the_same_scene() -> None:
    one, two = (seen(paint(job(variation=n, quality="medium"))) for n in (1, 2))
    other = seen(paint(job("ringed planet in space", quality="medium")))
    assert one.tobytes() != two.tobytes()
    # Seen from far away two draws are closer to each other than to another scene.
    far = [image.resize((8, 6), Image.Resampling.BOX) for image in (one, two, other)]
    assert distance(far[0], far[1]) < distance(far[0], far[2])


@pytest.mark.parametrize(
    "prompt",
    ["mountains at dawn", "city skyline", "forest", "sea", "a fox", "abstract"],
)
def test_detail_rises_with_quality(prompt: str) -> None:
    energy = [
        edge_energy(seen(paint(job(prompt, quality=quality, width=512, height=512))))
        for quality in ("low", "medium", "high", "max")
    ]
    assert energy[0] < energy[1] < energy[2] < energy[3]


def test_quality_keeps_the_composition_of_a_variation() -> None:
    low, high = (seen(paint(job(quality=quality))) for quality in ("low", "high"))
    other = seen(paint(job("city skyline at night")))
    far = [image.resize((8, 6), Image.Resampling.BOX) for image in (low, high, other)]
    assert distance(far[0], far[1]) < 0.5 * distance(far[0], far[2])


@pytest.mark.parametrize("output_format", ["jpeg", "webp"])
def test_compression_costs_quality_and_saves_bytes(output_format: str) -> None:
    original = seen(paint(job(quality="high")))
    sizes, errors = [], []
    for level in (5, 50, 100):
        data = paint(
            job(quality="high", output_format=output_format, output_compression=level)
        )
        sizes.append(len(data))
        errors.append(distance(original, seen(data)))
    assert sizes == sorted(sizes)
    assert errors == sorted(errors, reverse=True)
    assert errors[0] > 2 * errors[2]


@pytest.mark.parametrize("background", ["opaque", "transparent"])
def test_a_gif_moves_with_the_frames_and_pace_it_was_asked_for(background: str) -> None:
    data = paint(
        job(
            "sailing boat at sea",
            output_format="gif",
            background=background,
            frame_count=4,
            frame_duration_ms=124,
        )
    )
    image = seen(data)
    assert isinstance(image.info.get("loop"), int)
    frames = []
    for number in range(image.n_frames):  # type: ignore[attr-defined]
        image.seek(number)
        assert image.info["duration"] == 120
        frames.append(image.convert("RGBA").tobytes())
    assert len(set(frames)) == 4
    assert (image.convert("RGBA").getpixel((0, 0))[3] == 0) is (
        background == "transparent"
    )  # type: ignore[index]


@pytest.mark.parametrize("background", ["opaque", "transparent"])
@pytest.mark.parametrize(
    "prompt",
    ["mountains", 'poster "A & <B>"', "ink drawing of a cat", "\ud83d\x00 \x1b"],
)
def test_an_svg_is_a_safe_drawing(prompt: str, background: str) -> None:
    data = paint(
        job(prompt, output_format="svg", background=background, quality="high")
    )
    root = ElementTree.fromstring(data)
    assert root.tag == f"{SVG}svg"
    assert (root.get("width"), root.get("height")) == ("256", "192")
    allowed = {"svg", "defs", "g", "path", "rect", "text", "stop", "filter"}
    allowed |= {"linearGradient", "radialGradient", "clipPath", "feGaussianBlur"}
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in allowed
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert "href" not in name
            assert "url(" not in value or value.startswith("url(#")


@pytest.mark.parametrize("output_format", [*RASTER, "gif", "svg"])
def test_a_partial_is_the_same_picture_unfinished(output_format: str) -> None:
    wanted = job(
        "a fox", quality="high", output_format=output_format, width=512, height=512
    )
    final = seen(paint(replace(wanted, output_format="png")))
    partials = [seen(paint_partial(wanted, n, 3)) for n in range(3)]
    assert {partial.size for partial in partials} == {(512, 512)}
    far = [distance(partial, final) for partial in partials]
    assert far == sorted(far, reverse=True)
    assert far[0] < distance(seen(paint(job("forest", width=512, height=512))), final)
    assert edge_energy(partials[0]) < edge_energy(partials[2]) < edge_energy(final)


def test_every_subject_has_something_that_draws_it() -> None:
    heroes = {name for name, subject in SUBJECTS.items() if "home" in subject}
    assert SUBJECTS.keys() - heroes == {
        name for name in SCENES if not name.startswith("at home")
    } - {"isometric"} | {"poster", "icon"}
    homes = {f"at home: {SUBJECTS[name]['home']}" for name in heroes}
    assert homes | {"at home: outdoors"} == {
        name for name in SCENES if name.startswith("at home")
    }


@pytest.mark.parametrize("style", list(STYLES))
def test_a_style_word_changes_the_picture(style: str) -> None:
    word = STYLES[style].split()[0]
    plain = seen(paint(job("a house", quality="high")))
    styled = seen(paint(job(f"a house {word}", quality="high")))
    assert styled.size == plain.size
    assert plain.tobytes() != styled.tobytes()


@pytest.mark.parametrize("word", [keys.split()[0] for keys in TIMES.values()])
def test_words_of_time_and_mood_set_the_colours(word: str) -> None:
    assert distance(seen(paint(job("hills"))), seen(paint(job(f"{word} hills")))) > 2


@pytest.mark.parametrize(
    "prompt",
    [
        "",
        "   ",
        "🦊🌋",
        "🦊" * 9000,
        "a " * 16000,
        "\x00\x07",
        "山の上の月",
        "\ud800",
        "(((",
        "%s {0}",
    ],
)
@pytest.mark.parametrize("output_format", ["png", "svg"])
def test_any_prompt_is_drawn(prompt: str, output_format: str) -> None:
    assert paint(job(prompt, output_format=output_format))


@settings(max_examples=25, deadline=None)
@given(
    # No model draws more than three to one: a strip of 400 by 1 is scenery without end.
    size=st.tuples(st.integers(1, 420), st.integers(1, 420)).filter(
        lambda size: max(size) <= 4 * min(size)
    ),
    subject=st.sampled_from(FIRST_WORDS),
    style=st.sampled_from(["", *(keys.split()[0] for keys in STYLES.values())]),
    quality=st.sampled_from(["low", "medium", "high", "xhigh", "max", "auto"]),
    background=st.sampled_from(["opaque", "transparent", "auto"]),
    output_format=st.sampled_from([*RASTER, "svg"]),
    variation=st.integers(0, 2**40),
)
def test_no_size_subject_or_style_fails(
    size: tuple[int, int],
    subject: str,
    style: str,
    quality: str,
    background: str,
    output_format: str,
    variation: int,
) -> None:
    data = paint(
        PaintJob(
            prompt=f"{style} {subject}",
            width=size[0],
            height=size[1],
            quality=quality,
            background=background,
            output_format=output_format,
            variation=variation,
        )
    )
    if output_format != "svg":
        assert seen(data).size == size


def test_a_prompt_is_read_for_subject_style_and_colour() -> None:
    brief = read("A blue vase with red poppies, risograph, in the rain")
    assert brief.subjects[0] == "flower"
    assert brief.styles == {"riso"}
    assert brief.has("rain snow")
    assert brief.colour_of("vase") == "blue"
    assert brief.colour_of("poppies") == "red"
    assert read('A poster that says "Hello you"').title == "HELLO YOU"
    assert read("A poster of a whale").title == "WHALE"
