"""Let the database refuse any change of the ledger."""

from django.db import migrations

from playground.spending.append_only import install, uninstall


class Migration(migrations.Migration):
    dependencies = [("spending", "0001_initial")]

    operations = [migrations.RunPython(install, uninstall, elidable=False)]
