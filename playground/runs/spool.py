"""The raw answer on disk before anything is done with it.

A picture that was paid for must not be lost by a crash between the answer and
the database. So the whole answer is written and synced first, and removed only
after the pictures are kept. The spool is a folder of PLAYGROUND_DATA_DIR and no part of the
file storage: it has to work when the storage does not, and any worker that shares the
data folder can finish what another one has left.

A file is one line of JSON, which says how long each picture is, and then the
pictures' own bytes. Pictures inside JSON would hold up all other threads while they
are encoded.
"""

import dataclasses
import json
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

from playground.imaging.outcome import Outcome, OutputImage, Resolved

# Writing an answer takes seconds.
DRAFT_MAX_AGE_S = 3600.0


def _folder() -> Path:
    return Path(settings.PLAYGROUND_DATA_DIR) / "spool"


def _path(code: str) -> Path:
    return _folder() / f"{code}.answer"


def spool_write(code: str, outcome: Outcome) -> None:
    """Write an answer so that it survives the process and the machine's restart.

    It appears under its name only when it is complete.
    """
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{code}.part"
    with draft.open("wb") as file:
        file.write(json.dumps(_head(outcome)).encode() + b"\n")
        for image in outcome.images:
            file.write(image.data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(_path(code))


def spool_read(code: str) -> Outcome | None:
    """Return a kept answer, or None when there is none."""
    try:
        with _path(code).open("rb") as file:
            return _outcome(file)
    except FileNotFoundError:
        return None


def spool_clear(code: str) -> None:
    _path(code).unlink(missing_ok=True)


def spool_set_aside(code: str) -> None:
    """Keep an answer that could not be used, for somebody to look at."""
    path = _path(code)
    with suppress(FileNotFoundError):
        path.replace(path.with_suffix(".unusable"))


def spool_codes() -> list[str]:
    """Return the codes of all answers in the spool."""
    return [path.stem for path in _folder().glob("*.answer")]


def spool_tidy() -> None:
    """Delete what was left of answers that broke off while they were written."""
    for draft in _folder().glob("*.part"):
        with suppress(OSError):
            if draft.stat().st_mtime < time.time() - DRAFT_MAX_AGE_S:
                draft.unlink()


def _head(outcome: Outcome) -> dict[str, Any]:
    values = {
        field.name: getattr(outcome, field.name)
        for field in dataclasses.fields(outcome)
        if field.name != "images"
    }
    values["images"] = [
        {
            "bytes": len(image.data),
            "resolved": dataclasses.asdict(image.resolved),
            "revised_prompt": image.revised_prompt,
            "item_id": image.item_id,
        }
        for image in outcome.images
    ]
    return values


def _outcome(file: BinaryIO) -> Outcome:
    values = json.loads(file.readline())
    images = tuple(
        OutputImage(
            data=file.read(image["bytes"]),
            resolved=Resolved(**image["resolved"]),
            revised_prompt=image["revised_prompt"],
            item_id=image["item_id"],
        )
        for image in values.pop("images")
    )
    values["warnings"] = tuple(values["warnings"])
    return Outcome(images=images, **values)
