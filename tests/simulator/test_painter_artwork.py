"""The artwork is complete, understood and small; without it the painter does not start."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from playground.simulator.painter.artwork import FOLDER, data, layers, outlines
from playground.simulator.painter.brief import SUBJECTS
from playground.simulator.painter.compose import ELEMENTS
from playground.simulator.painter.palettes import PALETTES, mixed

PICTURES = data("pictures")
MOST_BYTES = 400_000


def said(value: Any, key: str) -> Iterator[Any]:
    """Everything that the data says under a key, however deep."""
    if isinstance(value, list):
        for one in value:
            yield from said(one, key)
    elif isinstance(value, dict):
        for name, one in value.items():
            if name == key:
                yield from one if isinstance(one, list) else [one]
            yield from said(one, key)


def test_the_list_names_the_pictures_of_the_folder() -> None:
    assert sorted(path.stem for path in (FOLDER / "pictures").iterdir()) == PICTURES


def test_every_picture_that_is_asked_for_exists() -> None:
    asked = {art for art in said(data("scenes"), "art") if isinstance(art, str)}
    asked |= set(said(data("scenes"), "chief")) - {""}
    for where in ("subjects", "skies"):
        asked |= {art for art in said(data(where), "art") if isinstance(art, str)}
    for name in PICTURES:
        asked |= {art for art in said(data(f"pictures/{name}"), "use") if art[0] != "="}
    assert asked - {""} <= set(PICTURES)


def test_scenes_use_known_elements_and_palettes() -> None:
    assert set(said(data("scenes"), "do")) - {"hero"} == ELEMENTS.keys()
    suited = {*said(data("scenes"), "palettes"), *said(SUBJECTS, "palettes")}
    assert suited <= PALETTES.keys()


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_can_be_drawn_in_every_palette(name: str) -> None:
    drawn = layers(name)
    assert drawn
    assert all(shape for layer in drawn for shape in layer.shapes)
    picture = data(f"pictures/{name}")
    roles = {
        role: colour if isinstance(colour, str) else colour[0]
        for role, colour in picture.get("roles", {}).items()
    }
    used = {f"{layer.said['use'][1:]}" for layer in drawn if "use" in layer.said}
    colours = {role: words for role, words in roles.items() if role not in used}
    words = {word for one in drawn for word in painted(one.paint)} | {*colours.values()}
    for palette in PALETTES.values():
        for word in words:
            assert len(mixed(word, palette, tuple(roles.items()))) == 3


def painted(paint: Any) -> list[str]:
    """The colours of a layer's paint, in words."""
    if isinstance(paint, dict):
        given = paint["stops"] if "stops" in paint else paint["fade"][:1]
        return [one if isinstance(one, str) else one[1] for one in given]
    return [paint] if paint else []


def test_paths_are_read_as_svg_reads_them() -> None:
    square, curve, oval = outlines("M0 0L10 0L10 10Z M0 0C0 10 10 10 10 0 O5 5 3 2 0")
    assert square == [(0, 0), (10, 0), (10, 10)]
    assert curve[0] == (0, 0)
    assert curve[-1] == pytest.approx((10, 0))
    assert max(y for _, y in curve) == pytest.approx(7.5, abs=1)
    assert min(x for x, _ in oval) == pytest.approx(2, abs=0.1)


def test_the_artwork_stays_small_and_readable() -> None:
    files = [path for path in FOLDER.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < MOST_BYTES
    assert {path.suffix for path in files} == {".json", ".md"}
    assert (
        max(len(line) for path in files for line in path.read_text().splitlines())
        < 8000
    )


HARMED = [
    ("scenes", "missing"),
    ("words", "incomplete"),
    ("skies", "missing"),
    ("pictures/fox", "broken"),
    ("pictures/tile-3", "missing"),
    ("pictures/bouquet", "incomplete"),
    ("scenes", ""),
]
# One start for each folder; what the painter is made of is loaded once for all.
START_EACH = """
import os, sys
import numpy, PIL.Image
for folder in sys.argv[1:]:
    child = os.fork()
    if not child:
        sys.path[0] = folder
        sys.stderr = open(os.path.join(folder, "told"), "w")
        import playground.simulator.painter
        sys.exit()
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_missing_artwork_stops_the_start_and_says_which(tmp_path: Path) -> None:
    folders = []
    for number, (name, harm) in enumerate(HARMED):
        folders.append(tmp_path / str(number))
        package = folders[-1] / "playground"
        shutil.copytree(FOLDER.parents[1], package / "simulator")
        (package / "__init__.py").touch()
        victim = package / "simulator" / "painter" / "artwork" / f"{name}.json"
        if harm == "missing":
            victim.unlink()
        elif harm:
            victim.write_text('{"layers": [' if harm == "broken" else "{}")
    started = subprocess.run(
        [sys.executable, "-c", START_EACH, *map(str, folders)],
        capture_output=True,
        text=True,
        check=True,
    )
    codes = started.stdout.split()
    assert len(codes) == len(HARMED)
    for (name, harm), folder, code in zip(HARMED, folders, codes, strict=True):
        told = (folder / "told").read_text()
        if not harm:
            assert (code, told) == ("0", "")
            continue
        assert code != "0"
        last = told.strip().splitlines()[-1]
        assert "ArtworkError: The simulator's painter cannot start" in last
        assert f"{name}.json" in last
