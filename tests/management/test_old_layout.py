"""A data folder of the first layouts stops the start and says what to do."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

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


def _manage(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PLAYGROUND_", "OPENAI_", "DATABASE_URL", "DJANGO_"))
    }
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**kept, "PLAYGROUND_DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.parametrize(
    ("command", "layout"),
    [("migrate", FIRST), ("serve", SECOND), ("work", SECOND)],
    ids=["migrate", "serve", "work"],
)
def test_the_start_is_refused_in_a_sentence_that_says_what_to_do(
    tmp_path, command, layout
):
    database = tmp_path / "playground.sqlite3"
    with sqlite3.connect(database) as connection:
        connection.executescript(layout)
    connection.close()

    done = _manage(tmp_path, command)

    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    said = " ".join(done.stderr.split())
    assert f"What is kept in the folder {tmp_path} was written before" in said
    assert "name an empty folder in PLAYGROUND_DATA_DIR, and start again" in said
    with sqlite3.connect(database) as connection:
        tables = connection.execute(
            "SELECT count(*) FROM sqlite_master WHERE type = 'table'"
        ).fetchone()[0]
    connection.close()
    assert tables == layout.count("CREATE TABLE"), "nothing was written"
