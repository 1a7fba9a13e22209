"""What a row came from, as far back as that goes."""

from django.db import connection, models


def ancestors(row: models.Model, field: str, most: int) -> list[int]:
    """Return the keys that a foreign key leads to, nearest first, in one query.

    No more than ``most``, each once. Whether somebody may see them is not asked here.
    """
    start = getattr(row, f"{field}_id")
    if start is None:
        return []
    name = connection.ops.quote_name
    table = name(row._meta.db_table)
    leads = name(f"{field}_id")
    walk = (
        "WITH RECURSIVE line(id, leads, step) AS ("  # noqa: S608 - names of our own
        f"SELECT id, {leads}, 1 FROM {table} WHERE id = %s "
        f"UNION ALL SELECT it.id, it.{leads}, step + 1 FROM {table} AS it "
        "JOIN line ON it.id = line.leads WHERE step < %s"
        ") SELECT id FROM line ORDER BY step"
    )
    with connection.cursor() as cursor:
        cursor.execute(walk, [start, most])
        return list(dict.fromkeys(key for (key,) in cursor.fetchall()))
