"""Telling a database of the first layout, which no migration leads on from."""

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

# Tables, and columns in them, that only the first layouts had.
TABLES = {"gallery_image", "studio_generation", "studio_sourceimage"}
COLUMNS = {"library_image": "owner_id", "library_generation": "owner_id"}


def old_layout(connection: BaseDatabaseWrapper) -> str:
    """Say what to do about a database of the first layout; "" for any other."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        is_old = bool(tables & TABLES) or any(
            column
            in {
                found.name
                for found in connection.introspection.get_table_description(
                    cursor, table
                )
            }
            for table, column in COLUMNS.items()
            if table in tables
        )
    if not is_old:
        return ""
    if connection.vendor == "sqlite":
        place = f"the folder {settings.PLAYGROUND_DATA_DIR}"
        way = "name an empty folder in PLAYGROUND_DATA_DIR"
    else:
        place = "the database of DATABASE_URL"
        way = "name an empty database in DATABASE_URL"
    return (
        f"What is kept in {place} was written before the first release and cannot be "
        f"read by this version. Leave it as it is, {way}, and start again. The "
        "pictures are ordinary files in the folder files/images of the data folder."
    )
