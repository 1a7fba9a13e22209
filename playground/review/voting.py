"""What guests say: read from one form, written at once, counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Avg, Count, Q

from playground.review.models import (
    MAX_NAME,
    MAX_TEXT,
    Comment,
    Guest,
    GuestVote,
    ReviewItem,
    ReviewLink,
)


@dataclass
class Said:
    """One form as it was typed, and what is wrong with it by field."""

    name: str = ""
    pick: str = ""
    likes: set[int] = field(default_factory=set)
    ranks: dict[int, str] = field(default_factory=dict)
    comments: dict[int, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> list[str]:
        """All of it as lines, to be copied from a page that cannot take it."""
        lines = [f"Pick: picture {self.pick}"] if self.pick else []
        if self.likes:
            lines.append(f"Liked: {', '.join(map(str, sorted(self.likes)))}")
        lines += [f"Rank of picture {n}: {rank}" for n, rank in self.ranks.items()]
        lines += [f"Picture {n}: {text}" for n, text in self.comments.items()]
        return lines


def said(posted: Mapping[str, str], numbers: Sequence[int]) -> Said:
    """Read the form; ``numbers`` are those of the pictures."""
    found = Said(name=_clean(posted.get("name", "")).strip())
    found.pick = posted.get("pick", "")
    if found.pick not in {"", *map(str, numbers)}:
        found.pick = ""
        found.errors["pick"] = "This picture is not there any more: pick another one."
    for number in numbers:
        if posted.get(f"like-{number}"):
            found.likes.add(number)
        if rank := posted.get(f"rank-{number}", "").strip():
            found.ranks[number] = rank
            if not _is_rank(rank, len(numbers)):
                found.errors[f"rank-{number}"] = (
                    f"A rank is a whole number from 1 to {len(numbers)}."
                )
        if text := _clean(posted.get(f"comment-{number}", "")).strip():
            found.comments[number] = text
            if len(text) > MAX_TEXT:
                found.errors[f"comment-{number}"] = (
                    f"A comment has at most {MAX_TEXT} characters; "
                    f"this one has {len(text)}."
                )
    if not found.name:
        found.errors["name"] = "Say your name, so that they know who it was."
    elif len(found.name) > MAX_NAME:
        found.errors["name"] = f"A name has at most {MAX_NAME} characters."
    return found


def said_before(guest: Guest | None) -> Said:
    """Return what a guest has voted up to now, as their form shows it."""
    found = Said(name=guest.name if guest else "")
    if guest is None:
        return found
    for vote in guest.votes.select_related("item"):
        number = vote.item.number
        if vote.picked:
            found.pick = str(number)
        if vote.liked:
            found.likes.add(number)
        if vote.rank:
            found.ranks[number] = str(vote.rank)
    return found


@transaction.atomic
def votes_keep(
    link: ReviewLink,
    guest: Guest | None,
    words: Said,
    items: Sequence[ReviewItem],
    *,
    key: str,
) -> Guest:
    """Write a guest's votes, which replace their earlier ones, and new comments.

    ``key`` is the session's own: whoever clicks twice before they are known is one guest.
    One statement for all votes: two clicks at once leave the later one, whole.
    """
    if guest is None:
        named = {"name": words.name}
        guest, _ = Guest.objects.get_or_create(link=link, key=key, defaults=named)
    if guest.name != words.name:
        guest.name = words.name
        guest.save(update_fields=["name"])
    if link.may_vote:
        GuestVote.objects.bulk_create(
            [
                GuestVote(
                    guest=guest,
                    item=item,
                    picked=words.pick == str(item.number),
                    liked=item.number in words.likes,
                    rank=int(words.ranks[item.number])
                    if item.number in words.ranks
                    else None,
                )
                for item in items
            ],
            update_conflicts=True,
            unique_fields=["guest", "item"],
            update_fields=["picked", "liked", "rank"],
        )
    if link.may_comment:
        for item in items:
            text = words.comments.get(item.number)
            said_it = {"image": item.image, "text": text, "deleted_at": None}
            # Not a second time by a second click.
            if text and not guest.comments.filter(**said_it).exists():
                Comment.objects.create(
                    workspace_id=link.workspace_id,
                    image=item.image,
                    guest=guest,
                    guest_name=guest.name,
                    text=text,
                )
    return guest


def results(link: ReviewLink) -> list[ReviewItem]:
    """Return the pictures with ``picks``, ``likes`` and ``mean_rank``, best first."""
    counted = link.items.select_related("image").annotate(
        picks=Count("votes", filter=Q(votes__picked=True)),
        likes=Count("votes", filter=Q(votes__liked=True)),
        mean_rank=Avg("votes__rank"),
    )
    return list(counted.order_by("-picks", "-likes", "number"))


def _clean(text: str) -> str:
    # PostgreSQL takes no NUL in a text.
    return text.replace("\0", "")


def _is_rank(text: str, highest: int) -> bool:
    return (
        text.isascii()
        and text.isdigit()
        and len(text) < 5
        and 1 <= int(text) <= highest
    )
