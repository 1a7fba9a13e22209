from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("runs", "0002_started"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChosenTier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("tier", models.CharField(max_length=20)),
            ],
        ),
    ]
