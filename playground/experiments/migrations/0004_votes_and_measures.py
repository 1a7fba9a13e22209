"""Room for every voter's name; no figures for what cannot be measured."""

from django.db import migrations, models


def measure_again(apps, schema_editor):
    """Both zero: a file that could not be measured, or a picture of one colour."""
    descriptors = apps.get_model("experiments", "Descriptor").objects
    descriptors.filter(sharpness=0.0, perceptual_hash=0).delete()


class Migration(migrations.Migration):
    dependencies = [("experiments", "0003_provider")]

    operations = [
        migrations.AlterField(
            model_name="vote",
            name="voter",
            field=models.CharField(max_length=240),
        ),
        migrations.AlterField(
            model_name="descriptor",
            name="sharpness",
            field=models.FloatField(null=True),
        ),
        migrations.AlterField(
            model_name="descriptor",
            name="perceptual_hash",
            field=models.BigIntegerField(null=True),
        ),
        migrations.RunPython(measure_again, migrations.RunPython.noop),
    ]
