"""Keeping the search in step: one document of words for each picture.

A document holds two kinds of word. Those of people (prompt, note, tags, names of
source files) are folded; facts ("quality is high") are written with a character in
front that no text of people's can hold, so that one index answers both.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max, QuerySet

from playground.core.folding import fold, words
from playground.library.models import (
    Collection,
    Document,
    Generation,
    GenerationSource,
    Image,
    Tag,
)

# Of the private use area: folding a person's text never gives one.
FACT = "\ue000"
_JOINT = "\ue001"
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_BATCH = 400
# PostgreSQL takes no word of more than two thousand bytes.
_LONGEST = 200
# Positions within one microsecond.
_ROOM = 2048
_FARTHEST = 2**63 - 2 * _ROOM
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def position_of(moment: datetime) -> int:
    """Return the lowest position of a picture made at a moment.

    It fits into a column: some centuries from now all moments are one.
    """
    position = ((moment - _EPOCH) // timedelta(microseconds=1)) * _ROOM
    return max(-_FARTHEST, min(position, _FARTHEST))


def position_after(moment: datetime) -> int:
    """Return the first position of the moment after."""
    return position_of(moment) + _ROOM


def people_words(text: str) -> list[str]:
    """Return the words of something that a person wrote."""
    return [word[:_LONGEST] for word in words(_PRIVATE.sub(" ", text))]


def fact(field: str, value: object) -> str:
    """Return the word that says that a field has a value."""
    word = FACT + field + _JOINT + re.sub(r"\W", _JOINT, fold(str(value)))
    return word[:_LONGEST]


def documents_write(images: QuerySet[Image] | Iterable[Image]) -> None:
    """Write the documents of pictures anew, inside the caller's transaction if any."""
    keys = sorted(
        images.values_list("pk", flat=True)
        if isinstance(images, QuerySet)
        else (image.pk for image in images)
    )
    for start in range(0, len(keys), _BATCH):
        with transaction.atomic(savepoint=False):
            _write(keys[start : start + _BATCH])


def _write(keys: list[int]) -> None:
    _wait(keys)
    images = list(
        Image.objects.filter(pk__in=keys)
        .select_related("generation")
        .prefetch_related(
            "tags", "collections", "generation__generation_sources__source"
        )
        .order_by("created_at", "pk")
    )
    before = dict(
        Document.objects.filter(image__in=keys).values_list("image", "position")
    )
    places = _positions(images, before)
    documents = [
        Document(
            image=image, position=places[image.pk], text=_text(image, _around(image))
        )
        for image in images
    ]
    known = [document for document in documents if document.pk in before]
    new = [document for document in documents if document.pk not in before]
    if known:
        Document.objects.bulk_update(known, ["position", "text"])
    Document.objects.bulk_create(new)


def _wait(keys: list[int]) -> None:
    """Wait for whoever writes of the same pictures: what they decided is read then.

    SQLite has one writer at a time. On PostgreSQL a tag put on a picture while it is
    rated would write down the stars that it had.
    """
    if connection.vendor == "postgresql":
        rows = Image.objects.filter(pk__in=keys).order_by("pk")
        list(rows.select_for_update(no_key=True).values_list("pk"))


def document_write_new(image: Image) -> None:
    """Write the document of a picture whose row was written in this transaction.

    What belongs to it is known then, and need not be asked for.
    """
    run = image.generation
    links = run.generation_sources.select_related("source") if run.request.files else ()
    text = _text(image, _Around(links=tuple(links)))
    position = _positions([image], {})[image.pk]
    Document.objects.create(image=image, position=position, text=text)


def _positions(images: list[Image], before: dict[int, int]) -> dict[int, int]:
    """Give each picture a place among those of the same microsecond."""
    found: dict[int, int] = {}
    taken: dict[int, int] = {}
    for image in images:
        lowest = position_of(image.created_at)
        had = before.get(image.pk)
        if had is not None and lowest <= had < lowest + _ROOM:
            found[image.pk] = had
            continue
        if lowest not in taken:
            last = Document.objects.filter(
                position__gte=lowest, position__lt=lowest + _ROOM
            ).aggregate(last=Max("position"))["last"]
            taken[lowest] = lowest if last is None else last + 1
        found[image.pk] = taken[lowest]
        taken[lowest] += 1
    return found


@dataclass(frozen=True)
class _Around:
    """What a picture is found by, beside its own columns."""

    tags: tuple[Tag, ...] = ()
    collections: tuple[Collection, ...] = ()
    links: tuple[GenerationSource, ...] = ()


def _around(image: Image) -> _Around:
    """Return it of a picture whose relations are at hand."""
    return _Around(
        tuple(image.tags.all()),
        tuple(image.collections.all()),
        tuple(image.generation.generation_sources.all()),
    )


def _text(image: Image, around: _Around) -> str:
    said = [
        *_facts(image, around),
        *people_words("\n".join(_people_wrote(image, around))),
    ]
    # Blanks at both ends: a word can be looked for together with its ends.
    return f" {' '.join(said)} "


def _people_wrote(image: Image, around: _Around) -> Iterator[str]:
    yield image.prompt
    yield image.note
    yield from (tag.name for tag in around.tags)
    yield from (link.source.name for link in around.links)


def _facts(image: Image, around: _Around) -> Iterator[str]:
    run = image.generation
    yield fact("workspace", image.workspace_id)
    yield from (fact("model", name) for name in name_parts(image.model))
    # One name may be a part of another one.
    yield fact("model", f"={image.model}")
    if run.model != image.model:
        yield from (fact("model", name) for name in name_parts(run.model))
    yield from {fact("size", size) for size in _sizes(image)}
    # The measured one: what was asked for may be another one.
    yield fact("size", f"={image.width_px}x{image.height_px}")
    yield fact("quality", image.quality)
    yield fact("format", image.output_format)
    yield fact("background", image.background)
    yield fact("route", image.route)
    yield fact("provider", run.provider)
    yield from (fact("kind", kind) for kind in _kinds(run, around))
    yield from (fact("has", thing) for thing in _things(image, around))
    yield fact("is", shape_of(image))
    yield fact("is", DECIDED[image.flag])
    yield fact("stars", image.stars)
    if image.author_id:
        yield fact("author", image.author_id)
    yield from (fact("tag", tag.pk) for tag in around.tags)
    yield from (fact("in", collection.pk) for collection in around.collections)


def _sizes(image: Image) -> Iterator[str]:
    """As asked for, as resolved, and as measured: a file can be another size."""
    told = image.generation.requested.get("size"), image.resolved.get("size")
    yield from (size for size in told if isinstance(size, str) and size)
    yield from (image.size, f"{image.width_px}x{image.height_px}")


DECIDED: dict[str, str] = {
    Image.Flag.NONE: "unjudged",
    Image.Flag.PICK: "picked",
    Image.Flag.REJECT: "rejected",
}


def shape_of(image: Image) -> str:
    """A value of the field "shape": square only where both edges are equal."""
    if image.width_px == image.height_px:
        return "square"
    return "landscape" if image.width_px > image.height_px else "portrait"


def _kinds(run: Generation, around: _Around) -> Iterator[str]:
    """Tell what a run was, in the words of ``kind:``; it can be several things."""
    edits = any(link.role == GenerationSource.Role.IMAGE for link in around.links)
    if edits:
        yield "edit"
    if run.previous_id:
        yield "turn"
    if run.parent_id:
        yield "variation"
    if not (edits or run.previous_id or run.parent_id):
        yield "new"


def _things(image: Image, around: _Around) -> Iterator[str]:
    roles = {link.role for link in around.links}
    names = {
        GenerationSource.Role.IMAGE: "source",
        GenerationSource.Role.MASK: "mask",
        GenerationSource.Role.MARKUP: "markup",
    }
    yield from (name for role, name in names.items() if role in roles)
    if image.note:
        yield "note"
    if image.has_alpha:
        yield "transparency"
    if image.frame_count > 1:
        yield "frames"
    if image.revised_prompt:
        yield "revision"


def name_parts(name: str) -> set[str]:
    """Return a model's name and all runs of its parts: "2.5" finds gpt-image-2.5-flare."""
    parts = name.split("-")
    return {
        "-".join(parts[start:end])
        for start in range(len(parts))
        for end in range(start + 1, len(parts) + 1)
    }
