"""Let PostgreSQL's index know beginnings of words, and times: see ``search.index_words``."""

from django.db import migrations

# Facts, which begin with the first of the private characters, have no beginnings.
FORWARDS = (
    """
    CREATE FUNCTION library_words(text text, "position" bigint) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT array_to_tsvector(array_agg(word)) FROM (
            SELECT word FROM unnest(string_to_array(trim($1), ' ')) AS word
            UNION ALL
            SELECT U&'\\E002' || left(word, size)
            FROM unnest(string_to_array(trim($1), ' ')) AS word,
                generate_series(1, least(10, length(word))) AS size
            WHERE NOT starts_with(word, U&'\\E000')
            UNION ALL
            SELECT U&'\\E003' || bits || 'x' || to_hex($2 >> bits)
            FROM unnest(ARRAY[44, 48, 52, 56]) AS bits
        ) AS words
    $$
    """,
    "ALTER TABLE library_document DROP COLUMN words",
    """
    ALTER TABLE library_document ADD COLUMN words tsvector
        GENERATED ALWAYS AS (library_words(text, "position")) STORED
    """,
    "CREATE INDEX library_document_words ON library_document USING gin (words)",
)
BACKWARDS = (
    "ALTER TABLE library_document DROP COLUMN words",
    "DROP FUNCTION library_words",
    """
    ALTER TABLE library_document ADD COLUMN words tsvector GENERATED ALWAYS AS
        (array_to_tsvector(string_to_array(trim(text), ' '))) STORED
    """,
    "CREATE INDEX library_document_words ON library_document USING gin (words)",
)


def make(apps, schema_editor):
    _execute(schema_editor, FORWARDS)


def undo(apps, schema_editor):
    _execute(schema_editor, BACKWARDS)


def _execute(schema_editor, statements):
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("library", "0003_exact_facts")]

    operations = [migrations.RunPython(make, undo)]
