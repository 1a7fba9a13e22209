"""System checks: what would go wrong later is said at the start, with the remedy."""

import difflib
import io
import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.files.storage import default_storage
from django.core.files.storage.filesystem import FileSystemStorage
from django.db import DatabaseError, connections
from PIL import Image as Picture

from playground import env
from playground.catalog import catalog
from playground.core.clock import today
from playground.core.hosts import is_loopback
from playground.old_layout import old_layout
from playground.providers.client import current_provider
from playground.providers.errors.fault import is_openai_host
from playground.providers.proxies import socks_without_support, unusable_proxy
from playground.spending import append_only

Apps = Sequence[AppConfig] | None
_HOST = re.compile(r"\.?[\w-]+(\.[\w-]+)*\.?|\[[0-9a-fA-F:.]+\]")
# What the client adds to the address by itself.
_ENDPOINT = re.compile(
    r"/(images|images/(generations|edits|variations)|responses|chat/completions"
    r"|completions|models)/*$"
)


def exposure(host: str) -> list[CheckMessage]:
    """Say why this installation must not listen on ``host``; empty when it may."""
    public = [
        name
        for name in [host, *settings.PLAYGROUND_ALLOWED_HOSTS]
        if not is_loopback(name)
    ]
    problems: list[CheckMessage] = []
    if public and not settings.PLAYGROUND_ACCOUNTS:
        problems.append(
            Error(
                f"Others could reach this installation ({', '.join(public)}), and "
                "there is no login.",
                hint="Everybody who reaches it could spend your money. Keep "
                "PLAYGROUND_HOST on 127.0.0.1 and PLAYGROUND_ALLOWED_HOSTS empty, or "
                "turn accounts on with PLAYGROUND_ACCOUNTS=true.",
                id="playground.E001",
            )
        )
    if public and not env.secret("PLAYGROUND_SECRET_KEY"):
        problems.append(
            Error(
                "Others can reach this installation, and PLAYGROUND_SECRET_KEY is not set.",
                hint="Set it, or PLAYGROUND_SECRET_KEY_FILE, to a long random text "
                "that is the same on all machines and stays the same.",
                id="playground.E002",
            )
        )
    if not is_loopback(host) and not settings.PLAYGROUND_ALLOWED_HOSTS:
        words = f"Others could reach {host}, and PLAYGROUND_ALLOWED_HOSTS is not set."
        hint = "Name the hosts under which they do: under any other all is refused."
        problems.append(Error(words, hint=hint, id="playground.E004"))
    return problems


@register(Tags.security)
def check_exposure(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    return exposure(settings.PLAYGROUND_HOST)


@register(Tags.security)
def check_allowed_hosts(app_configs: Apps, **kwargs: Any) -> Iterable[CheckMessage]:
    """A name that no request can have is never met, and every form is refused."""
    for name in settings.PLAYGROUND_ALLOWED_HOSTS:
        if name != "*" and not _HOST.fullmatch(name):
            yield Error(
                f"PLAYGROUND_ALLOWED_HOSTS holds {name!r}, which is not the name of a "
                "host.",
                hint="Names only, without https://, port and path, such as "
                "images.example.org, or .example.org for all names under it.",
                id="playground.E003",
            )


@register(Tags.files)
def check_data_dir(app_configs: Apps, **kwargs: Any) -> Iterable[CheckMessage]:
    folders: set[Path] = {settings.PLAYGROUND_DATA_DIR}
    if isinstance(default_storage, FileSystemStorage):
        folders.add(Path(default_storage.base_location))
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            yield Error(
                f"Nothing can be written to {folder}: {error.strerror}.",
                hint="Make the folder writable for this user, or name another one in "
                "PLAYGROUND_DATA_DIR.",
                id="playground.E010",
            )


@register(Tags.files)
def check_store(app_configs: Apps, **kwargs: Any) -> Iterable[CheckMessage]:
    for alias, variable in (
        ("default", "PLAYGROUND_S3_BUCKET"),
        ("renditions", "PLAYGROUND_S3_RENDITIONS_BUCKET"),
    ):
        options = settings.STORAGES[alias].get("OPTIONS", {})
        if "bucket_name" in options and not options["bucket_name"]:
            yield Error(
                f"PLAYGROUND_STORAGE is s3, and {variable} is not set.",
                hint="Name the bucket, or leave PLAYGROUND_STORAGE out to keep "
                "pictures in the data folder.",
                id="playground.E012",
            )


@register
def check_codecs(app_configs: Apps, **kwargs: Any) -> Iterable[CheckMessage]:
    for name in ("PNG", "JPEG", "WEBP", "GIF"):
        try:
            file = io.BytesIO()
            Picture.new("RGB", (2, 2)).save(file, name)
            Picture.open(file).load()
        except (OSError, KeyError) as error:
            yield Error(
                f"Pillow cannot write and read {name} pictures here: {error}",
                hint="Install Pillow from its ready-made package: "
                "pip install --force-reinstall --only-binary :all: pillow",
                id="playground.E011",
            )


@register
def check_provider(app_configs: Apps, **kwargs: Any) -> Iterable[CheckMessage]:
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
    is_address = ":" in host or _HOST.fullmatch(host)
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


@register
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


@register
def check_default_model(app_configs: Apps, **kwargs: Any) -> Iterable[CheckMessage]:
    name = settings.PLAYGROUND_DEFAULT_MODEL
    known, day, kind = catalog(), today(), current_provider().kind
    if not name:
        return
    model = known.get(name)
    if model is None:
        # A compatible server has models of its own, which only it knows.
        if kind != "compatible":
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


@register(Tags.database)
def check_database(
    app_configs: Apps, databases: Sequence[str] | None = None, **kwargs: Any
) -> Iterable[CheckMessage]:
    for alias in databases or ():
        connection = connections[alias]
        try:
            if problem := old_layout(connection):
                yield Error(problem, id="playground.E041")
                continue
            with connection.cursor() as cursor:
                if connection.vendor != "sqlite":
                    continue
                mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        except DatabaseError as error:
            yield Error(
                f"The database cannot be opened: {error}".strip(),
                hint="Look at DATABASE_URL, or for SQLite at PLAYGROUND_DATA_DIR.",
                id="playground.E040",
            )
            continue
        if mode not in ("wal", "memory"):
            yield checks.Warning(
                f"SQLite works without its write-ahead log here (mode {mode}).",
                hint="Web and worker would wait for each other. Keep the data folder "
                "on a local disk, or use PostgreSQL by DATABASE_URL.",
                id="playground.W040",
            )


@register(Tags.database)
def check_ledger(
    app_configs: Apps, databases: Sequence[str] | None = None, **kwargs: Any
) -> Iterable[CheckMessage]:
    for alias in databases or ():
        connection = connections[alias]
        try:
            if append_only.TABLE not in connection.introspection.table_names():
                continue
            guarded = append_only.installed(connection)
        except DatabaseError:
            continue  # ``check_database`` says so.
        if not guarded:
            yield Error(
                "The database no longer guards the ledger: its entries could be "
                "changed.",
                hint="Put its triggers back: manage.py migrate spending 0001, then "
                "manage.py migrate.",
                id="playground.E041",
            )


@register
def check_engine(app_configs: Apps, **kwargs: Any) -> Iterable[CheckMessage]:
    on_sqlite = connections["default"].vendor == "sqlite"
    if settings.PLAYGROUND_ENGINE == "procrastinate" and on_sqlite:
        yield Error(
            "PLAYGROUND_ENGINE=procrastinate needs PostgreSQL, and this is SQLite.",
            hint="Set DATABASE_URL, or leave PLAYGROUND_ENGINE out.",
            id="playground.E050",
        )
