"""The page behind a one-time address: become a member, with an account if need be."""

from allauth.account.utils import perform_login
from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import BaseUserCreationForm
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from playground.people.adapter import INVITED
from playground.people.invitations import invitation_find, invitation_use
from playground.people.models import Invitation, User

PAGE = "people/join.html"
NAME_TAKEN = "Somebody has this name already."


class JoinForm(BaseUserCreationForm):  # type: ignore[type-arg]
    """A name and a password; the name may not be that of the local person."""

    class Meta:
        model = User
        fields = ("username", "email")

    email = forms.EmailField(required=False, max_length=254)

    def clean_username(self) -> str:
        """Refuse a name that differs from another in its case only."""
        name: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError(NAME_TAKEN)
        return name


class Taken(Exception):
    """The invitation was used while the form was filled in."""


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Make an account by an invitation, or join with one's own; 404 once it is used."""
    invitation = invitation_find(token)
    if invitation is None:
        return render(request, "people/invitation_gone.html", status=404)
    if isinstance(request.user, User):
        return _join_as(request, invitation, request.user)
    # Whoever signs in with their organisation's account joins by it, too.
    request.session[INVITED] = token
    form = JoinForm(request.POST or None, initial={"email": invitation.email})
    if request.method == "POST" and form.is_valid():
        try:
            user = _create(form, invitation)
        except Taken:
            return render(request, "people/invitation_gone.html", status=404)
        except IntegrityError:  # Two people chose the name in the same moment.
            form.add_error("username", NAME_TAKEN)
        else:
            answer: HttpResponse = perform_login(request, user)
            return answer
    status = 422 if request.method == "POST" else 200
    return render(request, PAGE, _context(invitation, form), status=status)


def _join_as(request: HttpRequest, invitation: Invitation, user: User) -> HttpResponse:
    if request.method != "POST":
        return render(request, PAGE, _context(invitation, None))
    if not invitation_use(invitation, user):
        return render(request, "people/invitation_gone.html", status=404)
    return redirect("studio:index")


@transaction.atomic
def _create(form: JoinForm, invitation: Invitation) -> User:
    user: User = form.save()
    if not invitation_use(invitation, user):
        raise Taken
    return user


def _context(invitation: Invitation, form: JoinForm | None) -> dict[str, object]:
    return {
        "invitation": invitation,
        "form": form,
        "sso": bool(settings.PLAYGROUND_OIDC_ISSUER),
        "sso_name": settings.PLAYGROUND_OIDC_NAME,
    }
