"""Refusing guesses at passwords for next to nothing.

django-allauth counts tries under a lock that it keeps in the database: several writes,
also for those that it refuses. Who tries thousands is looked at before, with one query
and no write; and no password is hashed for them.
"""

import time
from collections.abc import Callable
from typing import Any

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

APP = "allauth.account"


def is_used_up(request: HttpRequest, action: str, *, key: str | None = None) -> bool:
    """Tell whether no try of this kind is left to who asks; counts nothing."""
    rates = {
        ratelimit.get_cache_key(
            request, app=APP, action=action, rate=rate, key=key
        ): rate
        for rate in ratelimit.get_rates(app=APP, action=action)
    }
    known, now = cache.get_many(rates), time.time()
    return any(
        not ratelimit.apply_rate(list(known.get(name, ())), now, rate, dry_run=True)[0]
        for name, rate in rates.items()
    )


class GuessesMiddleware:
    """Turn away at the door who has tried to sign in too often."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Answer 429 before a password is looked at, when tries are used up."""
        match = request.resolver_match
        if request.method != "POST" or not match or match.url_name != "account_login":
            return None
        if not is_used_up(request, "login"):
            return None
        return ratelimit.respond_429(request)  # type: ignore[no-any-return]
