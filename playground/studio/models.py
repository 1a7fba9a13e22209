"""What stands in a person's composer."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from playground.people.models import User, Workspace


class DraftQuerySet(models.QuerySet["Draft"]):
    """Composers as they were left. Each is one person's alone."""

    def visible_to(self, user: User) -> "DraftQuerySet":
        """Keep this person's own draft in their current workspace."""
        if user.workspace_id is None:
            return self.none()
        return self.filter(person=user, workspace_id=user.workspace_id)


class Draft(models.Model):
    """What stands in a person's composer: posted text by field.

    Each person has one in each workspace.

    ``version`` counts what was put into the composer from elsewhere (a picture's
    settings, a source to edit). A page that still shows an older version cannot
    overwrite it with what somebody typed there last.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts"
    )
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    fields = models.JSONField(default=dict)
    # What stood there before something else took its place, when it was not sent.
    put_aside = models.JSONField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "workspace"], name="draft_one_a_workspace"
            )
        ]

    def __str__(self) -> str:
        return f"Draft of {self.person}"
