"""Helping somebody back in: by a new password, and without a lost second factor."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse

from playground.people import audit
from playground.people.invitations import public_address
from playground.people.members import sessions_end
from playground.people.models import User, Workspace


def password_address(
    user: User, *, by: User | None, workspace: Workspace | None = None
) -> str:
    """Return a one-time address at which a person sets a new password."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    path = reverse("account_reset_password_from_key", args=key.split("-", 1))
    audit.note("password link made", by=by, about=user, workspace=workspace)
    return public_address(path)


@transaction.atomic
def factors_remove(
    user: User, *, by: User | None, workspace: Workspace | None = None
) -> int:
    """Let somebody in by their password alone, who has lost what they had besides.

    Their sessions end: whoever has the lost telephone may be signed in with it.
    """
    removed: int = Authenticator.objects.filter(user=user).delete()[0]
    if removed:
        sessions_end(user)
        audit.note("second factors removed", by=by, about=user, workspace=workspace)
    return removed
