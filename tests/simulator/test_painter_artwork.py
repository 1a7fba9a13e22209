"""The artwork is complete, understood and small; without it the painter does not start."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from playground.simulator.painter.artwork import FOLDER, artwork, data, outlines
from playground.simulator.painter.brief import SUBJECTS
from playground.simulator.painter.elements import ELEMENTS
from playground.simulator.painter.elements.plants import ARRANGED
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
    asked |= {art for art in said(data("subjects"), "art") if isinstance(art, str)}
    assert asked - {""} - ARRANGED.keys() <= set(PICTURES)


def test_scenes_use_known_elements_and_palettes() -> None:
    assert set(said(data("scenes"), "do")) - {"hero"} == ELEMENTS.keys()
    suited = {*said(data("scenes"), "palettes"), *said(SUBJECTS, "palettes")}
    assert suited <= PALETTES.keys()


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_can_be_drawn_in_every_palette(name: str) -> None:
    text = json.dumps(data(f"pictures/{name}"))
    work = artwork(name)
    assert work.layers
    assert all(shape for layer in work.layers for shape in layer.shapes)
    roles = {
        role: colour if isinstance(colour, str) else colour[0]
        for role, colour in work.roles.items()
    }
    colours = re.findall(
        r'"(#[0-9a-f]{6}|[a-z]+[0-9]?|(?:mix|shade|tint)\(.*?\))"', text
    )
    keys = {
        "roles",
        "layers",
        "fill",
        "line",
        "stops",
        "round",
        "fade",
        "d",
        "id",
        "width",
    }
    keys |= {"from", "to", "alpha", "soft", "clip", "grain", "wide", *roles}
    for words in {*colours, *roles.values()} - keys - set("abcdefghijklmnopqrstuvwxyz"):
        for palette in PALETTES.values():
            assert len(mixed(words, palette, tuple(roles.items()))) == 3


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


@pytest.mark.parametrize("name", ["scenes", "pictures/fox", "pictures/tile-3"])
@pytest.mark.parametrize("harm", ["missing", "broken"])
def test_missing_artwork_stops_the_start_and_says_which(
    tmp_path: Path, name: str, harm: str
) -> None:
    shutil.copytree(FOLDER.parents[2], tmp_path / "playground")
    victim = (
        tmp_path / "playground" / "simulator" / "painter" / "artwork" / f"{name}.json"
    )
    victim.unlink() if harm == "missing" else victim.write_text('{"layers": [')
    started = subprocess.run(
        [sys.executable, "-c", "import playground.simulator.painter"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode != 0
    last = started.stderr.strip().splitlines()[-1]
    assert "ArtworkError: The simulator's painter cannot start" in last
    assert f"{name}.json" in last
