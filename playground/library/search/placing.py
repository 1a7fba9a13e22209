"""The orders of a search, and that which a collection has by hand.

The latter is no column of a picture: the rows are joined with their places, and
pictures that come from elsewhere are told theirs.
"""

from collections.abc import Mapping

from django.db.models import F

from playground.core.keyset import Order
from playground.library.models import CollectionItem, Image, ImageQuerySet
from playground.library.search.clauses import Clause
from playground.library.search.conditions import Inside

# Names of orders, as the address has them; the first one is nobody's choice.
SORTS: Mapping[str, tuple[str, Order]] = {
    "-date": ("Newest first", Order("created_at")),
    "date": ("Oldest first", Order("created_at", descending=False)),
    "-stars": ("Most stars first", Order("stars")),
    "stars": ("Fewest stars first", Order("stars", descending=False)),
    "-cost": ("Dearest first", Order("cost_usd")),
    "cost": ("Cheapest first", Order("cost_usd", descending=False)),
    "-time": ("Slowest first", Order("duration_ms")),
    "time": ("Fastest first", Order("duration_ms", descending=False)),
    "-size": ("Largest first", Order("pixels")),
    "size": ("Smallest first", Order("pixels", descending=False)),
}
NEWEST_FIRST = "-date"
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
    """Join pictures of a collection with their places; one query, as without."""
    mine = images.filter(collection_items__collection=collection)
    return mine.annotate(**{PLACE: F("collection_items__place")})


def placed(image: Image, collection: int | None) -> Image:
    """Tell a picture its place; None where it is not in the collection."""
    if not hasattr(image, PLACE):
        items = CollectionItem.objects.filter(collection=collection, image=image)
        setattr(image, PLACE, items.values_list(PLACE, flat=True).first())
    return image
