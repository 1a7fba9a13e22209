"""The search: the one place that knows how the gallery is filtered and ordered.

    search = Search.from_query(user, request.GET)  # ?q=quality:high fox&sort=-stars
    page = search.page(after=cursor, size=60)      # keyset.Page of Images, in order
    search.images()                                # the same as a queryset, unordered

Text, filters, query string, queryset and words are views of one frozen object:

``search.text``, ``search.sort``
    As typed; the name of the order, one of ``SORTS``.
``search.query``, ``search.address_query(**more)``
    The query string as a dict (``{"q": …, "sort": …}``, defaults left out), and
    written out: ``?q=…&sort=…``, "" when there is nothing in it.
``search.sorts``, ``search.cursor(image)``, ``search.place(image, limit=…)``
    The orders on offer: those of ``SORTS``, and that of a collection where it looks into
    one. Where a picture stands in the order: for an address, and as a number.
``search.clauses``
    What was understood, a ``Clause`` each, for chips: ``text`` as typed, ``words`` for
    people ("quality is high"), ``field`` ("quality", "" for words), ``value``,
    ``is_not``.
``search.understood``
    All of it in one sentence.
``search.problems``
    What was not understood, a ``Problem`` each: ``text`` and ``message``. What
    cannot be understood is left out of the search, never a reason to fail.
``search.without(clause)``, ``search.with_filter("quality", "high")``,
``search.toggled("quality", "high")``, ``search.sorted("-cost")``
    Other searches: for chips, the filter rail, and the menu of orders.
``search.page(after="", size=60, fetch=())``
    A page in the order of ``sort``; costs the same however far down.
``search.page_before(before=cursor, size=60, fetch=())``
    The same the other way: the rows above a place, in the order of ``sort``.
``search.reads(cursor)``
    Whether it is a cursor of this order, so that ``page`` goes on there.
``search.row_before(after=cursor)``
    The picture a cursor stands at, for a page that goes on where another ended.
``search.neighbours(image)``
    The pictures before and after one within this search: ``(before, after)``.
``search.images()``
    A queryset for everything else: bulk actions, ``count``, ``filter``.
``search.holding(codes)``, ``search.walked()``
    The same where few are meant: those of some pictures that it finds, or the next ones
    along an index. ``images`` looks for all, however few are read.
``search.within(start, end)``
    All that it finds between two moments: for the figures of a day or a month.
``search.count(limit=1000)``
    ``Count(number, at_least)``; never counts or looks further than that.
``search.cost(limit=1000)``
    What they cost together, a ``Cost``; never adds up more than that.
``facets_of(search)``
    A list of ``Facet(field, label, values)``, each value a ``FacetValue`` with
    ``value``, ``label``, ``count``, ``about`` (True when only the newest pictures were
    counted), ``is_chosen`` and ``search``, the search that a click leads to.
``suggestions(user, text)``
    What could be typed next: ``Suggestion(insert, label, hint)``, where ``insert`` is
    the whole text with the suggestion taken.
``search.in_trash``, ``search.is_empty``
    Whether it looks at the trash (``is:trashed``) instead of the rest; whether it
    asks for nothing.

Writing goes through ``library.deciding`` (flag, stars, note) and
``library.organising`` (tags, collections), which keep the index in step in the same
transaction. Whoever writes Image rows in another way calls
``documents.documents_write`` for them.
"""

from playground.library.search import language
from playground.library.search.facets import Facet, FacetValue, facets_of
from playground.library.search.language import QueryProblem
from playground.library.search.placing import PLACE, SORTS
from playground.library.search.query import HitCount, Search
from playground.library.search.suggesting import Suggestion, suggestions

__all__ = [
    "PLACE",
    "SORTS",
    "Facet",
    "FacetValue",
    "HitCount",
    "QueryProblem",
    "Search",
    "Suggestion",
    "facets_of",
    "language",
    "suggestions",
]
