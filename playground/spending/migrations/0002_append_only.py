"""Let the database refuse any change of the ledger."""

from typing import Any

from django.db import migrations

from playground.core import append_only
from playground.spending.ledger import TABLE, WORDS


def install(apps: Any, schema_editor: Any) -> None:
    append_only.install(schema_editor, TABLE, WORDS)


def uninstall(apps: Any, schema_editor: Any) -> None:
    append_only.uninstall(schema_editor, TABLE)


class Migration(migrations.Migration):
    dependencies = [("spending", "0001_initial")]

    operations = [migrations.RunPython(install, uninstall, elidable=False)]
