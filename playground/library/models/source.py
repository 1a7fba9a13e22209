"""What an edit starts from: uploads and pictures of the gallery, kept once."""

from typing import Any

from django.db import models
from django.utils import timezone

from playground.core.codes import new_code
from playground.library.models.ownership import Owned, OwnedQuerySet


class SourceImageQuerySet(OwnedQuerySet["SourceImage"]):
    """Has what all rows of a workspace have, and no more."""


class SourceImage(Owned):
    """An uploaded picture, mask or markup, stored once by its content.

    ``file`` holds the bytes that are sent. ``note`` says in a sentence what was
    done to the upload (rotated, converted), empty when nothing was.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code)
    # The gallery picture it was taken from, if any.
    image = models.ForeignKey(
        "library.Image", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=200)
    file = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    bytes = models.PositiveBigIntegerField()
    format = models.CharField(max_length=8)
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()
    has_alpha = models.BooleanField(default=False)
    # No pixel is transparent, whatever the mode: such a mask changes nothing.
    is_opaque = models.BooleanField(default=True)
    note = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    # No column: what the file told of itself, for a page that shows it.
    told: dict[str, Any] | None = None

    objects = SourceImageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "sha256"], name="source_image_once_by_content"
            ),
        ]

    def __str__(self) -> str:
        return self.name
