"""Write into each document the whole name of the model, apart from its parts."""

from django.db import migrations
from django.db.models import Value
from django.db.models.functions import Concat

from playground.library.search.documents import fact


def add(apps, schema_editor):
    documents = apps.get_model("library", "Document").objects
    images = apps.get_model("library", "Image").objects
    for name in images.order_by().values_list("model", flat=True).distinct():
        word = fact("model", f"={name}")
        without = documents.filter(image__model=name).exclude(
            text__contains=f" {word} "
        )
        without.update(text=Concat("text", Value(f"{word} ")))


class Migration(migrations.Migration):
    dependencies = [("library", "0002_search_index")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
