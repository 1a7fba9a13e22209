"""Pictures to take along: originals byte for byte in a ZIP, with a manifest.

The archive is made while it is read: whatever its size, only a piece of one file is in
memory. The manifest is the last entry, and names every file that was in it. It is
written first, into a file that goes when the archive is done: so the size of the archive
is known before it begins, and a browser shows how far it is.
"""

import csv
import datetime
import json
import os
import tempfile
from collections import namedtuple
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import IO, Any

from django.core.files.storage import FileSystemStorage, default_storage
from django.utils import timezone

from playground.core.files import storage_of
from playground.core.zipping import PIECE, Entry, zip_size, zip_stream
from playground.gallery.carried import Carried
from playground.gallery.json import Organised, image_json
from playground.imaging.parameters import PARAMETERS
from playground.library.models import CollectionItem, Image, Tag
from playground.library.models.image import chosen_settings
from playground.library.names import download_name
from playground.library.search.reading import among

AT_ONCE = 500
# 2 tells of collections their order and cover.
VERSION = 2
# What can be chosen besides, in columns that are empty where it was not.
_CHOSEN = tuple(
    it.name for it in PARAMETERS.settings
    if it.name not in (*PARAMETERS.echoed, "route")
)  # fmt: skip
COLUMNS = (
    "file", "code", "created", "prompt", *PARAMETERS.echoed, "route", *_CHOSEN, "cost_usd",
    "flag", "stars", "note", "tags", "collections", "parent", "variable", "generation",
    "provider", "sha256",
)  # fmt: skip
# What is read of a picture: with all of its columns the archive would begin later.
NEEDED = (
    "pk", "code", "prompt", *PARAMETERS.echoed, "route", "file", "bytes", "sha256",
    "width_px", "height_px", "has_alpha", "cost_usd", "duration_ms", "created_at", "flag",
    "stars", "note",
)  # fmt: skip
# A table program would take these for the begin of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# What people or a server have written; all else is in words of ours.
_WRITTEN = (
    "file", "prompt", *PARAMETERS.echoed, *_CHOSEN, "note", "tags", "collections",
)  # fmt: skip


OF_RUN = ("code", "requested", "variable", "provider")
Run = namedtuple("Run", OF_RUN)  # type: ignore[misc]


# A picture as the archive reads it: some columns, and none of a model's weight.
Row = namedtuple("Row", (*NEEDED, "parent", "generation", "parameters"))  # type: ignore[misc]
# dumps() makes one for each picture, and dump() writes thousands of small pieces.
_encoded = json.JSONEncoder(ensure_ascii=False).encode


class Archive:
    """A ZIP of the pictures with these keys, in their order, to be read once.

    ``size`` is in bytes. Of ``lost`` pictures the file is gone: they are in the lists
    only; of ``held`` it is in the archive.
    """

    def __init__(self, keys: Sequence[int]) -> None:
        self._places, self._manifest, self._table = (
            _temporary(),
            _temporary(),
            _temporary(),
        )
        self.held = self.lost = 0
        try:
            self._write(keys)
            self.size = self._measured()
        except BaseException:
            self.close()
            raise

    def _write(self, keys: Sequence[int]) -> None:
        """Write the lists; beside them where each file is, how it is called there."""
        taken: set[str] = set()
        rows, places = csv.writer(self._table), csv.writer(self._places)
        # With its mark, so that table programs read it as UTF-8.
        self._table.write("\ufeff")
        rows.writerow(COLUMNS)
        zone = timezone.get_current_timezone()
        # Asked for once, as the other things that are the same for thousands.
        folder = None
        if isinstance(default_storage, FileSystemStorage):
            folder = os.fspath(default_storage.location)
        head = {"version": VERSION, "made_by": "Image Playground"}
        self._manifest.write(f'{json.dumps(head)[:-1]}, "images": [')
        carried = Carried()
        images = _images(keys, carried)
        for number, (image, organised, size) in enumerate(_sized(images, folder)):
            entry = _entry(image, organised)
            if size is None:
                self.lost += 1
            else:
                self.held += 1
                entry["file"] = _free(download_name(image, zone), image.code, taken)
                made = image.created_at.astimezone(zone).isoformat()
                places.writerow((image.file, f"pictures/{entry['file']}", size, made))
            self._manifest.write(",\n" if number else "\n")
            self._manifest.write(_encoded(entry))
            rows.writerow(_cells(entry))
        self._manifest.write('\n], "collections": [')
        for number, told in enumerate(carried.told()):
            self._manifest.write(",\n" if number else "\n")
            self._manifest.write(_encoded(told))
        self._manifest.write("\n]}\n")

    def _measured(self) -> int:
        self._places.seek(0)
        files = ((row[1], int(row[2])) for row in csv.reader(self._places))
        lists = ((name, _bytes(file)) for file, name in self._lists())
        return zip_size(chain(files, lists))

    def _files(self) -> Iterator[tuple[str, str, int, datetime.datetime]]:
        self._places.seek(0)
        for place, name, size, made in csv.reader(self._places):
            yield place, name, int(size), datetime.datetime.fromisoformat(made)

    def _lists(self) -> tuple[tuple[Any, str], ...]:
        return (self._manifest, "manifest.json"), (self._table, "manifest.csv")

    def _entries(self) -> Iterator[Entry]:
        for place, name, size, made in self._files():
            yield Entry(name, size, _read(place), made)
        for file, name in self._lists():
            yield Entry(name, _bytes(file), _written(file), timezone.localtime())

    def close(self) -> None:
        """Let the lists go, also where nobody has read them."""
        for file in (self._places, self._manifest, self._table):
            file.close()

    def __iter__(self) -> Iterator[bytes]:
        with self._places, self._manifest, self._table:
            yield from zip_stream(self._entries())


def _sized(
    images: Iterator[tuple[Any, Organised]], folder: str | None
) -> Iterator[tuple[Any, Organised, int | None]]:
    """Pictures, with what the original weighs now: None where it is gone.

    ``folder`` is where originals lie on this machine, None where they lie elsewhere.
    """
    if folder is not None:
        for image, organised in images:
            yield image, organised, _size(image, folder)
        return
    store: Any = default_storage
    while part := list(islice(images, AT_ONCE)):
        there = store.present(image.file for image, _ in part)
        for (image, organised), is_there in zip(part, there, strict=True):
            yield image, organised, int(image.bytes) if is_there else None


def _size(image: Any, folder: str) -> int | None:
    try:
        # Not through the storage, which looks at each part of the path.
        return os.stat(f"{folder}/{image.file}").st_size
    except OSError:
        return None


def _temporary() -> Any:
    """Lists grow with the pictures: on the disk, not in memory."""
    return tempfile.TemporaryFile("w+", encoding="utf-8", newline="")


def _bytes(file: Any) -> int:
    file.flush()
    return os.fstat(file.fileno()).st_size


def _written(file: Any) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(PIECE):
        yield piece.encode()


def _images(keys: Sequence[int], carried: Carried) -> Iterator[tuple[Any, Organised]]:
    columns = (*NEEDED, "parent__code", *(f"generation__{name}" for name in OF_RUN))
    at = len(NEEDED) + 1
    asked = at + OF_RUN.index("requested")
    # As Image.parameters has them.
    shown, defaults = (*PARAMETERS.echoed, "route"), PARAMETERS.defaults
    first, last = NEEDED.index(shown[0]), NEEDED.index("route") + 1
    for start in range(0, len(keys), AT_ONCE):
        part = keys[start : start + AT_ONCE]
        found = {}
        mine = Image.objects.filter(pk__in=among(part)).order_by()
        for values in mine.values_list(*columns):
            run = Run._make(values[at:])
            resolved = dict(zip(shown, values[first:last], strict=True))
            parameters = chosen_settings(values[asked], defaults) | resolved
            found[values[0]] = Row._make((*values[:at], run, parameters))
        organised = _organised(part, carried)
        for key in part:
            if key in found:
                yield found[key], organised[key]


def _organised(keys: Sequence[int], carried: Carried) -> dict[int, Organised]:
    """Tags and the names of collections, in two queries, by picture."""
    found = {key: Organised([], []) for key in keys}
    tags = Tag.images.through.objects.filter(image__in=among(keys)).order_by(
        "tag__folded"
    )
    for key, name in tags.values_list("image", "tag__name"):
        found[key].tags.append(name)
    items = CollectionItem.objects.filter(image__in=among(keys))
    items = items.order_by("collection__folded")
    columns = ("image", "image__code", "collection", "collection__name", "place", "pk")
    for key, code, collection, name, *place in items.values_list(*columns):
        found[key].collections.append(name)
        carried.add(collection, (place[0], place[1]), code)
    return found


def _entry(image: Any, organised: Organised) -> dict[str, Any]:
    return {
        **image_json(image, organised),
        "file": None,
        "requested": image.generation.requested,
        "parent": image.parent,
        "variable": image.generation.variable,
        "provider": image.generation.provider,
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


def _cells(entry: dict[str, Any]) -> list[Any]:
    """A line of the table: None is an empty cell there."""
    flat = {**entry["parameters"], **entry}
    flat["tags"] = _joined(entry["tags"])
    flat["collections"] = _joined(entry["collections"])
    for name in _WRITTEN:
        text = flat.get(name)
        if isinstance(text, str) and text.startswith(_FORMULA):
            flat[name] = f"'{text}"
    return [flat.get(column) for column in COLUMNS]


def _joined(names: list[str]) -> str:
    """Names in one cell; one that has a comma or a quote is quoted, as CSV does."""
    return ", ".join(
        '"' + name.replace('"', '""') + '"' if {",", '"'} & set(name) else name
        for name in names
    )
