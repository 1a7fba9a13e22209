"""What other pages show of comments."""

from typing import Any

from django import template
from django.template.context import RequestContext

from playground.library.models import Image
from playground.people.models import User
from playground.people.roles import ADMIN, may
from playground.review.comments import Typed, threads, unread_count
from playground.review.models import Comment

register = template.Library()


@register.inclusion_tag("review/_comments.html", takes_context=True)
def comments(context: RequestContext, image: Image) -> dict[str, Any]:
    """Show decisions and comments of a picture, with the form for one more."""
    request = context["request"]
    found = threads(request.user, image)
    return {
        "image": image,
        "threads": found,
        "decisions": [it for it in found if it.kind == Comment.Kind.DECISION],
        "words": Typed(),
        "kinds": Comment.Kind.choices,
        "csrf_token": context.get("csrf_token"),
        "request": request,
        "deletes_all": may(request.user, ADMIN),
    }


@register.simple_tag(takes_context=True)
def unread_comments(context: RequestContext) -> int:
    """Count what others have said since; one query."""
    user = context["request"].user
    return unread_count(user) if isinstance(user, User) else 0
