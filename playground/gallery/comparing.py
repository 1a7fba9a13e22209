"""Which pictures a comparison shows, and what has to be said about the rest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from playground.core.codes import is_code
from playground.core.files import is_missing
from playground.gallery.selection import MAX_COMPARED
from playground.library.differences import comparable
from playground.library.models import Generation, Image, SourceImage
from playground.people.models import User

_TWICE = "A picture was chosen more than once; it is shown once."


@dataclass(frozen=True)
class Picked:
    """What the codes of an address stand for.

    ``running`` are the runs whose pictures are still to come. ``missing`` holds
    the codes of pictures whose file is gone: their parameters are still known.
    ``sources`` are uploaded files that an edit started from; one that was taken from
    the gallery is its picture. ``notices`` say, a sentence each, what was left out and
    why.
    """

    images: tuple[Image, ...]
    sources: tuple[SourceImage, ...]
    running: tuple[Generation, ...]
    missing: frozenset[str]
    notices: tuple[str, ...]


def pick(user: User, given: Iterable[str]) -> Picked:
    """Find what is to be compared, in the order asked for.

    A code may name a picture or a run, which stands for all its pictures. At most
    six are taken. Costs six queries at most, however many are named.
    """
    wanted, notices = _distinct(given)
    codes = [code for code in wanted if is_code(code)]
    images = comparable(Image.objects.visible_to(user)).in_bulk(
        codes, field_name="code"
    )
    runs = _runs(user, [code for code in codes if code not in images])
    known = images.keys() | runs.keys()
    sources = _sources(user, [code for code in codes if code not in known])
    found: list[Image] = []
    uploads: list[SourceImage] = []
    running: list[Generation] = []
    if _of_all(wanted, images, runs) > MAX_COMPARED:
        # A run started for its value shows in one pane, however many it drew.
        runs = {code: (run, pictures[:1]) for code, (run, pictures) in runs.items()}
    for code in wanted:
        if code in images:
            found.append(images[code])
        elif code in runs:
            run, pictures = runs[code]
            found += pictures
            if not run.is_finished:
                running.append(run)
            elif not pictures:
                notices.append(_without_pictures(run))
        elif code in sources and isinstance(sources[code], Image):
            found.append(sources[code])
        elif code in sources:
            uploads.append(sources[code])
        else:
            notices.append(
                f"There is no picture {code}: it never was, "
                "has been deleted, or belongs to somebody else."
            )
    # A picture and its run may both be named.
    distinct = list(dict.fromkeys(found))
    if len(distinct) < len(found) and _TWICE not in notices:
        notices.append(_TWICE)
    if len(uploads) >= MAX_COMPARED:
        notices.append(f"Only the first {MAX_COMPARED - 1} uploaded files are shown.")
        uploads = uploads[: MAX_COMPARED - 1]
    found, running = _at_most(MAX_COMPARED - len(uploads), distinct, running, notices)
    missing = frozenset(
        code
        for code, name in [
            *((it.code, it.file) for it in found),
            *((it.code, it.file) for it in uploads),
        ]
        if is_missing(name)
    )
    notices += _about(found, missing)
    return Picked(tuple(found), tuple(uploads), tuple(running), missing, tuple(notices))


def _of_all(wanted: Sequence[str], images: Any, runs: Any) -> int:
    """Count the pictures that the codes stand for."""
    return sum(
        1 if code in images else max(len(runs[code][1]), 1)
        for code in wanted
        if code in images or code in runs
    )


def _distinct(codes: Iterable[str]) -> tuple[list[str], list[str]]:
    written = ["".join(filter(str.isprintable, code)).strip() for code in codes]
    given = [code[:40] for code in written if code]
    wanted = list(dict.fromkeys(given))
    if len(wanted) == len(given):
        return wanted, []
    return wanted, [_TWICE]


def _runs(
    user: User, codes: Sequence[str]
) -> dict[str, tuple[Generation, list[Image]]]:
    """Find the runs behind codes that are no pictures, with what came of them."""
    if not codes:
        return {}
    runs = Generation.objects.visible_to(user).in_bulk(codes, field_name="code")
    pictures: dict[int, list[Image]] = {run.pk: [] for run in runs.values()}
    if runs:
        of_runs = (
            Image.objects.visible_to(user).kept().filter(generation__in=runs.values())
        )
        for image in comparable(of_runs).order_by("generation_id", "position"):
            pictures[image.generation_id].append(image)
    return {code: (run, pictures[run.pk]) for code, run in runs.items()}


def _sources(user: User, codes: Sequence[str]) -> dict[str, Any]:
    """Find uploaded files, or the pictures of the gallery that they were taken from."""
    if not codes:
        return {}
    found = SourceImage.objects.visible_to(user).in_bulk(codes, field_name="code")
    taken = [source.image_id for source in found.values() if source.image_id]
    images = comparable(Image.objects.visible_to(user)).in_bulk(taken) if taken else {}
    return {code: images.get(source.image_id, source) for code, source in found.items()}


def _without_pictures(run: Generation) -> str:
    why = {
        "failed": "failed",
        "cancelled": "was cancelled",
        "unknown": "ended without a known outcome",
    }.get(run.state, "has no pictures left")
    return f"The run {run.code} {why}: there is no picture of it to compare."


def _at_most(
    most: int, found: list[Image], running: "list[Generation]", notices: list[str]
) -> "tuple[list[Image], list[Generation]]":
    total = len(found) + len(running)
    if total > most:
        left = total - most
        others = "the last one is" if left == 1 else f"the last {left} are"
        notices.append(
            f"Compare shows up to {MAX_COMPARED} pictures; {others} left out."
        )
    shown = found[:most]
    return shown, running[: most - len(shown)]


def _about(found: Sequence[Image], missing: frozenset[str]) -> list[str]:
    notices = []
    trashed = sum(image.trashed_at is not None for image in found)
    if trashed:
        notices.append(f"{_pictures(trashed)} in the trash.")
    if missing:
        notices.append(
            f"{_pictures(len(missing))} without a file: it is gone from the storage; "
            "the parameters are still known."
        )
    return notices


def _pictures(count: int) -> str:
    return "One picture is" if count == 1 else f"{count} pictures are"
