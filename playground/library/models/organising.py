"""What people add to pictures: tags, collections, searches kept under a name."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from playground.core.codes import new_code
from playground.core.folding import NAME_MAX_CHARS
from playground.library.models.image import Image
from playground.library.models.ownership import Owned, OwnedQuerySet


class TagQuerySet(OwnedQuerySet["Tag"]):
    """Has what all rows of a workspace have, and no more."""


class Tag(Owned):
    """A word on pictures. ``folded`` is its name without case and accents.

    Written through ``library.organising``, which keeps the search in step.
    """

    name = models.CharField(max_length=80)
    folded = models.CharField(max_length=NAME_MAX_CHARS, editable=False)
    images = models.ManyToManyField(Image, related_name="tags")

    objects: ClassVar = TagQuerySet.as_manager()

    class Meta:
        ordering = ["folded"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "folded"], name="tag_once_a_workspace"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CollectionQuerySet(OwnedQuerySet["Collection"]):
    """Has what all rows of a workspace have, and no more."""


class Collection(Owned):
    """Pictures put together under a name, in an order of their own.

    ``cover`` is None while nobody has chosen one: then the first picture is it.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code)
    name = models.CharField(max_length=80)
    folded = models.CharField(max_length=NAME_MAX_CHARS, editable=False)
    cover = models.ForeignKey(
        Image, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    images = models.ManyToManyField(
        Image, through="CollectionItem", related_name="collections"
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = CollectionQuerySet.as_manager()

    class Meta:
        ordering = ["folded"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "folded"], name="collection_once_a_workspace"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CollectionItem(models.Model):
    """A picture's place in a collection. Places have gaps and need not be unique."""

    collection = models.ForeignKey(
        Collection, models.CASCADE, related_name="items", db_index=False
    )
    image = models.ForeignKey(Image, models.CASCADE, related_name="collection_items")
    place = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["place", "pk"]
        indexes = [models.Index("collection", "place", "id", name="collection_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "image"], name="collection_holds_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.collection_id}: {self.image_id}"


class SavedSearchQuerySet(OwnedQuerySet["SavedSearch"]):
    """Has what all rows of a workspace have, and no more."""


class SavedSearch(Owned):
    """A search under a name: its text and its order, as the address holds them."""

    code = models.CharField(max_length=16, unique=True, default=new_code)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000, blank=True)
    sort = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = SavedSearchQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "name"], name="saved_search_once_a_workspace"
            ),
        ]

    def __str__(self) -> str:
        return self.name
