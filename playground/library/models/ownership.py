"""What all rows of a library have in common: the workspace they belong to."""

from typing import Any, Self

from django.conf import settings
from django.db import models

from playground.people.models import Row, WithinQuerySet, Workspace


class OwnedQuerySet(WithinQuerySet[Row]):
    """Rows of a workspace that have an author and a moment."""

    def newest(self) -> Self:
        """Of one moment, the one that was written last comes first."""
        return self.order_by("-created_at", "-id")

    def oldest(self) -> Self:
        """Of one moment, the one that was written first comes first."""
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
