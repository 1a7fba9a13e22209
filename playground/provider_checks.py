"""System checks of who is to draw: its key, its address, the way there, the model."""

import difflib
import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

import httpx2
from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, register

from playground import env
from playground.catalog import catalog
from playground.checks import OURS
from playground.core.clock import today
from playground.core.hosts import is_host, is_loopback
from playground.providers.client import current_provider
from playground.providers.errors.fault import is_openai_host
from playground.providers.proxies import socks_without_support, unusable_proxy

Apps = Sequence[AppConfig] | None
# What the client adds to the address by itself.
_ENDPOINT = re.compile(
    r"/(images|images/(generations|edits|variations)|responses|chat/completions"
    r"|completions|models)/*$"
)


@register(OURS)
def check_provider(app_configs: Apps, **kwargs: Any) -> Iterable[CheckMessage]:
    """E020 to E022, W020: keys, ids and addresses that cannot work. Asks no server."""
    key, url = settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL
    if key and not _could_be_a_key(key):
        yield Error(
            "OPENAI_API_KEY holds characters that no key has.",
            hint="Look for quotes, blanks or line breaks that came along when it was "
            "copied.",
            id="playground.E020",
        )
    for name in ("OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        if not _could_be_a_key(getattr(settings, name)):
            yield Error(
                f"{name} holds characters that no id has.",
                hint="Look for quotes, blanks or line breaks that came along when it "
                "was copied.",
                id="playground.E022",
            )
    if url:
        yield from _check_base_url(url, has_key=bool(key))
    lost = [
        name
        for name in ("OPENAI_ORG_ID", "OPENAI_PROJECT_ID")
        if getattr(settings, name) and not key
    ]
    if lost:
        yield checks.Warning(
            f"{' and '.join(lost)} without OPENAI_API_KEY has no effect.",
            hint="Set OPENAI_API_KEY too, or remove it to use the simulator.",
            id="playground.W020",
        )


def _could_be_a_key(key: str) -> bool:
    return key.isascii() and key.isprintable() and not set(key) & set(" \"'`")


def _check_base_url(url: str, *, has_key: bool) -> Iterable[CheckMessage]:
    parts = urlsplit(url)
    host = parts.hostname or ""
    is_address = ":" in host or is_host(host)
    if parts.scheme not in ("http", "https") or not is_address:
        yield Error(
            f"OPENAI_BASE_URL is not the address of a server: "
            f"{env.without_password(url)!r}.",
            hint="It looks like https://images.example.org/v1",
            id="playground.E021",
        )
    elif parts.query or parts.fragment:
        yield Error(
            "OPENAI_BASE_URL ends in a query, to which no path can be added: "
            f"{env.without_password(url)!r}.",
            hint="Leave out everything from the question mark on. Azure's address "
            "without ?api-version= ends in /openai/v1.",
            id="playground.E023",
        )
    elif found := _ENDPOINT.search(parts.path):
        yield Error(
            f"OPENAI_BASE_URL ends in {found[0]}, which is added to it by itself: "
            f"{env.without_password(url)!r}.",
            hint=f"Leave out {found[0]}.",
            id="playground.E026",
        )
    elif is_openai_host(host) and not parts.path.strip("/"):
        yield Error(
            f"OPENAI_BASE_URL lacks the version of the API: {env.without_password(url)!r}.",
            hint="OpenAI's own address ends in /v1, such as https://api.openai.com/v1",
            id="playground.E027",
        )
    elif parts.scheme == "http" and has_key and not is_loopback(host):
        yield checks.Warning(
            "The API key and every picture travel unencrypted to OPENAI_BASE_URL.",
            hint="Use https:// unless the way there is private.",
            id="playground.W021",
        )


@register(OURS)
def check_proxies(app_configs: Apps, **kwargs: Any) -> Iterable[CheckMessage]:
    """The HTTP client refuses to start with a proxy that it cannot use."""
    if current_provider().kind == "simulator":
        return
    if variable := socks_without_support():
        yield Error(
            f"{variable} names a SOCKS proxy, and the package for it is not installed.",
            hint="pip install socksio, or name a proxy that starts with http://.",
            id="playground.E024",
        )
    elif variable := unusable_proxy():
        yield Error(
            f"{variable} is not the address of a proxy.",
            hint="It looks like http://proxy.example.org:3128",
            id="playground.E025",
        )
    else:
        yield from _check_client()


def _check_client() -> Iterable[CheckMessage]:
    """Set up what sends the requests: it reads more variables, and some stop it."""
    try:
        httpx2.Client().close()
    except (OSError, ValueError, httpx2.InvalidURL) as error:
        yield Error(
            f"The HTTP client cannot be set up: {error}.",
            hint="Look at SSL_CERT_FILE, SSL_CERT_DIR and NO_PROXY.",
            id="playground.E028",
        )


@register(OURS)
def check_default_model(app_configs: Apps, **kwargs: Any) -> Iterable[CheckMessage]:
    """E030: no such model. W031: it cannot be called today, and another is."""
    name = settings.PLAYGROUND_DEFAULT_MODEL
    known, day, kind = catalog(), today(), current_provider().kind
    if not name:
        return
    # A compatible server has models of its own, which only it knows.
    model = known.resolve(name, kind)
    if model is None:
        close = difflib.get_close_matches(name, known.models, n=3)
        yield Error(
            f"PLAYGROUND_DEFAULT_MODEL names a model that nobody knows: {name!r}.",
            hint=f"Did you mean {' or '.join(close)}?"
            if close
            else "The page /models/ lists all that exist.",
            id="playground.E030",
        )
    elif not model.callable_on(day, kind):
        # No reason to keep anybody from the gallery.
        instead = known.default_model(day, kind).id
        successor = f" Its successor is {model.successor}." if model.successor else ""
        yield checks.Warning(
            f"PLAYGROUND_DEFAULT_MODEL names {name}, which cannot be called today. "
            f"New requests start with {instead}.",
            hint=f"It was shut down on {model.shutdown}.{successor}"
            if model.state(day) == "gone"
            else f"It will be there from {model.released}.",
            id="playground.W031",
        )
