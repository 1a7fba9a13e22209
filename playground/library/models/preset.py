"""Settings saved under a name."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from playground.core.codes import new_code


class Preset(models.Model):
    """Settings saved under a name. ``settings`` holds composer fields by name.

    ``locks`` lists the fields that loading the preset locks. At most one preset
    of a person is the default.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="presets"
    )
    name = models.CharField(max_length=80)
    settings = models.JSONField(default=dict)
    locks = models.JSONField(default=list, blank=True)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], name="preset_name_once_a_person"
            ),
            models.UniqueConstraint(
                fields=["owner"],
                condition=models.Q(is_default=True),
                name="preset_one_default_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.name
