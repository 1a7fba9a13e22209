from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("studio", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="put_aside",
            field=models.JSONField(blank=True, null=True),
        ),
    ]
