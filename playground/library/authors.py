"""Whose pictures these are, told where several people make some."""

import re
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q

from playground.library.models import Image
from playground.people.models import Membership, User


def authors(user: User, images: Iterable[Image]) -> dict[int, str]:
    """Return the names of who made these pictures, {} where one person makes all.

    Who has left counts as long as their pictures are among these.
    """
    if not settings.PLAYGROUND_ACCOUNTS:
        return {}
    shown = {image.author_id for image in images} - {None}
    makers = (
        Membership.objects.visible_to(user)
        .exclude(role=Membership.Role.VIEWER)
        .exclude(user__username=User.LOCAL)
    )
    known = User.objects.filter(Q(pk__in=shown) | Q(pk__in=makers.values("user")))
    names = dict(known.values_list("pk", "username"))
    return names if len(names) > 1 else {}


def initials(name: str) -> str:
    """Return two letters that stand for somebody on a small picture."""
    words = re.findall(r"[^\W_]+", name)
    letters = "".join(it[0] for it in words[:2]) if len(words) > 1 else name.strip()[:2]
    return letters.upper()
