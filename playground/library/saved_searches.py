"""Searches kept under a name: saving, renaming, and whose they are."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from playground.core.folding import fold
from playground.library.models import SavedSearch
from playground.library.organising import Unnameable, checked_name
from playground.library.search import language
from playground.people.models import User
from playground.people.roles import ADMIN, may


def search_save(
    user: User, *, name: str, query: str, sort: str = ""
) -> tuple[SavedSearch, SavedSearch | None]:
    """Keep a search under a name; returns it, and what it has replaced.

    Raises ``Unnameable`` where somebody else's has the name: only an admin replaces that.
    """
    name = checked_name(name)
    with transaction.atomic():
        name = _known(user, name) or name
        saved, is_new = SavedSearch.objects.select_for_update().get_or_create(
            workspace=user.workspace,
            name=name,
            defaults={
                "query": language.shortened(language.clean(query)),
                "sort": sort[:20],
                "author": user,
            },
        )
        if is_new:
            return saved, None
        if not search_is_own(user, saved):
            raise Unnameable(
                f"{saved.author} has saved a search as “{name}”. Take another name."
            )
        was = SavedSearch(name=name, query=saved.query, sort=saved.sort)
        saved.query = language.shortened(language.clean(query))
        saved.sort = sort[:20]
        saved.save(update_fields=["query", "sort"])
    return saved, was


def search_put_back(user: User, was: Mapping[str, Any]) -> SavedSearch:
    """Make a search that was removed or replaced what it was, its author's again.

    ``was`` holds its columns. Raises ``Unnameable`` like ``search_save``.
    """
    told = {name: was[name] for name in ("name", "query", "sort")}
    saved, replaced = search_save(user, **told)
    author = User.objects.filter(pk=was["author"]).first()
    if replaced is None and author:
        saved.author, saved.code = author, was["code"]
        saved.save(update_fields=["author", "code"])
    return saved


def search_rename(user: User, saved: SavedSearch, name: str) -> None:
    """Raises ``Unnameable`` where it may not be, or another one has the name."""
    name = checked_name(name)
    if not search_is_own(user, saved):
        raise Unnameable("Only who saved it, or an admin, can rename it.")
    known = _known(user, name)
    try:
        with transaction.atomic():
            if known and known != saved.name:
                raise IntegrityError
            SavedSearch.objects.filter(pk=saved.pk).update(name=name)
    except IntegrityError:
        message = f"There is a saved search “{name}” already."
        raise Unnameable(message) from None
    saved.name = name


def _known(user: User, name: str) -> str:
    """Return the name of a search that is the same but for case and accents, or "".

    Where a folder of before has several such, the one that is the very same.
    """
    names = SavedSearch.objects.visible_to(user).values_list("name", flat=True)
    alike = [it for it in names if fold(it) == fold(name)]
    return name if name in alike else next(iter(alike), "")


def search_is_own(user: User, saved: SavedSearch) -> bool:
    """Tell whether somebody may change it: who saved it, and admins."""
    return saved.author_id in (None, user.pk) or may(user, ADMIN)
