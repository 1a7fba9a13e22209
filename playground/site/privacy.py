"""What is known of a person: handed out, and taken away without breaking the books."""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import QuerySet

from playground.experiments.models import Vote
from playground.library.models import Generation
from playground.people import audit
from playground.people.members import member_remove, sessions_end
from playground.people.models import Invitation, User, Workspace
from playground.review.models import Comment, LastRead
from playground.studio.models import Draft

FORMER = "former member"


class CannotErase(Exception):
    """The message is fit to show to a person."""


def person_export(
    user: User, *, by: User | None, workspace: Workspace | None = None
) -> bytes:
    """Return a ZIP of JSON with what is known of a person.

    ``workspace`` keeps to what is in it: an administrator of one must not read what
    somebody does in another.
    """
    here = {"workspace": workspace} if workspace else {}
    ballots = {"ballot__experiment__workspace": workspace} if workspace else {}
    parts: dict[str, Any] = {
        "profile": {
            "name": user.get_username(),
            "email": user.email,
            "joined": user.date_joined,
            "last_seen": user.last_login,
            "may_sign_in": user.is_active,
        },
        "memberships": _rows(
            user.memberships.filter(**here), workspace="workspace__name", role="role"
        ),
        "drafts": _rows(
            Draft.objects.filter(person=user, **here),
            workspace="workspace__name",
            fields="fields",
        ),
        "comments": _rows(
            Comment.objects.filter(author=user, **here),
            at="created_at",
            picture="image__code",
            kind="kind",
            text="text",
        ),
        "votes": _rows(
            Vote.objects.filter(voter=user.get_username(), **ballots),
            at="created_at",
            experiment="ballot__experiment__code",
            left="left",
            right="right",
            choice="choice",
        ),
        "runs": _rows(
            Generation.objects.filter(author=user, **here),
            at="created_at",
            code="code",
            state="state",
            model="model",
            prompt="prompt",
            cost_usd="cost_usd",
        ),
    }
    audit.note("person exported", by=by, about=user, workspace=workspace)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            text = json.dumps(part, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False)
            archive.writestr(f"{name}.json", text + "\n")
    return buffer.getvalue()


def _rows(found: QuerySet[Any], **columns: str) -> list[dict[str, Any]]:
    rows: Iterable[Any] = found.order_by("pk").values_list(*columns.values())
    return [dict(zip(columns, row, strict=True)) for row in rows]


@transaction.atomic
def person_erase(user: User, *, by: User | None) -> str:
    """Take a person's name and ways in away; returns what they are called now.

    Their pictures, comments, votes and bills stay, under that name. The audit log
    keeps the names that it was written with: nothing in it can be changed. Raises
    ``LastAdmin`` and ``CannotErase``.
    """
    if user.get_username() == User.LOCAL:
        raise CannotErase("The local person is nobody's name.")
    before, number = user.get_username(), user.pk
    workspaces: list[Workspace | None] = [
        held.workspace for held in user.memberships.all()
    ]
    for membership in user.memberships.select_related("workspace", "user"):
        member_remove(membership, by=by)
    sessions_end(user)
    name = next(free for free in _names(number) if not _is_taken(free))
    for model in (EmailAddress, SocialAccount, Authenticator):
        model.objects.filter(user=user).delete()
    Draft.objects.filter(person=user).delete()
    LastRead.objects.filter(person=user).delete()
    invited = Invitation.objects.filter(used_by=user)
    if user.email:
        invited |= Invitation.objects.filter(email__iexact=user.email)
    invited.update(email="")
    Vote.objects.filter(voter=before).update(voter=name)
    user.username, user.email = name, ""
    user.first_name = user.last_name = ""
    user.is_active, user.last_login = False, None
    user.set_unusable_password()
    user.save()
    for workspace in workspaces or [None]:
        audit.note("person erased", by=by, about=user, workspace=workspace)
    return name


def _names(number: int) -> Iterator[str]:
    yield f"{FORMER} {number}"
    for more in range(2, 1000):
        yield f"{FORMER} {number}-{more}"


def _is_taken(name: str) -> bool:
    return User.objects.filter(username=name).exists()
