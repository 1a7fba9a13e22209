"""The database itself refuses to change what the ledger says.

A migration that alters the ledger's table makes it anew on SQLite, and has to put
the triggers back: ``RunPython(install)``. A check at the start tells if it forgot.
"""

from typing import Any

from playground.core import append_only

TABLE = "spending_ledgerentry"
WORDS = "The ledger is append-only: write a correction instead."


def create_sql(vendor: str) -> list[str]:
    """Return the statements that make the ledger append-only."""
    return append_only.create_sql(vendor, TABLE, WORDS)


def drop_sql(vendor: str) -> list[str]:
    """Return the statements that take the guard away again."""
    return append_only.drop_sql(vendor, TABLE)


def install(apps: Any, schema_editor: Any) -> None:
    """Put the triggers on the table; what a migration calls."""
    append_only.install(schema_editor, TABLE, WORDS)


def uninstall(apps: Any, schema_editor: Any) -> None:
    append_only.uninstall(schema_editor, TABLE)


def installed(connection: Any) -> bool:
    """Tell whether this database guards its ledger."""
    return append_only.installed(connection, TABLE)
