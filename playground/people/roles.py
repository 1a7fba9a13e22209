"""Who may do what, for every address at once.

Looking needs a viewer, whatever changes something a maker, unless the view says
otherwise with ``needs``. So a new address is safe before anybody thinks of it.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string

from playground.people.models import Membership, User, Workspace

VIEWER, MAKER, ADMIN = (
    Membership.Role.VIEWER,
    Membership.Role.MAKER,
    Membership.Role.ADMIN,
)
_RANK = {VIEWER: 0, MAKER: 1, ADMIN: 2}
_LOOKING = ("GET", "HEAD", "OPTIONS")
# Accounts are everybody's own; their pages ask for what they need themselves.
_OWN = ("allauth.",)

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def needs(role: Membership.Role) -> Callable[[View], View]:
    """Say which role a view needs, whatever its method."""

    def mark(view: View) -> View:
        view.needed_role = role  # type: ignore[attr-defined]
        return view

    return mark


def may(user: User, role: str) -> bool:
    """Tell whether somebody has at least this role in the current workspace."""
    membership = user.membership
    return membership is not None and _RANK[membership.role] >= _RANK[role]  # type: ignore[index]


def runs_installation(user: User) -> bool:
    """Tell whether somebody may do what goes beyond a workspace.

    Admins of the first one, so the local person, and the emergency administrator.
    """
    found = user.membership
    if found is None:
        return user.is_superuser
    first = found.workspace.code == Workspace.DEFAULT
    return user.is_superuser or (first and found.role == ADMIN)


class RoleMiddleware:
    """Refuse what a person's role does not cover, before the view is called."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Raise ``PermissionDenied`` where the role does not reach.

        A view that names no role takes a viewer to look, a maker to change something.
        """
        if not getattr(view, "login_required", True) or view.__module__.startswith(
            _OWN
        ):
            return None
        user = request.user
        if not isinstance(user, User):
            return None  # LoginRequiredMiddleware asks them to sign in.
        needed = getattr(view, "needed_role", None) or (
            VIEWER if request.method in _LOOKING else MAKER
        )
        if may(user, needed):
            return None
        if user.membership is None:
            page = render_to_string("people/no_workspace.html", request=request)
            return HttpResponse(page, status=403)
        if request.path_info == "/" and request.method in _LOOKING:
            return redirect("gallery:index")
        raise PermissionDenied(f"This needs the role {needed}.")
