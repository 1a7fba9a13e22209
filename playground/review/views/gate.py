"""Who has opened which link: kept in the session, with tries counted for all processes."""

import hashlib
import secrets
from typing import Any

from allauth.core.internal import ratelimit
from django.contrib.auth.hashers import check_password
from django.http import HttpRequest

from playground.review.models import Guest, ReviewLink

KEY = "review"
# Wrong passwords of one caller, and of all callers together, at one link.
TRIES = "5/5m/ip,100/5m/key"


def of_session(request: HttpRequest, link: ReviewLink) -> dict[str, Any]:
    """Return what the session knows of a link: ``guest``, ``opened``."""
    known: dict[str, Any] = request.session.get(KEY, {}).get(link.code, {})
    return known


def remember(request: HttpRequest, link: ReviewLink, **values: Any) -> None:
    """Write into the guest's session, beside what it knows of this and other links."""
    known = request.session.get(KEY, {})
    known[link.code] = {**known.get(link.code, {}), **values}
    request.session[KEY] = known


def is_locked(request: HttpRequest, link: ReviewLink) -> bool:
    """Tell whether its password still has to be given in this session.

    What is kept is no plain "yes": another password locks everybody out again.
    """
    if not link.password:
        return False
    return of_session(request, link).get("opened") != _mark(link)


def open_with(request: HttpRequest, link: ReviewLink, password: str) -> str:
    """Try a password; returns what is wrong, "" when it is open now."""
    # Counted before it is looked at: tries in the same moment count as well.
    tries = ratelimit.consume(
        request,
        app="playground.review",
        action=link.code,
        config={link.code: TRIES},
        key=link.code,
    )
    if not tries:
        return "Too many wrong passwords. Wait five minutes, then try again."
    if not check_password(password[:200], link.password):
        return "This is not the password of this page."
    tries.rollback()
    remember(request, link, opened=_mark(link))
    return ""


def guest_of(request: HttpRequest, link: ReviewLink) -> Guest | None:
    """Return who this session is at the link, once they have said their name."""
    pk = of_session(request, link).get("guest")
    return link.guests.filter(pk=pk).first() if isinstance(pk, int) else None


def key_of(request: HttpRequest, link: ReviewLink) -> str:
    """Return what makes of two clicks at once one guest; it is there with the page."""
    key = str(of_session(request, link).get("key") or "")
    if not key:
        key = secrets.token_urlsafe(16)
        remember(request, link, key=key)
    return key


def _mark(link: ReviewLink) -> str:
    return hashlib.sha256(link.password.encode()).hexdigest()[:16]
