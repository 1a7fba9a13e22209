from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("experiments", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="ballot",
            name="ended_early",
            field=models.BooleanField(default=False),
        ),
    ]
