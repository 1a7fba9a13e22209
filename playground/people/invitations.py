"""One-time addresses by which people join a workspace."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from playground.people import audit
from playground.people.models import Invitation, Membership, User, Workspace

LASTS = timedelta(days=7)


def invitation_create(
    *, workspace: Workspace, role: str, email: str = "", by: User | None = None
) -> str:
    """Make an invitation; returns its address, which is told only this once."""
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(
        token_hash=_hash(token),
        workspace=workspace,
        role=role,
        email=email,
        author=by,
        expires_at=timezone.now() + LASTS,
    )
    audit.note("invitation made", by=by, workspace=workspace, what=f"{role} {email}")
    return public_address(reverse("site:join", args=[token]))


def invitation_find(token: str) -> Invitation | None:
    """Return an invitation that can still be used, or None."""
    return (
        Invitation.objects.filter(
            token_hash=_hash(token), used_at=None, expires_at__gt=timezone.now()
        )
        .select_related("workspace")
        .first()
    )


@transaction.atomic
def invitation_use(invitation: Invitation, user: User) -> bool:
    """Take somebody in; False when the invitation was used meanwhile.

    Who is a member already keeps a higher role: an old invitation takes nothing away.
    """
    now = timezone.now()
    used = Invitation.objects.filter(
        pk=invitation.pk, used_at=None, expires_at__gt=now
    ).update(used_at=now, used_by=user)
    if not used:
        return False
    ranks = list(Membership.Role.values)
    held = user.memberships.filter(workspace=invitation.workspace).first()
    if held is None or ranks.index(held.role) < ranks.index(invitation.role):
        user.join(invitation.workspace, invitation.role)
    user.enter(invitation.workspace)
    audit.note("joined", by=user, workspace=invitation.workspace, what=invitation.role)
    return True


def first_invitation() -> str | None:
    """Return a new address for the first administrator; None when there is one.

    Earlier ones that nobody used stop working.
    """
    admins = Membership.objects.filter(
        role=Membership.Role.ADMIN, user__is_active=True
    ).exclude(user__username=User.LOCAL)
    if admins.exists():
        return None
    workspace = Workspace.objects.default()
    Invitation.objects.filter(workspace=workspace, author=None, used_at=None).delete()
    return invitation_create(workspace=workspace, role=Membership.Role.ADMIN)


def public_address(path: str) -> str:
    """Return a path of this installation as an address that can be sent to somebody."""
    if settings.PLAYGROUND_ALLOWED_HOSTS:
        scheme = "https" if settings.PLAYGROUND_HTTPS else "http"
        return f"{scheme}://{settings.PLAYGROUND_ALLOWED_HOSTS[0].lstrip('.')}{path}"
    host = settings.PLAYGROUND_HOST
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{settings.PLAYGROUND_PORT}{path}"


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
