"""The database that the environment names."""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.db import connections

POSTGRESQL = "playground.core.postgresql"
SQLITE_FILE = "playground.sqlite3"
# For how long a thread that answers requests keeps its connection. To open one takes
# longer than most queries do.
KEPT_S = 60
# How many a worker may keep open for its threads: as many as they use at once.
AT_ONCE = 16
# A database whose machine is gone without a word must not keep all threads of a page
# waiting for the minutes that the system would. Whatever the address says goes before
# it. One that only says nothing is noticed by ``postgresql.patience``.
PATIENCE = {
    "connect_timeout": "5",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}


def database(url: str, data_dir: Path) -> dict[str, object]:
    """Return Django's settings: PostgreSQL at ``url``, or SQLite in the data folder.

    Raises ``ImproperlyConfigured`` for an address that cannot be used.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data_dir / SQLITE_FILE,
            "CONN_MAX_AGE": KEPT_S,
            "OPTIONS": {
                # A deferred transaction that turns into a writer fails at once
                # when another one writes, whatever the timeout.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # Every commit is on disk when it returns: a claim that a power cut
                # took back would be sent, and paid for, a second time.
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                    "PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=67108864;"
                    "PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY"
                ),
            },
        }
    # The value is not repeated: it holds a password.
    refusal = ImproperlyConfigured(
        "DATABASE_URL must look like postgresql://user:password@host:5432/name."
    )
    try:
        parts = urlsplit(url)
        port = parts.port or ""
    except ValueError:
        raise refusal from None
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise refusal
    options = {**PATIENCE, **dict(parse_qsl(parts.query))}
    return {
        "ENGINE": POSTGRESQL,
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # ?host= names the folder of a Unix socket, as in libpq.
        "HOST": parts.hostname or options.pop("host", ""),
        "PORT": port,
        "OPTIONS": options,
        "CONN_MAX_AGE": KEPT_S,
        "CONN_HEALTH_CHECKS": True,
    }


def connection_let_go(*, for_long: bool = False) -> None:
    """Say that this thread of a worker needs no connection for now.

    SQLite's is kept, but for long: it costs nothing but memory. A server has only so
    many for all its clients. One whose transaction is still open is kept.
    """
    for connection in connections.all(initialized_only=True):
        if connection.in_atomic_block:
            continue
        if connection.vendor == "sqlite" and not for_long:
            connection.close_if_unusable_or_obsolete()
        else:
            getattr(connection, "let_go", connection.close)()


def connections_handed_on() -> AbstractContextManager[None]:
    """Let the threads of a worker hand on what ``connection_let_go`` gives up."""
    if connections["default"].vendor == "sqlite":
        return nullcontext()
    from playground.core.postgresql.resting import connections_rest

    return connections_rest(AT_ONCE)
