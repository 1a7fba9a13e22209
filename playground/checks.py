"""System checks: what would go wrong later is said at the start, with the remedy.

Those of the provider stand in ``provider_checks``.
"""

import io
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.files.storage import default_storage
from django.core.files.storage.filesystem import FileSystemStorage
from django.db import DatabaseError, connections
from PIL import Image as Pillow

from playground import env
from playground.core import append_only
from playground.core.hosts import is_host, is_loopback
from playground.restoring import CUT_OFF, is_cut_off
from playground.spending import ledger

Apps = Sequence[AppConfig] | None
# The tag of all checks of our own. Those of Django load every page: commands that need
# none ask for these alone, and start sooner.
OURS = "playground"


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


@register(Tags.security, OURS)
def check_exposure(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """Look whether others could reach an installation that has no accounts."""
    return exposure(settings.PLAYGROUND_HOST)


@register(Tags.security, OURS)
def check_allowed_hosts(app_configs: Apps, **kwargs: Any) -> Iterable[CheckMessage]:
    """A name that no request can have is never met, and every form is refused."""
    for name in settings.PLAYGROUND_ALLOWED_HOSTS:
        if name != "*" and not is_host(name):
            yield Error(
                f"PLAYGROUND_ALLOWED_HOSTS holds {name!r}, which is not the name of a "
                "host.",
                hint="Names only, without https://, port and path, such as "
                "images.example.org, or .example.org for all names under it.",
                id="playground.E003",
            )


@register(Tags.files, OURS)
def check_data_dir(app_configs: Apps, **kwargs: Any) -> Iterable[CheckMessage]:
    """E010: a folder of data cannot be written to. Makes those that are missing."""
    folders: set[Path] = {settings.PLAYGROUND_DATA_DIR}
    if isinstance(default_storage, FileSystemStorage):
        folders.add(Path(default_storage.base_location))
    for folder in folders:
        try:
            if not env.is_running():
                folder.mkdir(parents=True, exist_ok=True)
            elif settings.PLAYGROUND_DATA_DIR.is_dir():
                folder.mkdir(exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            yield Error(
                f"Nothing can be written to {folder}: {error.strerror}.",
                hint="Make the folder writable for this user, or name another one in "
                "PLAYGROUND_DATA_DIR.",
                id="playground.E010",
            )


@register(Tags.files, OURS)
def check_restored(app_configs: Apps, **kwargs: Any) -> Iterable[CheckMessage]:
    """Half a gallery must not look like a whole one."""
    if is_cut_off():
        yield Error(
            CUT_OFF,
            hint="manage.py restore DIR goes over what is there.",
            id="playground.E013",
        )


@register(Tags.files, OURS)
def check_store(app_configs: Apps, **kwargs: Any) -> Iterable[CheckMessage]:
    """E012: pictures are to lie in S3, and no bucket is named. Asks no server."""
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


@register(OURS)
def check_codecs(app_configs: Apps, **kwargs: Any) -> Iterable[CheckMessage]:
    """E011: Pillow was built without a format; each is written and read once."""
    for name in ("PNG", "JPEG", "WEBP", "GIF"):
        try:
            file = io.BytesIO()
            Pillow.new("RGB", (2, 2)).save(file, name)
            Pillow.open(file).load()
        except (OSError, KeyError) as error:
            yield Error(
                f"Pillow cannot write and read {name} pictures here: {error}",
                hint="Install Pillow from its ready-made package: "
                "pip install --force-reinstall --only-binary :all: pillow",
                id="playground.E011",
            )


@register(Tags.database, OURS)
def check_database(
    app_configs: Apps, databases: Sequence[str] | None = None, **kwargs: Any
) -> Iterable[CheckMessage]:
    """E040: it cannot be opened. W040: SQLite without its write-ahead log."""
    for alias in databases or ():
        connection = connections[alias]
        try:
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


@register(Tags.database, OURS)
def check_ledger(
    app_configs: Apps, databases: Sequence[str] | None = None, **kwargs: Any
) -> Iterable[CheckMessage]:
    """E041: the triggers are gone. No error before the table is made."""
    for alias in databases or ():
        connection = connections[alias]
        try:
            if ledger.TABLE not in connection.introspection.table_names():
                continue
            guarded = append_only.installed(connection, ledger.TABLE)
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


@register(OURS)
def check_engine(app_configs: Apps, **kwargs: Any) -> Iterable[CheckMessage]:
    """E050: Procrastinate keeps its queue in PostgreSQL, and this is SQLite."""
    on_sqlite = connections["default"].vendor == "sqlite"
    if settings.PLAYGROUND_ENGINE == "procrastinate" and on_sqlite:
        yield Error(
            "PLAYGROUND_ENGINE=procrastinate needs PostgreSQL, and this is SQLite.",
            hint="Set DATABASE_URL, or leave PLAYGROUND_ENGINE out.",
            id="playground.E050",
        )
