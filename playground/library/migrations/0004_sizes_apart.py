"""Write into each document the size that was asked for, and apart the measured one."""

from django.db import migrations
from django.db.models import Value
from django.db.models.functions import Concat

from playground.library.search.documents import fact


def add(apps, schema_editor):
    documents = apps.get_model("library", "Document").objects
    images = apps.get_model("library", "Image").objects.order_by()
    measured = images.values_list("width_px", "height_px").distinct()
    for width, height in list(measured):
        found = documents.filter(image__width_px=width, image__height_px=height)
        _add(found, f"={width}x{height}")
    asked = images.values_list("generation__requested__size", flat=True).distinct()
    for size in list(asked):
        if size and isinstance(size, str):
            _add(documents.filter(image__generation__requested__size=size), size)


def _add(documents, size):
    word = fact("size", size)
    without = documents.exclude(text__contains=f" {word} ")
    without.update(text=Concat("text", Value(f"{word} ")))


class Migration(migrations.Migration):
    dependencies = [("library", "0003_whole_model_names")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
