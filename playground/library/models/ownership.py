"""What all rows of a library have in common: the workspace they belong to."""

from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import models

from playground.people.models import User, Workspace

Row = TypeVar("Row", bound=models.Model)


class OwnedQuerySet(models.QuerySet[Row]):
    """Rows of a workspace."""

    def visible_to(self, user: User) -> Self:
        """Keep what this person may see. Every look-up for somebody starts here.

        That is all of their current workspace: one value to compare with, so that
        an index beginning with the workspace also gives the order.
        """
        if user.workspace_id is None:
            return self.none()
        return self.filter(workspace_id=user.workspace_id)

    def newest(self) -> Self:
        return self.order_by("-created_at", "-id")

    def oldest(self) -> Self:
        return self.order_by("created_at", "id")


def newest_index(*fields: str, name: str, **options: Any) -> models.Index:
    """An index that finds by the fields and gives what it finds newest first."""
    return models.Index(
        *fields,
        models.F("created_at").desc(),
        models.F("id").desc(),
        name=name,
        **options,
    )


class Owned(models.Model):
    """A row that belongs to a workspace and names who made it.

    ``author`` is None when that person is gone: what they made stays.
    """

    workspace = models.ForeignKey(
        # Every model has an index that begins with it.
        Workspace,
        models.PROTECT,
        related_name="+",
        db_index=False,
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        abstract = True
