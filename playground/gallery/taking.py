"""Pictures to take along: originals byte for byte in a ZIP, with a manifest.

The archive is made while it is read: whatever its size, only a piece of one file is in
memory. The manifest is the last entry, and names every file that was in it.
"""

import csv
import json
import tempfile
from collections.abc import Iterator, Sequence
from typing import IO, Any

from django.db.models import prefetch_related_objects
from zipstream import ZIP_STORED, ZipStream

from playground.core.files import storage_of
from playground.gallery.json import image_json
from playground.imaging.parameters import PARAMETERS
from playground.library.models import Image
from playground.library.names import download_name

AT_ONCE = 200
PIECE = 256 * 1024
VERSION = 1
COLUMNS = (
    "file", "code", "created", "prompt", *PARAMETERS.echoed, "route", "cost_usd",
    "flag", "stars", "note", "tags", "collections", "parent", "variable", "generation",
    "sha256",
)  # fmt: skip
# A table program would take these for the begin of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def archive(keys: Sequence[int]) -> Iterator[bytes]:
    """Yield a ZIP of the pictures with these keys, in their order."""
    stream = ZipStream(compress_type=ZIP_STORED, sized=False)
    taken: set[str] = set()
    with _temporary() as manifest, _temporary() as table:
        rows = csv.writer(table)
        # With its mark, so that table programs read it as UTF-8.
        table.write("\ufeff")
        rows.writerow(COLUMNS)
        head = {"version": VERSION, "made_by": "Image Playground"}
        manifest.write(f'{json.dumps(head)[:-1]}, "images": [')
        for number, image in enumerate(_images(keys)):
            entry = _entry(image)
            if storage_of(image.file).exists(image.file):
                entry["file"] = _free(download_name(image), image.code, taken)
                stream.add(_read(image.file), f"pictures/{entry['file']}")
                yield from stream.all_files()
            manifest.write(",\n" if number else "\n")
            json.dump(entry, manifest, ensure_ascii=False)
            flat = {**entry["parameters"], **entry}
            rows.writerow(_cell(flat.get(column)) for column in COLUMNS)
        manifest.write("\n]}\n")
        stream.add(_written(manifest), "manifest.json")
        stream.add(_written(table), "manifest.csv")
        yield from stream.finalize()


def _temporary() -> Any:
    """Lists grow with the pictures: on the disk, not in memory."""
    return tempfile.TemporaryFile("w+", encoding="utf-8", newline="")


def _written(file: Any) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(PIECE):
        yield piece.encode()


def _images(keys: Sequence[int]) -> Iterator[Image]:
    for start in range(0, len(keys), AT_ONCE):
        part = keys[start : start + AT_ONCE]
        found = Image.objects.select_related("generation", "parent").in_bulk(part)
        rows = [found[key] for key in part if key in found]
        prefetch_related_objects(rows, "tags", "collections")
        yield from rows


def _entry(image: Image) -> dict[str, Any]:
    return {
        **image_json(image),
        "file": None,
        "collections": [each.name for each in image.collections.all()],
        "requested": image.generation.requested,
        "parent": image.parent.code if image.parent else None,
        "variable": image.generation.variable,
        "duration_ms": image.duration_ms,
    }


def _free(name: str, code: str, taken: set[str]) -> str:
    """A name that nothing else in the archive has."""
    if name in taken:
        stem, dot, extension = name.rpartition(".")
        name = f"{stem}_{code}{dot}{extension}"
    taken.add(name)
    return name


def _read(name: str) -> Iterator[bytes]:
    file: IO[bytes]
    with storage_of(name).open(name, "rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = ", ".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
