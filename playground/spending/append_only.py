"""The database itself refuses to change what the ledger says.

A migration that alters the ledger's table makes it anew on SQLite, and has to put
the triggers back: ``RunPython(install)``. A check at the start tells if it forgot.
"""

from typing import Any

TABLE = "spending_ledgerentry"
WORDS = "The ledger is append-only: write a correction instead."
_NAMES = ("spending_ledger_no_update", "spending_ledger_no_delete")


def create_sql(vendor: str) -> list[str]:
    """Return the statements that make the ledger append-only."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {name} BEFORE {event} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
            for name, event in zip(_NAMES, ("UPDATE", "DELETE"), strict=True)
        ]
    return [
        "CREATE OR REPLACE FUNCTION spending_ledger_refuse() RETURNS trigger AS $$ "
        f"BEGIN RAISE EXCEPTION '{WORDS}'; END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER {_NAMES[0]} BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION spending_ledger_refuse()",
        f"CREATE TRIGGER {_NAMES[1]} BEFORE TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION spending_ledger_refuse()",
    ]


def drop_sql(vendor: str) -> list[str]:
    """Return the statements that take the guard away again."""
    where = "" if vendor == "sqlite" else f" ON {TABLE}"
    return [f"DROP TRIGGER IF EXISTS {name}{where}" for name in _NAMES]


def install(apps: Any, schema_editor: Any) -> None:
    """Put the triggers on the table; what a migration calls."""
    vendor = schema_editor.connection.vendor
    for statement in (*drop_sql(vendor), *create_sql(vendor)):
        schema_editor.execute(statement)


def uninstall(apps: Any, schema_editor: Any) -> None:
    for statement in drop_sql(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def installed(connection: Any) -> bool:
    """Tell whether this database guards its ledger."""
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        return set(_NAMES) <= {row[0] for row in cursor.fetchall()}
