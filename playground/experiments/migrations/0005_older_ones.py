"""Experiments of before: with whom those of taken pictures were planned, and rounds
that were called finished while nothing was decided go on."""

from django.db import migrations, models

WHY = (
    "There is nothing to vote on: no prompt has pictures of two values. Ask again for "
    "what failed, then go on."
)


def taken_from(apps, schema_editor):
    draws = apps.get_model("experiments", "Draw").objects.exclude(image=None)
    mine = draws.filter(experiment=models.OuterRef("pk")).order_by("pk")
    experiments = apps.get_model("experiments", "Experiment").objects
    unknown = experiments.filter(provider_id="").annotate(
        first=models.Subquery(mine.values("image__generation__provider_id")[:1])
    )
    for experiment in unknown.exclude(first=None):
        experiment.provider_id = experiment.first
        experiment.save(update_fields=["provider_id"])


def undecided(apps, schema_editor):
    planned = apps.get_model("experiments", "Draw").objects.filter(
        generation=None, image=None, problem="", skipped=False, alone=False
    )
    experiments = apps.get_model("experiments", "Experiment").objects
    rounds = experiments.filter(
        mode="cheapest", state="finished", pk__in=planned.values("experiment")
    )
    for experiment in rounds:
        if (experiment.standing or {}).get("answer") is None:
            experiment.state, experiment.stopped_because = "paused", WHY
            experiment.save(update_fields=["state", "stopped_because"])


class Migration(migrations.Migration):
    dependencies = [("experiments", "0004_votes_and_measures")]

    operations = [
        migrations.RunPython(taken_from, migrations.RunPython.noop),
        migrations.RunPython(undecided, migrations.RunPython.noop),
    ]
