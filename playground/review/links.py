"""Making, finding and ending the addresses that are handed to guests."""

import hashlib
import random
import secrets
from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from playground.library.models import Image, is_kept
from playground.people import audit
from playground.people.invitations import public_address
from playground.people.models import User
from playground.review.models import ReviewItem, ReviewLink

MAX_PICTURES = 200


def link_create(
    user: User,
    *,
    images: Sequence[Image],
    title: str,
    password: str = "",
    expires_at: datetime | None = None,
    **allowed: bool,
) -> tuple[ReviewLink, str]:
    """Make a link; returns it and its address, which is told only this once.

    The pictures are kept as they are now, in their order. A blind link shuffles them:
    the order of an experiment would tell which is which.
    """
    token = secrets.token_urlsafe(32)
    chosen = list(images)[:MAX_PICTURES]
    if allowed.get("blind"):
        random.SystemRandom().shuffle(chosen)
    with transaction.atomic():
        link = ReviewLink.objects.create(
            workspace=user.workspace,
            author=user,
            token_hash=_hash(token),
            title=title,
            password=make_password(password) if password else "",
            expires_at=expires_at,
            **allowed,
        )
        ReviewItem.objects.bulk_create(
            ReviewItem(link=link, image=image, number=number)
            for number, image in enumerate(chosen, start=1)
        )
        audit.note(
            "review link made",
            by=user,
            workspace=user.workspace,
            what=f"{title} ({len(chosen)} pictures)",
        )
    return link, public_address(reverse("review:page", args=[token]))


def link_find(token: str) -> ReviewLink | None:
    """Return the link of an address, whether it is still open or not."""
    return ReviewLink.objects.filter(token_hash=_hash(token)).first()


def link_revoke(link: ReviewLink, *, by: User) -> None:
    """Close a link from this moment on; what guests said stays."""
    ended = ReviewLink.objects.filter(pk=link.pk, revoked_at=None).update(
        revoked_at=timezone.now()
    )
    if ended:
        audit.note(
            "review link revoked", by=by, workspace=link.workspace, what=link.title
        )


def link_visited(link: ReviewLink) -> None:
    """Count a visit, also of two at the same moment."""
    ReviewLink.objects.filter(pk=link.pk).update(visits=F("visits") + 1)


def link_items(link: ReviewLink) -> list[ReviewItem]:
    """Return the pictures that guests see; what was trashed since is left out."""
    items = link.items.filter(is_kept("image")).select_related("image")
    return list(items.order_by("number"))


def link_item(link: ReviewLink, number: int) -> ReviewItem | None:
    """Return one of these pictures."""
    items = link.items.filter(is_kept("image"), number=number)
    return items.select_related("image").first()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
