"""What source pictures, masks and markup have to be."""

from collections.abc import Iterator

from playground.catalog import Model
from playground.catalog.model import (
    DATA_URL_MAX_CHARS,
    MASK_MAX_BYTES,
    SOURCE_FORMATS,
    SOURCE_MAX_BYTES,
)
from playground.catalog.sizes import size_text
from playground.imaging.rule_types import Case, FileFacts, Problem
from playground.imaging.rule_words import format_name, megabytes


def check_mask(case: Case, model: Model) -> Iterator[Problem]:
    """It fits the first source, has a hole and is light enough; judged where it is given."""
    if case.mask and case.request.mask:
        yield from _overlay("mask", case.mask, case)
        yield from _mask_weight(case.mask)


def check_markup(case: Case, model: Model) -> Iterator[Problem]:
    """It fits the first source; judged where it is given."""
    if case.markup and case.request.markup:
        yield from _overlay("markup", case.markup, case)


def check_sources(case: Case, model: Model) -> Iterator[Problem]:
    """Not too many, and each of a format and weight that the route takes."""
    most = model.max_sources
    count = max(len(case.request.sources), len(case.sources))
    if count > most:
        yield Problem(
            "sources",
            f"{count} source pictures are too many: {most} are the most. "
            f"Take {count - most} away.",
        )
    for number, source in enumerate(case.sources, 1):
        name = source.name or f"Source {number}"
        if source.format not in SOURCE_FORMATS:
            yield Problem(
                "sources",
                f"{name} is {format_name(source.format)}; a source has to be PNG, "
                "JPEG or WebP.",
            )
        if source.bytes >= SOURCE_MAX_BYTES:
            yield Problem(
                "sources",
                f"{name} weighs {megabytes(source.bytes)}; a source has to be under "
                f"{megabytes(SOURCE_MAX_BYTES)}.",
            )
        elif case.on_responses and _too_long_in_words(source, case):
            yield Problem(
                "sources",
                f"{name} weighs {megabytes(source.bytes)}; the Responses route takes "
                f"pictures up to {megabytes(DATA_URL_MAX_CHARS * 3 // 4)}, since they "
                "travel as text. Use the Images route, or a smaller file.",
            )


def _too_long_in_words(file: FileFacts, case: Case) -> bool:
    head = len(f"data:image/{file.format};base64,")
    length = head + (file.bytes + 2) // 3 * 4
    return length > DATA_URL_MAX_CHARS and case.provider != "compatible"


def _overlay(field: str, file: FileFacts, case: Case) -> Iterator[Problem]:
    """Check what lies over the first source: a mask, or markup."""
    what = "mask" if field == "mask" else "markup"
    if file.format != "png":
        yield Problem(
            field, f"The {what} has to be a PNG; this is {format_name(file.format)}."
        )
    elif not file.has_alpha:
        yield Problem(
            field,
            f"The {what} has no transparency (no alpha channel). Save it as PNG with "
            "transparency.",
        )
    elif file.fully_opaque:
        yield Problem(field, _OPAQUE[field])
    first = case.sources[0] if case.sources else None
    size = (file.width_px, file.height_px)
    if first and size != (first.width_px, first.height_px):
        yield Problem(
            field,
            f"The {what} is {size_text(*size)}, the first source "
            f"{size_text(first.width_px, first.height_px)}: they have to be the same "
            "size.",
        )


_OPAQUE = {
    "mask": "The mask has no transparent area, so there is nothing to change. Paint "
    "the area to change.",
    "markup": "The markup covers the whole picture. It needs transparent areas.",
}


def _mask_weight(mask: FileFacts) -> Iterator[Problem]:
    if mask.bytes >= MASK_MAX_BYTES:
        yield Problem(
            "mask",
            f"The mask weighs {megabytes(mask.bytes)}; it has to be under "
            f"{megabytes(MASK_MAX_BYTES)}.",
        )
