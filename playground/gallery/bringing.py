"""Pictures that people bring: files, ZIPs of files, and this application's own exports.

Each is decoded, and kept under a name of ours. The same bytes are one picture.
Those of an export keep their dates, and what came of what.
"""

import datetime
import hashlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from playground.core.uploading import MOST_FILES
from playground.gallery.carried import Told, collections_bring, names_of
from playground.gallery.unpacking import pictures_in, shown
from playground.imaging.parameters import PARAMETERS
from playground.imaging.request import ImageRequest
from playground.library import deciding, organising
from playground.library.embedded_metadata import (
    duration_told,
    embedded,
    moment_told,
    price_told,
    request_told,
    resolved_told,
    text_of,
)
from playground.library.generations import generation_create
from playground.library.keeping import (
    StoredPicture,
    image_create,
    original_delete,
    original_put_back,
    store_original,
)
from playground.library.models import Generation, Image
from playground.library.pictures import check_picture
from playground.library.search.documents import documents_write
from playground.library.thumbnails import thumbnails_draft, thumbnails_write
from playground.library.unusable import UnusableFile
from playground.library.writing import Writing
from playground.people.models import User, Workspace

MAX_PICTURES = MOST_FILES
# Of files that are no pictures: to look at each of hundreds of thousands takes minutes.
MAX_PROBLEMS = 1000
# Of pictures that are here already: so many are asked for, and held, together.
AT_ONCE, AT_ONCE_BYTES = 30, 50_000_000
_Known = tuple[str, Image, bytes]
TOO_MANY = "Too many of these files cannot be kept: the rest was not looked at."


@dataclass
class Brought:
    """What came of it. ``problems`` are sentences, each about one file.

    ``known`` were here already, some of them ``in_trash``; of ``put_back`` the file had
    been lost and is there again. ``by_code`` are pictures by the code that they had
    where they come from, with what is told of each. Of the ``collections`` that an
    export tells of, so many were ``made``.
    """

    images: list[Image] = field(default_factory=list)
    known: int = 0
    in_trash: int = 0
    put_back: int = 0
    keeps_dates: bool = False
    by_code: dict[str, tuple[Image, dict[str, Any]]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    collections: list[Told] = field(default_factory=list)
    made: int = 0


def bring(user: User, files: list[tuple[str, IO[bytes]]]) -> Brought:
    """Keep all pictures in these files; what cannot be kept is told, never raised."""
    brought = Brought()
    before = names_of(user)
    try:
        _take(user, files, brought)
    finally:
        _relate(user, brought)
        brought.made = collections_bring(
            user,
            brought.collections,
            {code: image for code, (image, _) in brought.by_code.items() if code},
            new={image.pk for image in brought.images},
            before=before,
        )
    return brought


def _take(user: User, files: list[tuple[str, IO[bytes]]], brought: Brought) -> None:
    found = pictures_in(files, brought.problems, brought.collections)
    known: list[_Known] = []
    for name, data, told in found:
        # What is here already costs little: so the same archive again goes on there.
        if len(brought.images) == MAX_PICTURES:
            brought.problems.append(
                f"{MAX_PICTURES:,} pictures were taken, which is the most in one go. "
                "Bring the same again for those that follow."
            )
            break
        if len(brought.problems) >= MAX_PROBLEMS:
            brought.problems.append(TOO_MANY)
            break
        try:
            if image := _keep(user, data, told, brought):
                known.append((name, image, data))
        except UnusableFile as error:
            brought.problems.append(f"{shown(name)}: {error}")
        if len(known) == AT_ONCE or sum(len(it) for *_, it in known) > AT_ONCE_BYTES:
            _put_back_lost(known, brought)
            known = []
    _put_back_lost(known, brought)


def _keep(
    user: User, data: bytes, told: dict[str, Any], brought: Brought
) -> Image | None:
    """Keep a picture; returns the one that is here already where there is one."""
    digest = hashlib.sha256(data).hexdigest()
    if known := _known(user, digest, told, brought):
        return known
    with Writing() as writing:
        stored = store_original(data, writing)
        try:
            # Before the transaction: to read what anybody wrote may take its time, and
            # nothing else could be written meanwhile.
            request = request_told(told or embedded(BytesIO(data)))
            image = _row(user, stored, request, told, brought)
        except BaseException:
            original_delete(stored.name)
            raise
        if image is None:
            original_delete(stored.name)
            return None
    if stored.draft:
        thumbnails_write(image, stored.draft)
        Image.objects.filter(pk=image.pk).update(has_thumbnails=True)
    brought.images.append(image)
    brought.keeps_dates = brought.keeps_dates or bool(moment_told(told))
    brought.by_code[text_of(told.get("code"))] = image, told
    return None


@transaction.atomic
def _row(
    user: User,
    stored: StoredPicture,
    request: ImageRequest,
    told: dict[str, Any],
    brought: Brought,
) -> Image | None:
    """Write what is known of a picture whose file is there; None if it was known."""
    # Who brings the same at the same time waits, and finds it here then.
    held = Workspace.objects.select_for_update(no_key=True)
    held.filter(pk=user.workspace_id or 0).first()
    if _known(user, stored.facts.sha256, told, brought):
        return None
    made = moment_told(told)
    image = image_create(
        generation=_run(user, request, made),
        position=0,
        stored=stored,
        resolved=resolved_told(told),
        duration_ms=duration_told(told),
        cost_usd=price_told(told),
        created_at=made,
    )
    _decided(user, image, told)
    return image


def _known(
    user: User, digest: str, told: dict[str, Any], brought: Brought
) -> Image | None:
    # One that is being deleted for good is as good as gone.
    mine = Image.objects.visible_to(user).filter(purged_at=None, purge_asked_at=None)
    known = mine.filter(sha256=digest).select_related("generation").first()
    if known is None:
        return None
    brought.known += 1
    brought.in_trash += known.trashed_at is not None
    # What it was made from may come only now, in an archive of many.
    is_orphan = known.parent_id is None and known.generation.provider == "imported"
    brought.by_code[text_of(told.get("code"))] = known, told if is_orphan else {}
    return known


def _put_back_lost(known: list[_Known], brought: Brought) -> None:
    """Give files back of which the storage, asked of several at once, has none."""
    store: Any = default_storage
    files = [image.file for _, image, _ in known]
    is_remote = hasattr(store, "present")
    there = store.present(files) if is_remote else map(store.exists, files)
    for (name, image, data), is_there in zip(known, there, strict=True):
        try:
            brought.put_back += not is_there and _put_back(image, data)
        except UnusableFile as error:
            brought.problems.append(f"{shown(name)}: {error}")


def _put_back(known: Image, data: bytes) -> bool:
    """Give a picture its lost file back: these are its bytes, by their digest."""
    if not original_put_back(known.file, data):
        return False
    _, picture = check_picture(data)
    if picture and (draft := thumbnails_draft(picture)):
        thumbnails_write(known, draft)
        Image.objects.filter(pk=known.pk).update(has_thumbnails=True)
    return True


def _relate(user: User, brought: Brought) -> None:
    """Let what came with its parent, or comes back to it, know it again."""
    mine = Image.objects.visible_to(user)
    for image, told in brought.by_code.values():
        code = text_of(told.get("parent"))
        if not code:
            continue
        parent = brought.by_code.get(code, (None,))[0]
        parent = parent or mine.filter(code=code[:16]).first()
        # No picture comes from a later one: so no circle can be told.
        if parent is None or parent.created_at >= image.created_at:
            continue
        variable = text_of(told.get("variable"))
        variable = variable if variable in PARAMETERS else ""
        with transaction.atomic():
            run = Generation.objects.filter(pk=image.generation_id)
            run.update(parent=parent, variable=variable)
            Image.objects.filter(pk=image.pk).update(parent=parent)
            documents_write(Image.objects.filter(pk=image.pk))


def _run(
    user: User, request: ImageRequest, made: datetime.datetime | None
) -> Generation:
    """The call that may have made it, as far as the file tells; it cost nothing here."""
    return generation_create(
        author=user,
        state=Generation.State.SUCCEEDED,
        requested=request.to_json(),
        prompt=request.prompt,
        model=request.model,
        provider="imported",
        provider_id="imported",
        route="images",
        route_reason="Imported: it was made elsewhere.",
        created_at=made or timezone.now(),
    )


def _decided(user: User, image: Image, told: dict[str, Any]) -> None:
    """Flag, stars, note, tags and collections of our own export."""
    mine = Image.objects.filter(pk=image.pk)
    if told.get("flag") in ("pick", "reject"):
        deciding.images_flag(mine, told["flag"])
    if told.get("stars") in (1, 2, 3, 4, 5):
        deciding.images_rate(mine, told["stars"])
    if note := text_of(told.get("note"))[: deciding.MAX_NOTE]:
        deciding.images_note(mine, note)
    for names, put in (
        (told.get("tags"), lambda name: organising.images_tag(user, mine, name)),
        (
            told.get("collections"),
            lambda name: organising.collection_add(
                organising.collection_create(user, name), mine
            ),
        ),
    ):
        for name in names[:20] if isinstance(names, list) else ():
            try:
                put(text_of(name))
            except organising.Unnameable:
                continue
