"""The selection of the person behind a request."""

from urllib.parse import parse_qs, urlsplit

from playground.gallery.selection import Selection, read, search_in
from playground.people.http import Request


def selection_for(request: Request) -> Selection:
    """Return what the person behind this request has selected."""
    codes = read(request.session)
    in_trash = bool(codes) and search_in(request.user, page_query(request)).in_trash
    return Selection(codes, request.user, in_trash)


def page_query(request: Request) -> dict[str, str]:
    """What stands in the address of the page that a person looks at.

    A part of it that was asked for by script has an address of its own.
    """
    if request.htmx:
        query = urlsplit(request.htmx.current_url or "").query
        return {
            name: values[0]
            for name, values in parse_qs(query, keep_blank_values=True).items()
        }
    return {name: str(request.GET.get(name, "")) for name in request.GET}
