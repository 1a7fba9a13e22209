"""Who comes in by single sign-on, and with which role.

The provider's word is taken for who somebody is. What they may do follows from their
groups where ``PLAYGROUND_OIDC_GROUP_ROLES`` names any, anew at each sign-in; else from
an invitation, or from a mail address of a domain that may join, if the provider says
that it was verified. Nobody is matched with an existing account by mail alone. Who was
let go by their groups comes back by them; whom an administrator removed, by an
invitation.
"""

import logging
from collections.abc import Callable
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.utils import get_request_param
from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from requests.exceptions import RequestException

from playground.people import audit
from playground.people.adapter import INVITED
from playground.people.invitations import invitation_find, invitation_use
from playground.people.members import (
    member_leave,
    workspace_hold,
    would_lose_last_admin,
)
from playground.people.models import Invitation, Membership, User, Workspace

logger = logging.getLogger(__name__)

PATH = "/accounts/oidc/"


class SingleSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Asked by allauth at each sign-in: who may come in, and as what."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Refuse who may not come in; give who is known the role of today."""
        role = _role_of(sociallogin)
        if sociallogin.is_existing:
            _let_in_again(request, sociallogin.user, role)
            if sociallogin.user.is_active:
                _follow_groups(sociallogin.user, role)
            if not sociallogin.user.is_active:
                raise ImmediateHttpResponse(_refused(request))
        elif role is None and not _may_join(request, sociallogin):
            raise ImmediateHttpResponse(_refused(request))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Whoever came this far was let through above."""
        return True

    @transaction.atomic
    def save_user(
        self, request: HttpRequest, sociallogin: Any, form: Any = None
    ) -> User:
        """Make the account, or nothing: the invitation may be used up meanwhile."""
        user: User = super().save_user(request, sociallogin, form)
        invitation = invitation_find(request.session.pop(INVITED, ""))
        if invitation is not None:
            invitation_use(invitation, user)
        role = _role_of(sociallogin)
        if not user.memberships.exists():
            if role is None and not _is_of_domain(sociallogin):
                raise ImmediateHttpResponse(_refused(request))
            role = role or Membership.Role.MAKER
            user.join(Workspace.objects.default(), role)
            audit.note("joined by single sign-on", by=user, what=role)
        else:
            _follow_groups(user, role)
        return user

    def get_requests_session(self) -> Any:
        """Return a session that leaves no connection open: sign-ins are rare."""
        session = super().get_requests_session()
        session.headers["Connection"] = "close"
        return session

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, **kwargs: Any
    ) -> None:
        """Answer 502 with a page in words."""
        page = render_to_string("people/sso_failed.html", request=request)
        raise ImmediateHttpResponse(HttpResponse(page, status=502))


class SingleSignOnMiddleware:
    """Answer in words when the organisation's server is down or tells nonsense."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> None:
        """Let a link sign somebody in, and do nothing else with their account."""
        is_ours = request.path_info.startswith(PATH)
        if is_ours and get_request_param(request, "process", "login") != "login":
            raise Http404("Accounts are not joined here.")

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Answer 502 where the other side said nothing that can be used.

        Errors elsewhere, and of other kinds, go on as they are.
        """
        unusable = (RequestException, ValueError, KeyError, TypeError)
        if not request.path_info.startswith(PATH):
            return None
        if not isinstance(exception, unusable):
            return None
        logger.warning("Single sign-on failed: %s", type(exception).__name__)
        page = render_to_string("people/sso_failed.html", request=request)
        return HttpResponse(page, status=502)


def _claims(sociallogin: Any) -> dict[str, Any]:
    """Return what the provider tells of somebody, in either of the two places."""
    data = sociallogin.account.extra_data
    told = [data.get(name) for name in ("id_token", "userinfo")]
    parts = [part for part in told if isinstance(part, dict)]
    if not parts:
        return data if isinstance(data, dict) else {}
    return {name: value for part in parts for name, value in part.items()}


def _role_of(sociallogin: Any) -> str | None:
    """Return the highest role of the person's groups; None when no group has one."""
    told = _claims(sociallogin).get(settings.PLAYGROUND_OIDC_GROUPS_CLAIM)
    groups = [told] if isinstance(told, str) else told
    if not isinstance(groups, list):
        return None
    by_group = settings.PLAYGROUND_OIDC_GROUP_ROLES
    roles = {
        by_group[name] for name in groups if isinstance(name, str) and name in by_group
    }
    return next(
        (role for role in reversed(Membership.Role.values) if role in roles), None
    )


@transaction.atomic
def _let_in_again(request: HttpRequest, user: User, role: str | None) -> None:
    """Open the account of who was let go and may come back."""
    if user.is_active:
        return
    invitation = invitation_find(request.session.get(INVITED, ""))
    invited = invitation is not None and bool(role or _is_enough(invitation))
    if invitation and invited and invitation_use(invitation, user):
        request.session.pop(INVITED)
    elif not (user.let_go_by_groups and role):
        return
    user.is_active, user.let_go_by_groups = True, False
    user.save(update_fields=["is_active", "let_go_by_groups"])
    audit.note("came back by single sign-on", about=user)


def _is_enough(invitation: Invitation) -> bool:
    """Whether it brings somebody in by itself: in the first workspace groups may rule.

    Not over its only administrator, who is kept whatever they say.
    """
    workspace, admin = invitation.workspace, Membership.Role.ADMIN
    if not settings.PLAYGROUND_OIDC_GROUP_ROLES or workspace.code != Workspace.DEFAULT:
        return True
    admins = workspace.memberships.filter(role=admin, user__is_active=True)
    return invitation.role == admin and not admins.exists()


@transaction.atomic
def _follow_groups(user: User, role: str | None) -> None:
    """Give the role of today. Whoever is in none of the groups any more is let go.

    The last administrator stays one, so that somebody can mend the groups.
    """
    if not settings.PLAYGROUND_OIDC_GROUP_ROLES:
        return
    workspace = Workspace.objects.default()
    workspace_hold(workspace)
    held = user.memberships.filter(workspace=workspace).first()
    if (held.role if held else None) == role:
        return
    if held and would_lose_last_admin(held, role):
        audit.note("kept as the last admin", about=user, workspace=workspace)
        return
    if role is None:
        member_leave(user, workspace)
        if not user.is_active:
            user.let_go_by_groups = True
            user.save(update_fields=["let_go_by_groups"])
    else:
        user.join(workspace, role)
    audit.note("role by group", about=user, workspace=workspace, what=role or "none")


def _may_join(request: HttpRequest, sociallogin: Any) -> bool:
    invitation = invitation_find(request.session.get(INVITED, ""))
    return bool(invitation and _is_enough(invitation)) or _is_of_domain(sociallogin)


def _is_of_domain(sociallogin: Any) -> bool:
    """Whether a mail address lets somebody in; never where groups decide."""
    if settings.PLAYGROUND_OIDC_GROUP_ROLES:
        return False
    claims = _claims(sociallogin)
    domain = str(claims.get("email") or "").rpartition("@")[2].lower()
    return (
        claims.get("email_verified") is True
        and domain in settings.PLAYGROUND_OIDC_JOIN_DOMAINS
    )


def _refused(request: HttpRequest) -> HttpResponse:
    page = render_to_string("people/sso_refused.html", request=request)
    return HttpResponse(page, status=403)
