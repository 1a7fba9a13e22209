"""The order that a collection has by hand, for a search for its pictures.

It is no column of a picture: the rows are joined with their places, and pictures that
come from elsewhere are told theirs.
"""

from django.db.models import F

from playground.core.keyset import Order
from playground.library.models import CollectionItem, Image, ImageQuerySet
from playground.library.search.clauses import Clause
from playground.library.search.conditions import Inside

# As the address has it, and the menu.
PLACE = "place"
WORDS = "As in the collection"
BY_PLACE = Order(PLACE, descending=False)


def collection_of(clauses: tuple[Clause, ...]) -> int | None:
    """The one collection that a search looks into; None for none or several."""
    if any(it.joins for it in clauses):
        return None
    asked = [it.condition for it in clauses if not it.is_not]
    inside = [it for it in asked if isinstance(it, Inside)]
    return inside[0].collection if len(inside) == 1 else None


def with_places(images: ImageQuerySet, collection: int | None) -> ImageQuerySet:
    mine = images.filter(collection_items__collection=collection)
    return mine.annotate(**{PLACE: F("collection_items__place")})


def placed(image: Image, collection: int | None) -> Image:
    """Tell a picture its place; None where it is not in the collection."""
    if not hasattr(image, PLACE):
        items = CollectionItem.objects.filter(collection=collection, image=image)
        setattr(image, PLACE, items.values_list(PLACE, flat=True).first())
    return image
