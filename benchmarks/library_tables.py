"""Rows into the tables for ``benchmarks.library_rows``: as fast as the database takes them."""

import datetime
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import connection, models


def is_postgres() -> bool:
    return connection.vendor == "postgresql"


def analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if is_postgres() else "ANALYZE")


def write(waiting: dict[Any, list[dict[str, Any]]]) -> None:
    """Empty what is waiting into its tables."""
    for model, rows in waiting.items():
        if rows:
            fields = [
                field
                for field in model._meta.concrete_fields
                if field.attname in rows[0]
            ]
            (_copy if is_postgres() else _insert)(model, fields, rows)
            rows.clear()


def _insert(model: Any, fields: list[Any], rows: list[dict[str, Any]]) -> None:
    marks = ", ".join(["%s"] * len(fields))
    names = ", ".join(f'"{field.column}"' for field in fields)
    sql = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({marks})'
    prepared = [
        tuple(_prepared(field, row[field.attname]) for field in fields) for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(sql, prepared)


def _prepared(field: Any, value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value)
    if isinstance(value, datetime.datetime):
        naive = value.astimezone(datetime.UTC).replace(tzinfo=None)
        # As Django writes it: without a fraction where there is none.
        return naive.isoformat(" ")
    return str(value) if isinstance(value, Decimal) else value


def _copy(model: Any, fields: list[Any], rows: list[dict[str, Any]]) -> None:
    names = ", ".join(f'"{field.column}"' for field in fields)
    sql = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        for row in rows:
            values = (row[field.attname] for field in fields)
            copy.write_row(
                [json.dumps(it) if isinstance(it, dict | list) else it for it in values]
            )


class indexes_set_aside:  # noqa: N801
    """Build indexes once, at the end."""

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            if is_postgres():
                cursor.execute(
                    "SELECT indexname, indexdef FROM pg_indexes WHERE tablename LIKE "
                    "'library_%' AND indexname NOT IN (SELECT conname FROM pg_constraint)"
                )
            else:
                cursor.execute(
                    "SELECT name, sql FROM sqlite_master WHERE type IN "
                    "('index', 'trigger') AND tbl_name LIKE 'library_%' AND sql NOT NULL"
                )
            self.made = cursor.fetchall()
            for name, sql in self.made:
                kind = "TRIGGER" if "CREATE TRIGGER" in sql else "INDEX"
                cursor.execute(f'DROP {kind} "{name}"')
            if is_postgres():
                # A run may name a parent that comes with the next batch.
                cursor.execute("SET session_replication_role = replica")
            else:
                cursor.execute("PRAGMA foreign_keys = OFF")
                cursor.execute("PRAGMA synchronous = OFF")
                cursor.execute("BEGIN")

    def __exit__(self, *error: object) -> None:
        with connection.cursor() as cursor:
            if not is_postgres():
                cursor.execute("COMMIT")
            for _, sql in self.made:
                cursor.execute(sql)
            if is_postgres():
                cursor.execute("SET session_replication_role = DEFAULT")
                for model in _models():
                    table = model._meta.db_table
                    cursor.execute(
                        f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "
                        f'(SELECT max(id) + 1 FROM "{table}"))'
                    )
            else:
                cursor.execute(
                    "INSERT INTO library_words(library_words) VALUES('rebuild')"
                )


def _models() -> Iterable[type[models.Model]]:
    from playground.library.models import Generation, Image

    return Generation, Image
