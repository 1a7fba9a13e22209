"""Pictures to search among, and the ways to search."""

from playground.library.search import Search
from tests import factories


def search(user, text="", sort="-date"):
    return Search.from_query(user, {"q": text, "sort": sort})


def found(user, text="", sort="-date"):
    """All codes in order, page by page, as every view of the search tells them."""
    it = search(user, text, sort)
    codes, after = [], ""
    while True:
        page = it.page(after=after, size=2)
        codes += [image.code for image in page.rows]
        after = page.after
        if not after:
            break
    assert sorted(codes) == sorted(it.images().values_list("code", flat=True))
    assert it.count().number == len(codes)
    return codes


def make(**values):
    return factories.image(**values)
