"""The request type that our views receive."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from playground.people.models import User


class Request(HttpRequest):
    """A request with a known person and htmx's headers read."""

    user: User
    htmx: HtmxDetails
