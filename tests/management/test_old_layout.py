"""A data folder of the first layouts stops the start and says what to do."""

import sqlite3

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from playground import old_layout
from tests.processes import manage

# As the first versions made them, without the columns that nobody looks at.
FIRST = """
CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text,
    applied datetime);
INSERT INTO django_migrations (app, name, applied) VALUES
    ('people', '0001_users', '2026-11-21'), ('gallery', '0001_initial', '2026-11-21'),
    ('studio', '0001_initial', '2026-11-21');
CREATE TABLE people_user (id integer PRIMARY KEY, username text);
CREATE TABLE studio_generation (id integer PRIMARY KEY, code text, prompt text);
CREATE TABLE gallery_image (id integer PRIMARY KEY, code text, owner_id integer);
"""
SECOND = """
CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text,
    applied datetime);
INSERT INTO django_migrations (app, name, applied) VALUES
    ('people', '0001_initial', '2026-11-25'), ('library', '0001_initial', '2026-11-25'),
    ('library', '0002_initial', '2026-11-25');
CREATE TABLE people_user (id integer PRIMARY KEY, username text);
CREATE TABLE library_generation (id integer PRIMARY KEY, code text, owner_id integer);
CREATE TABLE library_image (id integer PRIMARY KEY, code text, owner_id integer);
"""


@pytest.mark.parametrize(
    ("command", "layout"),
    [("demo", FIRST), ("person list", SECOND)],
    ids=["demo", "person"],
)
def test_the_start_is_refused_in_a_sentence_that_says_what_to_do(
    tmp_path, command, layout
):
    database = tmp_path / "playground.sqlite3"
    with sqlite3.connect(database) as first:
        first.executescript(layout)
    first.close()
    before = database.read_bytes()

    done = manage(tmp_path, *command.split())

    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    said = " ".join(done.stderr.split())
    assert f"What is kept in the folder {tmp_path} was written before" in said
    assert "name an empty folder in PLAYGROUND_DATA_DIR, and start again" in said
    assert [path.name for path in tmp_path.iterdir()] == [database.name]
    assert database.read_bytes() == before, "nothing was written"


@pytest.mark.django_db
def test_a_database_of_the_first_layouts_is_refused_at_the_first_connection(
    monkeypatch,
):
    monkeypatch.setattr(old_layout, "_seen", set())
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE studio_generation (id integer)")

    with pytest.raises(ImproperlyConfigured, match="written before the first release"):
        old_layout.refuse_old_database(connection)
