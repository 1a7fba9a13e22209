"""Links for guests, for those who make and end them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from playground.core.codes import is_code
from playground.library.models import Collection, Image
from playground.library.organising import collection_images
from playground.people.http import Request
from playground.people.roles import MAKER, needs
from playground.review.forms import LinkForm
from playground.review.links import MAX_PICTURES, link_create, link_revoke
from playground.review.models import Comment, ReviewLink
from playground.review.voting import results

NEWEST = 100


@require_safe
def index(request: Request) -> HttpResponse:
    """The newest links of the workspace, those that have ended too."""
    links = ReviewLink.objects.visible_to(request.user).select_related("author")
    return render(
        request, "review/links.html", {"links": links.order_by("-pk")[:NEWEST]}
    )


@needs(MAKER)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Ask what guests may do, then show the address, which is told only once."""
    images, name = _wanted(request)
    context: dict[str, Any] = {"images": images, "most": MAX_PICTURES}
    if request.method != "POST" or not images:
        title = name or (
            "One picture" if len(images) == 1 else f"{len(images)} pictures"
        )
        form = LinkForm(
            initial={"title": title, "blind": request.GET.get("blind") == "1"}
        )
        status = 422 if request.method == "POST" else 200
        return render(
            request, "review/new.html", {**context, "form": form}, status=status
        )
    form = LinkForm(request.POST, images=images)
    if not form.is_valid():
        return render(request, "review/new.html", {**context, "form": form}, status=422)
    values = form.cleaned_data
    link, address = link_create(
        request.user,
        images=images,
        title=values["title"],
        password=values["password"],
        expires_at=form.expires_at,
        **{
            name: values[name]
            for name in (
                "blind",
                "may_vote",
                "may_comment",
                "show_prompts",
                "show_prices",
            )
        },
    )
    return render(
        request, "review/new.html", {**context, "link": link, "address": address}
    )


@require_safe
def link(request: Request, code: str) -> HttpResponse:
    """What guests said at one link."""
    found = _link(request, code)
    items = results(found)
    comments = (
        Comment.objects.visible_to(request.user)
        .filter(guest__link=found, deleted_at=None)
        .select_related("image", "author")
        .order_by("pk")
    )
    guests = found.guests.order_by("name", "pk")
    context = {
        "link": found,
        "items": items,
        "guests": [guest.name for guest in guests[:NEWEST]],
        "count": guests.count(),
        "comments": comments[:500],
    }
    return render(request, "review/link.html", context)


@require_POST
def revoke(request: Request, code: str) -> HttpResponse:
    """End a link for good; its votes and comments stay."""
    link_revoke(_link(request, code), by=request.user)
    return redirect(reverse("review:links"))


def _link(request: Request, code: str) -> ReviewLink:
    known = ReviewLink.objects.visible_to(request.user)
    return get_object_or_404(known, code=code if is_code(code) else "")


def _wanted(request: Request) -> tuple[list[Image], str]:
    """Return the pictures asked for, in order, and the name of their collection."""
    asked = request.POST if request.method == "POST" else request.GET
    code = asked.get("collection", "")
    if is_code(code):
        collection = get_object_or_404(
            Collection.objects.visible_to(request.user), code=code
        )
        items = collection_images(collection)[:MAX_PICTURES]
        return [item.image for item in items], collection.name
    codes = [code for code in dict.fromkeys(asked.getlist("image")) if is_code(code)]
    found = (
        Image.objects.visible_to(request.user)
        .kept()
        .in_bulk(codes[:MAX_PICTURES], field_name="code")
    )
    return [found[code] for code in codes if code in found], ""
