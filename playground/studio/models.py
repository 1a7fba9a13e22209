"""What stands in a person's composer."""

from django.conf import settings
from django.db import models


class Draft(models.Model):
    """What stands in a person's composer: posted text by field.

    ``version`` counts what was put into the composer from elsewhere (a picture's
    settings, a source to edit). A page that still shows an older version cannot
    overwrite it with what somebody typed there last.
    """

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="draft"
    )
    fields = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"Draft of {self.owner}"
