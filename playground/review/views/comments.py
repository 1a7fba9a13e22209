"""Comments on pictures, and what is new among them."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from playground.library.access import image_for
from playground.library.models import is_kept
from playground.people.http import Request
from playground.people.roles import ADMIN, VIEWER, may, needs
from playground.review.comments import (
    Typed,
    comment_add,
    comment_delete,
    comment_done,
    comment_edit,
    read_up_to,
    threads,
    typed,
    unread,
)
from playground.review.models import Comment

NEWEST = 100


@needs(VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def of_picture(request: Request, code: str) -> HttpResponse:
    """All comments of a picture, and a form for one more."""
    image = image_for(request.user, code)
    words = Typed()
    if request.method == "POST":
        words = typed(request.POST.dict())
        if not words.errors:
            said = comment_add(request.user, image, words)
            return HttpResponseRedirect(f"{image.get_absolute_url()}#comment-{said.pk}")
    context = {
        "image": image,
        "threads": threads(request.user, image),
        "words": words,
        "kinds": Comment.Kind.choices,
        "deletes_all": may(request.user, ADMIN),
    }
    status = 422 if words.errors else 200
    return render(request, "review/picture.html", context, status=status)


@needs(VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Change what one has said oneself."""
    comment = _own(request, pk)
    words = Typed(text=comment.text, kind=comment.kind)
    if request.method == "POST":
        words = typed(request.POST.dict())
        if not words.errors:
            comment_edit(comment, words)
            return HttpResponseRedirect(_place_of(comment))
    context = {"comment": comment, "image": comment.image, "words": words}
    status = 422 if words.errors else 200
    return render(request, "review/edit.html", context, status=status)


@needs(VIEWER)
@require_POST
def delete(request: Request, pk: int) -> HttpResponse:
    """Take back what one has said oneself; an admin may take back anything."""
    comment = _own(request, pk, also_admin=True)
    image = comment.image
    comment_delete(comment)
    messages.success(request, "The comment is deleted.")
    return HttpResponseRedirect(f"{image.get_absolute_url()}#comments")


def _own(request: Request, pk: int, *, also_admin: bool = False) -> Comment:
    mine = Comment.objects.visible_to(request.user).filter(deleted_at=None)
    if not (also_admin and may(request.user, ADMIN)):
        mine = mine.filter(author=request.user)
    return get_object_or_404(mine.select_related("image"), pk=pk)


def _place_of(comment: Comment) -> str:
    return f"{comment.image.get_absolute_url()}#comment-{comment.pk}"


@needs(VIEWER)
@require_POST
def done(request: Request, pk: int) -> HttpResponse:
    """Tick a comment off (``done=1``), or open it again."""
    mine = Comment.objects.visible_to(request.user).select_related("image")
    comment = get_object_or_404(mine, pk=pk)
    comment_done(comment, by=request.user, done=request.POST.get("done") == "1")
    return HttpResponseRedirect(_place_of(comment))


@require_safe
def newest(request: Request) -> HttpResponse:
    """The newest comments on all pictures; what is unread is marked."""
    comments = list(
        Comment.objects.visible_to(request.user)
        .filter(is_kept("image"), deleted_at=None)
        .select_related("author", "image")
        .order_by("-pk")[:NEWEST]
    )
    new = set(unread(request.user).values_list("pk", flat=True)[:NEWEST])
    context = {"comments": comments, "new": new}
    return render(request, "review/comments.html", context)


@needs(VIEWER)
@require_POST
def read(request: Request) -> HttpResponse:
    """Mark what this person has seen as read, up to a comment that was shown."""
    last = request.POST.get("last", "")
    if last.isascii() and last.isdigit() and len(last) < 19:
        known = Comment.objects.visible_to(request.user)
        if known.filter(pk=int(last)).exists():
            read_up_to(request.user, int(last))
    return redirect("review:comments")
