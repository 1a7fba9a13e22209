"""Who works here, for administrators: invite, give a role, let go, help back in."""

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from playground.core.codes import is_code
from playground.core.files import protected
from playground.people import audit
from playground.people.http import Request
from playground.people.invitations import invitation_create
from playground.people.members import (
    LastAdmin,
    may_open_account,
    member_remove,
    member_set_role,
)
from playground.people.models import Invitation, Membership, User
from playground.people.recovery import factors_remove, password_address
from playground.people.roles import ADMIN, VIEWER, needs
from playground.site.privacy import CannotErase, person_erase, person_export

PAGE = "people/index.html"
LAST_ADMIN = (
    "Somebody has to look after the workspace: make another person admin first."
)
NO_ADMIN = "You are no administrator any more."


class InviteForm(forms.Form):
    """Whom to invite. The address is only noted: nothing is sent."""

    role = forms.ChoiceField(
        choices=Membership.Role.choices, initial=Membership.Role.MAKER
    )
    email = forms.EmailField(required=False, max_length=254)


@needs(ADMIN)
@require_safe
def index(request: Request) -> HttpResponse:
    """The page of the workspace's people, for administrators."""
    return _page(request, InviteForm())


@needs(ADMIN)
@require_POST
def invite(request: Request) -> HttpResponse:
    """Show the one-time address once; nobody can look it up again."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    address = invitation_create(
        workspace=request.user.workspace,
        role=form.cleaned_data["role"],
        email=form.cleaned_data["email"],
        by=request.user,
    )
    return _page(request, InviteForm(), address=address)


@needs(ADMIN)
@require_POST
def set_role(request: Request, pk: int) -> HttpResponse:
    """Give a role, for administrators; the last of them has to stay one."""
    membership = _membership(request, pk)
    role = request.POST.get("role", "")
    if role not in Membership.Role.values:
        messages.error(request, "There is no such role.")
        return redirect("site:people")
    try:
        member_set_role(membership, role, by=request.user)
    except LastAdmin:
        messages.error(request, LAST_ADMIN)
    except PermissionError:
        messages.error(request, NO_ADMIN)
    return redirect("site:people")


@needs(ADMIN)
@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Let somebody go, for administrators; the last of them has to stay."""
    membership = _membership(request, pk)
    try:
        member_remove(membership, by=request.user)
    except LastAdmin:
        messages.error(request, LAST_ADMIN)
    except PermissionError:
        messages.error(request, NO_ADMIN)
    else:
        name = membership.user.get_username()
        messages.success(
            request, f"{name} is signed out everywhere. Their pictures stay."
        )
    return redirect("site:people")


@needs(ADMIN)
@require_POST
def export(request: Request, pk: int) -> HttpResponse:
    """What is known of a member here, as a ZIP of JSON."""
    membership = _membership(request, pk)
    archive = person_export(
        membership.user, by=request.user, workspace=membership.workspace
    )
    response = HttpResponse(archive, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="person.zip"'
    protected(response)
    return response


@needs(ADMIN)
@require_POST
def erase(request: Request, pk: int) -> HttpResponse:
    """Take a member's name away; it has to be typed, since nothing brings it back."""
    user = _membership(request, pk).user
    name = user.get_username()
    if request.POST.get("name", "").strip() != name:
        messages.error(request, f"Nothing was erased: type {name} to do so.")
    elif user.memberships.count() > 1:
        messages.error(
            request, f"{name} is in other workspaces too: manage.py person erase."
        )
    else:
        try:
            called = person_erase(user, by=request.user)
        except LastAdmin:
            messages.error(request, LAST_ADMIN)
        except PermissionError:
            messages.error(request, NO_ADMIN)
        except CannotErase as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{name} is called {called} from now on.")
    return redirect("site:people")


@needs(ADMIN)
@require_POST
def reset(request: Request, pk: int) -> HttpResponse:
    """Make a one-time address at which a person sets a new password."""
    user = _membership(request, pk).user
    if not may_open_account(request.user, user):
        messages.error(request, _elsewhere(user))
        return redirect("site:people")
    address = password_address(user, by=request.user, workspace=request.user.workspace)
    return _page(request, InviteForm(), reset_for=user, address=address)


@needs(ADMIN)
@require_POST
def factors(request: Request, pk: int) -> HttpResponse:
    """Take the second factors of who has lost them away."""
    user = _membership(request, pk).user
    if not may_open_account(request.user, user):
        messages.error(request, _elsewhere(user))
    elif factors_remove(user, by=request.user, workspace=request.user.workspace):
        messages.success(
            request,
            f"{user.get_username()} signs in by the password alone from now on, and is "
            "signed out everywhere.",
        )
    return redirect("site:people")


@needs(ADMIN)
@require_POST
def revoke(request: Request, pk: int) -> HttpResponse:
    """Delete an invitation of the workspace that is not used, for administrators."""
    found = get_object_or_404(
        Invitation, pk=pk, workspace=request.user.workspace, used_at=None
    )
    audit.note(
        "invitation revoked",
        by=request.user,
        workspace=found.workspace,
        what=f"{found.role} {found.email}",
    )
    found.delete()
    return redirect("site:people")


@needs(VIEWER)
@require_POST
def enter(request: Request) -> HttpResponse:
    """Go to another workspace that one is a member of."""
    code = request.POST.get("workspace", "")
    mine = request.user.memberships.filter(workspace__code=code)
    wanted = mine.first() if is_code(code) else None
    if wanted is None:
        raise Http404
    request.user.enter(wanted.workspace)
    return redirect("gallery:index")


def _elsewhere(user: User) -> str:
    return (
        f"{user.get_username()} is in other workspaces too, which this would open. "
        "Whoever runs this installation can do it."
    )


def _membership(request: Request, pk: int) -> Membership:
    mine = Membership.objects.visible_to(request.user)
    return get_object_or_404(mine.select_related("user", "workspace"), pk=pk)


def _page(
    request: Request, form: InviteForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    workspace = request.user.workspace
    context = {
        "workspace": workspace,
        "memberships": workspace.memberships.select_related("user")
        .annotate(
            has_factors=Exists(Authenticator.objects.filter(user=OuterRef("user")))
        )
        .order_by("user__username"),
        "invitations": workspace.invitations.filter(
            used_at=None, expires_at__gt=timezone.now()
        ).order_by("-pk"),
        "roles": Membership.Role.choices,
        "form": form,
        **more,
    }
    return render(request, PAGE, context, status=status)
