"""What people without an account see at the address they were given.

Nothing on these pages names a picture but by its number. Each answer tells search
engines to forget it.
"""

import random
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from playground.core.files import missing_picture, protected
from playground.library.models import Image
from playground.review.copies import EDGE, blind_edge, copy_of, copy_shape
from playground.review.links import link_find, link_item, link_items, link_visited
from playground.review.models import Comment, ReviewItem, ReviewLink
from playground.review.views import gate
from playground.review.voting import Said, said, said_before, votes_keep

View = Callable[..., HttpResponseBase]


def _for_guests(view: View) -> View:
    """Find the link, or say in words why there is none to be seen."""

    @wraps(view)
    def found(request: HttpRequest, token: str, **more: Any) -> HttpResponseBase:
        link = link_find(token)
        answer: HttpResponseBase
        if link is None:
            answer = _gone(request, None, status=404)
        elif not link.is_open:
            answer = _gone(request, link, status=410)
        else:
            answer = view(request, link, token, **more)
        answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return answer

    return login_not_required(found)


@require_safe
@_for_guests
def page(request: HttpRequest, link: ReviewLink, token: str) -> HttpResponse:
    """The pictures of a link, or the form for its password. The first look counts."""
    if gate.is_locked(request, link):
        return _locked(request, token)
    if request.method == "GET" and not gate.of_session(request, link).get("seen"):
        gate.remember(request, link, seen=True, order=secrets.randbelow(2**31))
        link_visited(link)
    return _page(request, link, token, said_before(gate.guest_of(request, link)))


@require_POST
@_for_guests
def unlock(request: HttpRequest, link: ReviewLink, token: str) -> HttpResponse:
    """Take the password. What was typed before the session ended comes back."""
    problem = gate.open_with(request, link, request.POST.get("password", ""))
    if problem:
        return _locked(request, token, problem, status=422)
    if "name" in request.POST:
        words = _said(request.POST, link_items(link))
        words.errors = {}
        return _page(request, link, token, words)
    return HttpResponseRedirect(reverse("review:page", args=[token]))


@require_POST
@_for_guests
def vote(request: HttpRequest, link: ReviewLink, token: str) -> HttpResponse:
    """Keep votes and comments of one form."""
    if gate.is_locked(request, link):
        return _locked(request, token, status=403)
    items = link_items(link)
    words = _said(request.POST, items)
    if words.errors or not (link.may_vote or link.may_comment):
        return _page(request, link, token, words, status=422)
    known, key = gate.guest_of(request, link), gate.key_of(request, link)
    guest = votes_keep(link, known, words, items, key=key)
    gate.remember(request, link, guest=guest.pk)
    return HttpResponseRedirect(reverse("review:page", args=[token]) + "?kept=1")


@require_safe
@_for_guests
def file(
    request: HttpRequest, link: ReviewLink, token: str, number: int
) -> HttpResponseBase:
    """A copy of a picture, under headers that are the same for all of them."""
    item = link_item(link, number)
    if item is None or gate.is_locked(request, link):
        return _gone(request, None, status=404)
    copy = copy_of(item, link)
    if copy is None:
        return missing_picture(640, 640)
    is_svg = item.image.output_format == Image.Format.SVG
    response = HttpResponse(
        copy, content_type="image/svg+xml" if is_svg else "image/webp"
    )
    if is_svg:
        # Opened by itself it would be a document; inside an img it is a picture.
        response["Content-Disposition"] = "attachment"
    response["Cache-Control"] = "private, max-age=600"
    return protected(response)


def _said(posted: QueryDict, items: list[ReviewItem]) -> Said:
    return said(posted.dict(), [item.number for item in items])  # type: ignore[arg-type]


def _in_order(request: HttpRequest, link: ReviewLink) -> list[ReviewItem]:
    """Return the pictures; those of a blind link in an order of this guest's own.

    What stands first is picked more often: that must not always be the same one. The
    numbers stay, so that guests can talk about pictures.
    """
    items = link_items(link)
    order = gate.of_session(request, link).get("order")
    if link.blind and isinstance(order, int):
        random.Random(order).shuffle(items)  # noqa: S311
    return items


def _page(
    request: HttpRequest,
    link: ReviewLink,
    token: str,
    words: Said,
    *,
    status: int = 200,
) -> HttpResponse:
    items = _in_order(request, link)
    if request.method != "HEAD":
        gate.key_of(request, link)
    guest = gate.guest_of(request, link)
    theirs: dict[int, list[Comment]] = {}
    if guest is not None:
        for comment in guest.comments.filter(deleted_at=None).order_by("pk"):
            theirs.setdefault(comment.image_id, []).append(comment)
    edge = blind_edge(link) if link.blind else EDGE
    shown = [
        {
            "number": item.number,
            "image": item.image,
            "shape": copy_shape(item.image, edge),
            "picked": words.pick == str(item.number),
            "liked": item.number in words.likes,
            "rank": words.ranks.get(item.number, ""),
            "rank_error": words.errors.get(f"rank-{item.number}"),
            "comment": words.comments.get(item.number, ""),
            "comment_error": words.errors.get(f"comment-{item.number}"),
            "said": theirs.get(item.image_id, []),
        }
        for item in items
    ]
    context = {
        "link": link,
        # One who works alone has no name to be known by.
        "asker": link.author if settings.PLAYGROUND_ACCOUNTS else None,
        "token": token,
        "items": shown,
        "count": len(shown),
        "words": words,
        "kept": request.GET.get("kept") == "1" and guest is not None,
    }
    return render(request, "review/page.html", context, status=status)


def _locked(
    request: HttpRequest, token: str, problem: str = "", *, status: int = 200
) -> HttpResponse:
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", "password")
    ]
    context = {"token": token, "problem": problem, "typed": typed}
    return render(request, "review/locked.html", context, status=status)


def _gone(
    request: HttpRequest, link: ReviewLink | None, *, status: int
) -> HttpResponse:
    """Say that there is nothing to see, and show what was typed, so it is not lost."""
    typed: list[str] = []
    if request.method == "POST" and link is not None:
        typed = _said(request.POST, link_items(link)).words
    context = {"link": link, "typed": "\n".join(typed)}
    return render(request, "review/gone.html", context, status=status)
