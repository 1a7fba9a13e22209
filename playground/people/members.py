"""Roles that change, and people who leave."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from playground.people import audit
from playground.people.models import Membership, User, Workspace
from playground.people.roles import runs_installation


class LastAdmin(Exception):
    """A workspace without an administrator could never be mended from its pages."""


@transaction.atomic
def member_set_role(membership: Membership, role: str, *, by: User) -> None:
    """Change a role; raises ``LastAdmin``. Two admins cannot demote each other."""
    admins = _locked_admins(membership.workspace)
    _still_admin(by, admins)
    if role != Membership.Role.ADMIN and [admin.pk for admin in admins] == [
        membership.pk
    ]:
        raise LastAdmin
    Membership.objects.filter(pk=membership.pk).update(role=role)
    audit.note(
        "role changed",
        by=by,
        about=membership.user,
        workspace=membership.workspace,
        what=role,
    )


def would_lose_last_admin(membership: Membership, role: str | None) -> bool:
    """Tell whether the workspace would have nobody left who looks after it."""
    if membership.role != Membership.Role.ADMIN or role == Membership.Role.ADMIN:
        return False
    return [admin.pk for admin in _admins(membership.workspace)] == [membership.pk]


@transaction.atomic
def member_remove(membership: Membership, *, by: User | None) -> None:
    """Let somebody go from a workspace; raises ``LastAdmin``.

    Their pictures stay, under their name. Who is in no workspace any more cannot sign
    in, and is signed out everywhere at once.
    """
    admins = _locked_admins(membership.workspace)
    if by:
        _still_admin(by, admins)
    if [admin.pk for admin in admins] == [membership.pk]:
        raise LastAdmin
    user, workspace = membership.user, membership.workspace
    member_leave(user, workspace)
    audit.note("removed", by=by, about=user, workspace=workspace)


def member_leave(user: User, workspace: Workspace) -> None:
    """Take somebody out of a workspace, and end their sessions. Who is in none any more
    cannot sign in.
    """
    user.memberships.filter(workspace=workspace).delete()
    user.__dict__.pop("membership", None)
    if not user.memberships.exists():
        # Whom the groups let go is marked by them, afterwards.
        user.is_active, user.let_go_by_groups = False, False
        user.save(update_fields=["is_active", "let_go_by_groups"])
    sessions_end(user)


def workspace_hold(workspace: Workspace) -> None:
    """Let nobody else change who looks after it, until this transaction ends."""
    Workspace.objects.select_for_update().get(pk=workspace.pk)


def may_open_account(by: User, user: User) -> bool:
    """Tell whether somebody may let a person in by another password.

    Who gets such a link can be that person everywhere: an admin of one workspace must
    not come into another one by it.
    """
    if runs_installation(by):
        return True
    own = by.memberships.filter(role=Membership.Role.ADMIN).values("workspace")
    elsewhere = user.memberships.exclude(workspace__in=own)
    return not user.is_superuser and not elsewhere.exists()


def sessions_end(user: User) -> None:
    """Sign somebody out everywhere, from this moment on."""
    held = UserSession.objects.filter(user=user)
    Session.objects.filter(session_key__in=held.values("session_key")).delete()
    held.delete()


def _still_admin(by: User, admins: list[Membership]) -> None:
    """Raise ``PermissionError`` for who was let go while the request was on its way."""
    if not any(admin.user_id == by.pk for admin in admins):
        raise PermissionError("Only an administrator looks after people.")


def _admins(workspace: Workspace) -> list[Membership]:
    return list(
        workspace.memberships.filter(role=Membership.Role.ADMIN, user__is_active=True)
    )


def _locked_admins(workspace: Workspace) -> list[Membership]:
    """Return them with the workspace locked: two changes follow one another."""
    workspace_hold(workspace)
    return _admins(workspace)
