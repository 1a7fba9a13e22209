"""What SQLite is told to write, in which transactions."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def told(connection: Any) -> Iterator[list[str]]:
    """Collect every statement that SQLite gets, those that begin and end included."""
    statements: list[str] = []
    connection.ensure_connection()
    connection.connection.set_trace_callback(statements.append)
    try:
        yield statements
    finally:
        connection.connection.set_trace_callback(None)


def write_transactions(statements: list[str]) -> list[list[str]]:
    """Put statements into transactions; keep those that write."""
    found: list[list[str]] = []
    inside = False
    for sql in statements:
        verb = sql.split()[0].upper()
        if verb == "BEGIN":
            inside = True
            found.append([])
        elif verb in ("COMMIT", "ROLLBACK"):
            inside = False
        elif verb in ("INSERT", "UPDATE", "DELETE"):
            if not inside:
                found.append([])
            found[-1].append(sql)
    return [writes for writes in found if writes]
