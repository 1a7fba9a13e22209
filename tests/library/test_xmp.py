"""XMP of others, and what small hostile files cost to read."""

import io
import time

import pytest
from PIL import Image as Pillow
from PIL.PngImagePlugin import PngInfo

from playground.library import svg
from playground.library.embedded_metadata import _widespread
from playground.library.pictures import UnusableFile, check_picture
from playground.library.xmp import MAX_CHARACTERS, told_by_xmp

ITEMS = "<dc:description><rdf:Alt>{}</rdf:Alt></dc:description>"


@pytest.mark.parametrize(
    ("xmp", "prompt"),
    [
        (ITEMS.format('<rdf:li xml:lang="x-default">a &amp; b</rdf:li>'), "a & b"),
        (
            ITEMS.format(
                '<rdf:li xml:lang="de">deutsch</rdf:li>'
                '<rdf:li xml:lang="x-default">a fox</rdf:li>'
            ),
            "a fox",
        ),
        ("<dc:description>a fox</dc:description>", "a fox"),
        ('<rdf:Description dc:description="a fox"/>', "a fox"),
        (
            "<dc:description></dc:description><dc:creator><rdf:Seq>"
            "<rdf:li>Bob the creator</rdf:li></rdf:Seq></dc:creator>",
            None,
        ),
        (f"{ITEMS.format('<rdf:li>a fox</rdf:li>')}<broken", "a fox"),
        ('<!DOCTYPE x [<!ENTITY a "aaaa">]><dc:description>&a;', None),
    ],
)
def test_the_description_is_read_and_nothing_else(xmp, prompt):
    head = "" if xmp.startswith("<!") else "<x>"
    assert told_by_xmp(f"{head}{xmp}").get("prompt") == prompt


@pytest.mark.parametrize(
    "read",
    [
        lambda: told_by_xmp("<dc:description><rdf:li>" * (MAX_CHARACTERS // 24)),
        lambda: told_by_xmp("<x>" + "<dc:description>" * (MAX_CHARACTERS // 16)),
        lambda: _widespread("\nModel: Size: " * 15_000),
        lambda: svg.size(
            f'<svg xmlns="{svg.NAMESPACE}" width="1{" " * 200_000}!"/>'.encode()
        ),
        lambda: svg.without_words(
            f'<svg xmlns="{svg.NAMESPACE}">{"<g/><desc/>" * 60_000}</svg>'.encode()
        ),
    ],
    ids=["items", "descriptions", "settings", "svg length", "svg words"],
)
def test_a_small_file_costs_little_to_read(read):
    # Of the processor, whatever else it does; what grows with the square takes minutes.
    begun = time.process_time()
    read()
    assert time.process_time() - begun < 3


def test_a_model_in_quotes_is_read_without_them():
    told = _widespread('a fox\nSteps: 20, Model: "my, model", Size: 8x8')
    assert told["requested"]["model"] == "my, model"


def test_a_drawing_in_utf_16_is_one():
    drawing = f'<?xml version="1.0" encoding="UTF-16"?><svg xmlns="{svg.NAMESPACE}"/>'
    assert check_picture(drawing.encode("utf-16"))[0].format == "svg"


def test_too_much_text_beside_the_pixels_is_told_as_that():
    info = PngInfo()
    info.add_text("parameters", "a fox " * 200_000, zip=True)
    buffer = io.BytesIO()
    Pillow.new("RGB", (8, 8)).save(buffer, "PNG", pnginfo=info)
    with pytest.raises(UnusableFile, match="more than 1 MB of text"):
        check_picture(buffer.getvalue())
