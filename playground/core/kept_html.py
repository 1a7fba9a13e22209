"""HTML of small parts, kept in memory, since a page shows dozens of the same kind.

A part is kept under all that it is made from: every column of its rows, and what else
its template looks at. So nothing has to be forgotten when something changes: the part
is asked for under another name.
"""

from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Any

from django.core.cache import caches
from django.db.models import Model
from django.template.context import Context
from django.template.loader import get_template
from django.urls import get_script_prefix
from django.utils.safestring import SafeString


def kept_html(
    part: str, rows: Iterable[Model], *also: Any, write: Callable[[], str]
) -> SafeString:
    """Return a part as it was written before, or have it written.

    ``also`` is what its template shows beside the columns of ``rows``.
    """
    made_of = (part, get_script_prefix(), [_columns(row) for row in rows], also)
    name = blake2b(repr(made_of).encode(), digest_size=20).hexdigest()
    found = caches["parts"].get(name)
    if found is None:
        found = str(write())
        caches["parts"].set(name, found)
    return SafeString(found)


def written(context: Context, name: str, **values: Any) -> SafeString:
    """Render a template in a context that has these values, too."""
    template: Any = get_template(name)
    with context.push(**values):
        return SafeString(template.template.render(context))


def _columns(row: Model) -> list[object]:
    return [value for name, value in vars(row).items() if not name.startswith("_")]
