"""How django-allauth behaves here: nobody signs up without being asked."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from playground.people.guesses import is_used_up

INVITED = "invitation"


NO_MATCH = "That name and that password do not go together."


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts by invitation only, and the words for a wrong name or password."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": NO_MATCH,
        "username_password_mismatch": NO_MATCH,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People join by an invitation, whose page makes the account itself."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Lead on to this installation only.

        All allowed hosts would be too many: every installation allows the names of the
        machine itself, which is another one for each visitor.
        """
        request = context.request
        return url_has_allowed_host_and_scheme(
            url, {request.get_host()}, require_https=request.is_secure()
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return who asks; a Unix socket's other end is on this machine."""
        try:
            return str(super().get_client_ip(request))
        except PermissionDenied:
            return "127.0.0.1"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try, and refuse it, before a password is hashed."""
        name = self._get_login_attempts_cache_key(request, **credentials)
        if is_used_up(request, "login_failed", key=name):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def send_mail(self, template_prefix: str, email: str, context: Any) -> None:
        """Send nothing where no SMTP is set; pages say so before."""
        if settings.PLAYGROUND_SMTP_URL:
            super().send_mail(template_prefix, email, context)


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """How second factors name themselves and are drawn."""

    def build_totp_svg(self, url: str) -> str:
        """Return a drawing that can stand inside of a page."""
        return str(super().build_totp_svg(url)).partition("?>")[2]

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {
            **super().get_public_key_credential_rp_entity(),
            "name": "Image Playground",
        }
