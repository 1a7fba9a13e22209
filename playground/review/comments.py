"""Saying something about a picture, replying, being done with it, reading on."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from playground.library.models import Image
from playground.people.models import User
from playground.review.models import MAX_TEXT, Comment, LastRead

# More than this many unread ones are "99+".
MOST_UNREAD = 99


@dataclass
class Typed:
    """One comment as it was typed, and what is wrong with it by field.

    ``x`` and ``y`` are percent, as people write them.
    """

    text: str = ""
    kind: str = Comment.Kind.COMMENT
    x: str = ""
    y: str = ""
    reply_to: str = ""
    spot: tuple[float, float] | None = None
    errors: dict[str, str] = field(default_factory=dict)


def typed(posted: Mapping[str, str]) -> Typed:
    """Read the form of a comment."""
    found = Typed(
        text=posted.get("text", "").replace("\0", "").strip(),
        kind=posted.get("kind", "") or Comment.Kind.COMMENT,
        x=posted.get("x", "").strip(),
        y=posted.get("y", "").strip(),
        reply_to=posted.get("reply_to", ""),
    )
    if not found.text:
        found.errors["text"] = "Say something first."
    elif len(found.text) > MAX_TEXT:
        found.errors["text"] = (
            f"A comment has at most {MAX_TEXT} characters; this one has "
            f"{len(found.text)}."
        )
    if found.kind not in Comment.Kind.values:
        found.kind = Comment.Kind.COMMENT
    if found.x or found.y:
        x, y = _share(found.x), _share(found.y)
        if x is None or y is None:
            found.errors["spot"] = (
                "A spot is two numbers from 0 to 100: percent from the left and from "
                "the top. Leave both empty for the whole picture."
            )
        else:
            found.spot = x, y
    return found


@transaction.atomic
def comment_add(user: User, image: Image, words: Typed) -> Comment:
    """Keep a comment that has no errors. A reply to a reply joins its thread."""
    thread = None
    if words.reply_to.isascii() and words.reply_to.isdigit():
        said = image.comments.filter(pk=int(words.reply_to[:18])).first()
        thread = _hold(said.reply_to_id or said.pk) if said else None
    x, y = words.spot or (None, None)
    return Comment.objects.create(
        workspace=user.workspace,
        author=user,
        image=image,
        kind=Comment.Kind.COMMENT if thread else words.kind,
        text=words.text,
        x=None if thread else x,
        y=None if thread else y,
        reply_to=thread,
    )


def comment_edit(comment: Comment, words: Typed) -> None:
    """Change one's own words; where they point, and what was answered, stays."""
    Comment.objects.filter(pk=comment.pk, deleted_at=None).update(
        text=words.text,
        kind=comment.kind if comment.reply_to_id else words.kind,
        edited_at=timezone.now(),
    )


def comment_delete(comment: Comment) -> None:
    """Take one's words back. Where others have answered, their words stay."""
    with transaction.atomic():
        _hold(comment.reply_to_id or comment.pk)
        if comment.replies.exists():
            Comment.objects.filter(pk=comment.pk).update(
                text="", kind=Comment.Kind.COMMENT, deleted_at=timezone.now()
            )
            return
        thread = comment.reply_to
        comment.delete()
        if thread and thread.deleted_at and not thread.replies.exists():
            thread.delete()


def _hold(thread: int) -> Comment | None:
    """Let nobody answer in a thread, or take from it, until this is done.

    Returns what it began with; None when that has gone meanwhile.
    """
    return Comment.objects.select_for_update().filter(pk=thread).first()


def comment_done(comment: Comment, *, by: User, done: bool) -> None:
    """Tick a thread off, or open it again; the first who ticks is named."""
    waiting = Comment.objects.filter(pk=comment.pk, done_at__isnull=done)
    if done:
        waiting.update(done_at=timezone.now(), done_by=by)
    else:
        waiting.update(done_at=None, done_by=None)


def threads(user: User, image: Image) -> list[Comment]:
    """Return what was said of a picture, oldest first, each with its ``answers``.

    One query. Spots are numbered from 1, as on the picture.
    """
    found = list(
        Comment.objects.visible_to(user)
        .filter(image=image)
        .select_related("author", "done_by")
        .order_by("pk")
    )
    first = [comment for comment in found if comment.reply_to_id is None]
    spots = 0
    for comment in first:
        comment.answers = [it for it in found if it.reply_to_id == comment.pk]  # type: ignore[attr-defined]
        if comment.x is not None:
            spots += 1
            comment.spot_number = spots  # type: ignore[attr-defined]
    return first


def unread(user: User) -> QuerySet[Comment]:
    """Return what others have said since this person last read, newest first."""
    last = LastRead.objects.filter(person=user, workspace=user.workspace_id)
    newest = last.values_list("comment", flat=True).first() or 0
    found = Comment.objects.visible_to(user).filter(pk__gt=newest, deleted_at=None)
    return found.exclude(author=user).order_by("-pk")


def unread_count(user: User) -> int:
    """Count up to one more than is ever told, whatever there is."""
    return unread(user)[: MOST_UNREAD + 1].count()


def read_up_to(user: User, pk: int) -> None:
    """Mark as read; a page that was open for long takes nothing back."""
    last, _ = LastRead.objects.get_or_create(person=user, workspace=user.workspace)
    LastRead.objects.filter(pk=last.pk, comment__lt=pk).update(comment=pk)


def _share(percent: str) -> float | None:
    try:
        value = float(percent.replace(",", "."))
    except ValueError:
        return None
    return value / 100 if math.isfinite(value) and 0 <= value <= 100 else None
