"""Signing in and out, as it is told to the audit log."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import (
    user_logged_in,
    user_logged_out,
    user_login_failed,
)
from django.dispatch import receiver
from django.http import HttpRequest

from playground.people import audit
from playground.people.models import User


@receiver(user_logged_in)
def signed_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Note every way in, by single sign-on as well."""
    _note("signed in", request, user)


@receiver(user_logged_out)
def signed_out(
    sender: Any, request: HttpRequest, user: User | None, **kwargs: Any
) -> None:
    """Note nothing where nobody was signed in."""
    if user is not None:
        _note("signed out", request, user)


@receiver(user_login_failed)
def sign_in_failed(
    sender: Any,
    credentials: dict[str, Any],
    request: HttpRequest | None = None,
    **kwargs: Any,
) -> None:
    """Note the name that was tried. A password typed there by mistake is no name."""
    name = str(credentials.get("username") or credentials.get("email") or "")
    known = User.objects.filter(username=name).first()
    _note("sign-in failed", request, None, about=known)


@receiver(password_changed)
@receiver(password_reset)
def password_new(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Note a change by its owner, and one by a link."""
    _note("password changed", request, user)


@receiver(authenticator_added)
def factor_added(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Note that there is one more, not of which kind."""
    _note("second factor added", request, user)


@receiver(authenticator_removed)
def factor_removed(
    sender: Any, request: HttpRequest, user: User, **kwargs: Any
) -> None:
    """Note that there is one less, not of which kind."""
    _note("second factor removed", request, user)


def _note(
    action: str,
    request: HttpRequest | None,
    user: User | None,
    *,
    about: User | None = None,
) -> None:
    person = user or about
    membership = person.membership if person else None
    audit.note(
        action,
        by=user,
        about=about,
        workspace=membership.workspace if membership else None,
        ip=get_adapter().get_client_ip(request) if request else None,
    )
