"""Keeping a picture that came back: its file first, then its row.

The two halves are apart so that no file work happens inside a transaction:

    with Writing() as writing:
        stored = store_original(data, writing)   # decode, check, write
        with transaction.atomic():
            image_create(stored=stored, …)       # rows only
    thumbnails_write(image, stored.draft)

A file whose row was never written is taken away with ``original_delete``; should the
process die before, ``StraySweep`` does it.
"""

import dataclasses
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import transaction
from django.utils import timezone
from PIL import Image as Pillow

from playground.core.clock import today
from playground.core.renditions import FinishedFile
from playground.imaging.money import share
from playground.imaging.outcome import Resolved
from playground.library.models import Generation, Image
from playground.library.names import EXTENSIONS
from playground.library.pictures import PictureFacts, check_picture
from playground.library.search.documents import document_write_new
from playground.library.thumbnails import thumbnails_draft
from playground.library.writing import Writing

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class StoredPicture:
    """A file in storage, and what it is.

    ``draft`` is what thumbnails are made from, since the picture has been decoded
    anyway; None where there will be none.
    """

    facts: PictureFacts
    name: str
    draft: Pillow.Image | None = field(default=None, repr=False)


def store_original(data: bytes, writing: Writing) -> StoredPicture:
    """Check the bytes and write them, unchanged, under a name nobody can guess.

    ``writing`` knows the name before there is a file. Raises ``UnusableFile`` before
    anything is written.
    """
    facts, picture = check_picture(data)
    extension = EXTENSIONS.get(facts.format, facts.format)
    wanted = f"images/{today():%Y/%m/%d}/{secrets.token_hex(16)}.{extension}"
    writing(wanted)
    name = default_storage.save(wanted, ContentFile(data))
    draft = thumbnails_draft(picture) if picture else None
    return StoredPicture(facts=facts, name=name, draft=draft)


def original_put_back(name: str, data: bytes) -> bool:
    """Write a lost original anew; False where it is there, or somebody was faster.

    Its row speaks of the name, so nobody may find half a file there: on a disk it is
    written under another one, which ``StraySweep`` knows, and moved.
    """
    if default_storage.exists(name):
        return False
    content: File[bytes] = ContentFile(data)
    with Writing() as writing:
        if isinstance(default_storage, FileSystemStorage):
            part = f"{name}.{secrets.token_hex(8)}"
            writing(part)
            part = default_storage.save(part, content)
            content = FinishedFile(Path(default_storage.path(part)))
        saved = default_storage.save(name, content)
        if saved != name:
            original_delete(saved)
    return saved == name


def original_delete(name: str) -> None:
    """Take a file away that no row speaks of. Missing is fine."""
    default_storage.delete(name)


def image_create(
    *,
    generation: Generation,
    position: int,
    stored: StoredPicture,
    resolved: Resolved,
    revised_prompt: str | None = None,
    item_id: str | None = None,
    cost_usd: Decimal | None = None,
    cost_is_share: bool = False,
    duration_ms: int | None = None,
    created_at: datetime | None = None,
) -> Image:
    """Write the row of a stored picture; to be called inside a transaction.

    Parameter columns take what the API resolved, else what was asked for; size and
    format are the file's own, whatever the answer told. ``created_at`` is now, unless
    it was made elsewhere.
    """
    request, facts = generation.request, stored.facts
    image = Image.objects.create(
        workspace_id=generation.workspace_id,
        author_id=generation.author_id,
        generation=generation,
        parent_id=generation.parent_id,
        fingerprint=generation.fingerprint,
        prompt_hash=generation.prompt_hash,
        settings_hash=generation.fingerprint ^ generation.prompt_hash,
        position=position,
        prompt=generation.prompt,
        revised_prompt=revised_prompt or "",
        model=(resolved.model or request.model)[:100],
        route=generation.route,
        size=f"{facts.width_px}x{facts.height_px}"[:16],
        quality=(_known(resolved.quality) or request.quality)[:16],
        background=(_known(resolved.background) or request.background)[:16],
        output_format=facts.format,
        resolved=dataclasses.asdict(resolved),
        file=stored.name,
        sha256=facts.sha256,
        bytes=facts.bytes,
        width_px=facts.width_px,
        height_px=facts.height_px,
        has_alpha=facts.has_alpha,
        frame_count=facts.frame_count,
        colour=facts.colour,
        cost_usd=cost_usd,
        cost_is_share=cost_is_share,
        duration_ms=duration_ms,
        item_id=(item_id or "")[:100],
        created_at=created_at or timezone.now(),
    )
    _make_findable(image)
    return image


def costs_share(images: Sequence[Image], usd: Decimal | None) -> None:
    """Write what each picture of a call has cost: its part of the whole."""
    for image, cost in zip(images, share(usd, len(images)), strict=True):
        image.cost_usd, image.cost_is_share = cost, len(images) > 1
    Image.objects.bulk_update(images, ["cost_usd", "cost_is_share"])


def _make_findable(image: Image) -> None:
    """Write what the search looks through. A picture is kept even where that fails:
    ``manage.py reindex`` makes up for it."""
    try:
        with transaction.atomic():
            document_write_new(image)
    except Exception:
        logger.exception("Image %s: cannot be found by the search", image.code)


def _known(value: str | None) -> str:
    """Return a value that says something; ``auto`` does not."""
    return "" if value in (None, "auto") else str(value)
