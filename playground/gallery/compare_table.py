"""The table under a comparison: differences as rows of readable cells."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from playground.core.text_difference import Piece, words
from playground.core.units import bytes_text, duration_text
from playground.imaging.money import usd_paid
from playground.imaging.parameters import PARAMETERS
from playground.library.differences import DifferenceRow, Differences
from playground.library.models import Image

# Outcomes that are shown even when equal, as telling parameters are; other equal rows
# fold away below the table.
ESSENTIAL = ("price", "time", "bytes")
TEXTS = ("prompt", "revised_prompt")
# What is no parameter is called as on the page of a picture.
FACTS = {"price": "Price", "time": "Took", "bytes": "Weight", "pixels": "Pixels"}
# Lower is better: the best is marked, the others say by how much they exceed it.
MEASURED = ("price", "time")


@dataclass(frozen=True)
class TableCell:
    """One value. ``resolved`` is what the API made of it, when that is not the same.

    ``pieces`` replaces ``text`` where words are held against other words. ``note``
    is a ratio such as "2.2 ×". ``same`` marks a value equal to the base's.
    """

    text: str
    resolved: str = ""
    pieces: tuple[Piece, ...] = ()
    note: str = ""
    best: bool = False
    same: bool = False


@dataclass(frozen=True)
class TableRow:
    """``varies``: it was asked for differently; ``differs``: so is what came of it."""

    name: str
    label: str
    kind: str
    varies: bool
    differs: bool
    cells: tuple[TableCell, ...]


@dataclass(frozen=True)
class ComparisonTable:
    """The rows that matter, differing variables first, and the equal rest."""

    rows: tuple[TableRow, ...]
    rest: tuple[TableRow, ...]


def table(images: Sequence[Image], differences: Differences) -> ComparisonTable:
    """Put what differs first, with what is always worth seeing; the rest may be folded."""
    rows = [
        _row(row, images)
        for row in (*differences.different, *differences.equal)
        if not row.is_empty
    ]
    shown = [row for row in rows if row.differs or _is_essential(row.name)]
    return ComparisonTable(
        rows=tuple(sorted(shown, key=_place)),
        rest=tuple(row for row in rows if row not in shown),
    )


def label(name: str, value: Any) -> str:
    """Write a value that names no file, as in the table."""
    if name in PARAMETERS:
        return PARAMETERS.words(name, value)
    if value is None or value == "":
        return "not set"
    if name == "time":
        return duration_text(value)
    if name == "bytes":
        return size_of(value)
    return str(value).replace("x", "×") if name == "pixels" else str(value)


def is_file(name: str) -> bool:
    """Tell whether a row is of a parameter that holds pictures; facts are none."""
    return name in PARAMETERS and PARAMETERS[name].kind in ("files", "file")


def _is_essential(name: str) -> bool:
    if name in PARAMETERS:
        return PARAMETERS[name].is_telling and not PARAMETERS[name].is_circumstance
    return name in ESSENTIAL


def _place(row: TableRow) -> tuple[int, int]:
    """Differing variables, the other variables, circumstances, outcomes."""
    group = {"variable": 2, "circumstance": 3, "outcome": 4}[row.kind]
    if row.kind == "variable" and row.differs:
        group = 0 if row.varies else 1
    order = [*PARAMETERS, *ESSENTIAL]
    return group, order.index(row.name) if row.name in order else len(order)


def _row(row: DifferenceRow, images: Sequence[Image]) -> TableRow:
    cells = [_cell(row, number, image) for number, image in enumerate(images)]
    if row.name in MEASURED:
        cells = _measured(row, cells)
    return TableRow(
        name=row.name,
        label=FACTS.get(row.name) or PARAMETERS.label(row.name),
        kind=row.kind,
        varies=row.kind == "variable" and row.varies,
        differs=row.differs,
        cells=tuple(cells),
    )


def _cell(row: DifferenceRow, number: int, image: Image) -> TableCell:
    value = row.values[number]
    text = _written(row.name, value, image)
    resolved = row.resolved[number] if row.resolved else None
    cell = TableCell(
        text=text,
        resolved=_written(row.name, resolved, image) if resolved else "",
        same=number > 0 and not row.differs,
    )
    if cell.resolved == cell.text:
        cell = replace(cell, resolved="")
    if row.name == "prompt" and number and row.varies:
        return replace(cell, pieces=words(row.values[0], value))
    if row.name == "revised_prompt" and value:
        return replace(cell, pieces=words(image.prompt, value))
    return cell


def _measured(row: DifferenceRow, cells: list[TableCell]) -> list[TableCell]:
    known = [value for value in row.values if value is not None]
    if not row.differs or len(known) < 2:
        return cells
    best = min(known)
    return [
        cell
        if value is None
        else replace(cell, best=value == best, note=_ratio(value, best))
        for cell, value in zip(cells, row.values, strict=True)
    ]


def _ratio(value: Decimal | int, best: Decimal | int) -> str:
    if value == best or not best:
        return ""
    ratio = Decimal(value) / Decimal(best)
    digits = 0 if ratio >= 100 else 1 if ratio >= Decimal("1.1") else 2
    return f"{ratio:.{digits}f} ×"


def _written(name: str, value: Any, image: Image) -> str:
    if name == "price":
        return "price unknown" if value is None else usd_paid(value)
    if is_file(name):
        return _files(value, image)
    return label(name, value)


def size_of(count: int) -> str:
    """Write a number of bytes in decimal units, as file managers do."""
    return bytes_text(count)


def _files(value: Any, image: Image) -> str:
    """Name the uploaded files; their digests mean nothing to a reader."""
    if not value:
        return "none"
    digests = value if isinstance(value, tuple) else (value,)
    names = {
        used.source.sha256: used.source.name
        for used in image.generation.generation_sources.all()
    }
    return ", ".join(names.get(digest, f"file {digest[:8]}") for digest in digests)
