from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("experiments", "0002_ballot_ended_early")]

    operations = [
        migrations.AddField(
            model_name="briefset",
            name="second",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="briefset",
            name="second_values",
            field=models.JSONField(blank=True, default=list),
        ),
    ]
