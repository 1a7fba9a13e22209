"""Fixtures for all tests."""

import gc
import ipaddress
import itertools
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.core.management.commands import flush
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from playground.core import append_only
from playground.library.models import Generation
from playground.people import audit
from playground.people.models import User
from playground.providers import server_models
from playground.runs import beat
from playground.spending import ledger
from tests import factories
from tests.pages import GOOD, error_texts
from tests.processes import installation_made

# A slow machine is no failure. In CI the same examples are tried every time, so that
# a change is judged by what it changed; at a desk new ones are.
hypothesis_settings.register_profile(
    "desk", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.register_profile(
    "ci", hypothesis_settings.get_profile("desk"), derandomize=True, database=None
)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") == "true" else "desk")

_numbers = itertools.count(1)

# What is collected stays to the end: to look for garbage meanwhile is in vain.
gc.disable()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Look for garbage seldom, and not among thousands of tests and modules."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
    gc.enable()


def _is_local(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # A Unix socket.
    host = address[0]
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuse every connection that would leave this machine."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        real = getattr(socket.socket, name)

        def guarded(self: socket.socket, address: Any, *, real: Any = real) -> Any:
            if not _is_local(address):
                raise OSError(f"A test tried to reach {address!r}.")
            return real(self, address)

        patch.setattr(socket.socket, name, guarded)
    resolve = socket.getaddrinfo

    def resolved(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host and not _is_local((host if isinstance(host, str) else host.decode(),)):
            raise socket.gaierror(f"A test tried to look up {host!r}.")
        return resolve(host, *args, **kwargs)

    patch.setattr(socket, "getaddrinfo", resolved)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def patient_pages() -> Iterator[None]:
    """Let pages take the time of a busy machine.

    They ask a server for its models that long, and a worker that was there when a test
    began is there when it ends.
    """
    patch = pytest.MonkeyPatch()
    patch.setattr(server_models, "PATIENCE_S", 60.0)
    patch.setattr(beat, "SILENCE", timedelta(minutes=10))
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def flushable_tables() -> Iterator[None]:
    """Let the database be emptied between tests, which two tables else refuse.

    What Django makes anew after each (permissions, of which nobody asks) is left out.
    """
    patch = pytest.MonkeyPatch()
    operations = type(connection.ops)
    real = operations.sql_flush
    guarded_tables = {ledger.TABLE: ledger.WORDS, audit.TABLE: audit.WORDS}

    def guarded(self: Any, style: Any, tables: Any, **options: Any) -> list[str]:
        statements = real(self, style, tables, **options)
        vendor = self.connection.vendor
        drop, create = [], []
        for table, words in guarded_tables.items():
            if table in tables:
                drop += append_only.drop_sql(vendor, table)
                create += append_only.create_sql(vendor, table, words)
        return [*drop, *statements, *create]

    patch.setattr(operations, "sql_flush", guarded)
    patch.setattr(flush, "emit_post_migrate_signal", lambda *_, **__: None)
    yield
    patch.undo()


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Path:
    """An empty folder, made at once.

    The one that comes with pytest looks through the folders of all tests before.
    """
    name = f"{request.function.__name__[:30]}-{next(_numbers)}"
    folder: Path = tmp_path_factory.getbasetemp() / name
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture(autouse=True)
def data_dir(settings: Any, tmp_path: Path) -> Path:
    """Give each test an empty data folder and file storage of its own."""
    settings.PLAYGROUND_DATA_DIR = tmp_path
    settings.STORAGES = factories.storages_in(tmp_path / "files")
    for name in settings.CACHES:
        caches[name].clear()
    return tmp_path


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as ``make run`` leaves it, for copies: one for all processes."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    return installation_made(folder / "installation")


@pytest.fixture(scope="session")
def django_db_keepdb(
    request: pytest.FixtureRequest, django_db_modify_db_settings: None
) -> bool:
    """Begin with the tables of the installation, which were made once for all."""
    if connection.vendor != "sqlite":
        return bool(request.config.getvalue("reuse_db"))
    made = request.getfixturevalue("installation") / "playground.sqlite3"
    shutil.copy(made, connection.settings_dict["TEST"]["NAME"])
    return True


@pytest.fixture
def owner(db: None) -> User:
    """The local person: who ``client`` is, without any login."""
    return User.objects.local()


@pytest.fixture
def friend(db: None) -> User:
    return factories.person("friend")


@pytest.fixture
def stranger(db: None) -> User:
    return factories.person("stranger")


def _client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def owner_client(owner: User) -> Client:
    return _client_of(owner)


@pytest.fixture
def friend_client(friend: User) -> Client:
    return _client_of(friend)


@pytest.fixture
def stranger_client(stranger: User) -> Client:
    return _client_of(stranger)


@pytest.fixture
def drain(db: None) -> Callable[[], int]:
    """Run all queued runs to their end, here; returns how many ran.

    A run that failed to end raises here, so that no test passes over a broken worker.
    """
    from tests.worker import drain

    return drain


@pytest.fixture
def post(client: Client, owner: User) -> Any:
    """Post the composer: a legal request, with some fields changed."""

    def send(headers: dict[str, str] | None = None, **values: Any) -> Any:
        return client.post("/generations/", {**GOOD, **values}, headers=headers or {})

    return send


@pytest.fixture
def run(post: Any, drain: Callable[[], int]) -> Any:
    """Post the composer and let the worker finish; returns the generation."""

    def finish(**values: Any) -> Generation:
        response = post(**values)
        assert response.status_code == 303, error_texts(response)
        drain()
        return Generation.objects.get(code=response["Location"].split("/")[-2])

    return finish


DATABASES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """On PostgreSQL only run what touches a database, or asks for PostgreSQL."""
    if connection.vendor != "postgresql":
        return
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        (kept if _depends_on_database(item) else left).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept


def _depends_on_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("postgres") or item.get_closest_marker("django_db"):
        return True
    return bool(DATABASES & set(getattr(item, "fixturenames", ())))
