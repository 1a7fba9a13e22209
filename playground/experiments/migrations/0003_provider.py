"""Experiments keep with whom they were planned: until now, whoever drew for them last."""

from django.db import migrations, models


def last_asked(apps, schema_editor):
    draws = apps.get_model("experiments", "Draw").objects.exclude(generation=None)
    mine = draws.filter(experiment=models.OuterRef("pk")).order_by("-generation_id")
    experiments = apps.get_model("experiments", "Experiment").objects.annotate(
        last=models.Subquery(mine.values("generation__provider_id")[:1])
    )
    for experiment in experiments.exclude(last=None):
        experiment.provider_id = experiment.last
        experiment.save(update_fields=["provider_id"])


class Migration(migrations.Migration):
    dependencies = [("experiments", "0002_who_asks")]

    operations = [
        migrations.AddField(
            model_name="experiment",
            name="provider_id",
            field=models.CharField(blank=True, default="", max_length=300),
            preserve_default=False,
        ),
        migrations.RunPython(last_asked, migrations.RunPython.noop),
    ]
