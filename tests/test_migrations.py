"""Migrations are complete and have names that say what they do."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

PACKAGE = Path(__file__).resolve().parent.parent / "playground"
MIGRATIONS = sorted(PACKAGE.glob("*/migrations/0*.py"))


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=1)


def test_there_are_migrations():
    assert MIGRATIONS


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: path.name)
def test_a_migration_has_a_name_of_its_own(path):
    assert not re.search(r"_auto_\d|_more$|_alter_", path.stem)
