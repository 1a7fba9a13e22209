"""Tables that the database itself refuses to change.

A migration that alters such a table makes it anew on SQLite, and has to put the
triggers back with ``install``. A check at the start tells if it forgot.
"""

from typing import Any


def _names(table: str) -> tuple[str, str]:
    return f"{table}_no_update", f"{table}_no_delete"


def create_sql(vendor: str, table: str, words: str) -> list[str]:
    """Return the statements that make a table append-only; ``words`` is the refusal."""
    names = _names(table)
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
            for name, event in zip(names, ("UPDATE", "DELETE"), strict=True)
        ]
    return [
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger AS $$ "
        f"BEGIN RAISE EXCEPTION '{words}'; END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER {names[0]} BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
        f"CREATE TRIGGER {names[1]} BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
    ]


def drop_sql(vendor: str, table: str) -> list[str]:
    """Return the statements that take the guard away again."""
    where = "" if vendor == "sqlite" else f" ON {table}"
    return [f"DROP TRIGGER IF EXISTS {name}{where}" for name in _names(table)]


def install(schema_editor: Any, table: str, words: str) -> None:
    """Put the triggers on the table; what a migration calls."""
    vendor = schema_editor.connection.vendor
    for statement in (*drop_sql(vendor, table), *create_sql(vendor, table, words)):
        schema_editor.execute(statement)


def uninstall(schema_editor: Any, table: str) -> None:
    """Take the triggers away, whether they are there or not; for going back."""
    for statement in drop_sql(schema_editor.connection.vendor, table):
        schema_editor.execute(statement)


def installed(connection: Any, table: str) -> bool:
    """Tell whether this database guards the table."""
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        return set(_names(table)) <= {row[0] for row in cursor.fetchall()}
