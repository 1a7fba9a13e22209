"""The full-text index over ``Document``, kept in step by the database itself."""

from django.db import migrations

# Prefixes of these lengths are read like words, in order, and not put together from all
# words that begin so: what is typed mostly is one of them. Not contentless: this version of SQLite could not delete from such a one. The
# words are folded already; marks and pictographs are parts of words here.
SQLITE = (
    """
    CREATE VIRTUAL TABLE library_words USING fts5(
        text,
        content='library_document', content_rowid='position',
        tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* Co So'",
        prefix='1 2 3 4 5 6'
    )
    """,
    "CREATE UNIQUE INDEX library_document_once ON library_document (position)",
    """
    CREATE TRIGGER library_document_added AFTER INSERT ON library_document BEGIN
        INSERT INTO library_words (rowid, text) VALUES (new.position, new.text);
    END
    """,
    """
    CREATE TRIGGER library_document_gone AFTER DELETE ON library_document BEGIN
        INSERT INTO library_words (library_words, rowid, text)
        VALUES ('delete', old.position, old.text);
    END
    """,
    """
    CREATE TRIGGER library_document_changed AFTER UPDATE ON library_document BEGIN
        INSERT INTO library_words (library_words, rowid, text)
        VALUES ('delete', old.position, old.text);
        INSERT INTO library_words (rowid, text) VALUES (new.position, new.text);
    END
    """,
)
POSTGRESQL = (
    """
    ALTER TABLE library_document ADD COLUMN words tsvector GENERATED ALWAYS AS
        (array_to_tsvector(string_to_array(trim(text), ' '))) STORED
    """,
    "CREATE INDEX library_document_words ON library_document USING gin (words)",
)
UNDO = {
    "sqlite": (
        "DROP TRIGGER library_document_added",
        "DROP TRIGGER library_document_gone",
        "DROP TRIGGER library_document_changed",
        "DROP INDEX library_document_once",
        "DROP TABLE library_words",
    ),
    "postgresql": ("ALTER TABLE library_document DROP COLUMN words",),
}


def make(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in SQLITE if vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def undo(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("library", "0001_initial")]

    operations = [migrations.RunPython(make, undo)]
