"""Settings saved under a name."""

from django.db import models
from django.utils import timezone

from playground.core.codes import new_code
from playground.library.models.ownership import Owned, OwnedQuerySet


class PresetQuerySet(OwnedQuerySet["Preset"]):
    """Has what all rows of a workspace have, and no more."""


class Preset(Owned):
    """Settings saved under a name. ``settings`` holds composer fields by name.

    ``locks`` lists the fields that loading the preset locks. At most one preset
    of a workspace is the default.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code)
    name = models.CharField(max_length=80)
    settings = models.JSONField(default=dict)
    locks = models.JSONField(default=list, blank=True)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = PresetQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "name"], name="preset_name_once_a_workspace"
            ),
            models.UniqueConstraint(
                fields=["workspace"],
                condition=models.Q(is_default=True),
                name="preset_one_default",
            ),
        ]

    def __str__(self) -> str:
        return self.name
