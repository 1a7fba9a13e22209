"""Write into each document the whole name of its model, and both of its sizes.

Each document once: its words are indexed anew each time that it is written.
"""

from collections import defaultdict

from django.db import migrations
from django.db.models import Value
from django.db.models.functions import Concat

from playground.library.search.documents import fact

BATCH = 5000


def add(apps, schema_editor):
    documents = apps.get_model("library", "Document").objects.order_by("pk")
    image = ("model", "width_px", "height_px", "generation__requested__size")
    fields = ("pk", "text", *(f"image__{name}" for name in image))
    last = 0
    while batch := list(documents.filter(pk__gt=last).values_list(*fields)[:BATCH]):
        last = batch[-1][0]
        lacking = defaultdict(list)
        for pk, text, *values in batch:
            # One that has been written since has them already.
            words = [it for it in _words(*values) if f" {it} " not in text]
            lacking[f"{' '.join(words)} "].append(pk)
        for words, pks in lacking.items():
            if words.strip():
                found = documents.filter(pk__in=pks)
                found.update(text=Concat("text", Value(words)))


def _words(model, width, height, asked):
    yield fact("model", f"={model}")
    yield fact("size", f"={width}x{height}")
    if asked and isinstance(asked, str):
        yield fact("size", asked)


class Migration(migrations.Migration):
    dependencies = [("library", "0002_search_index")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
