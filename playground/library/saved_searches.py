"""Searches kept under a name: saving, renaming, and whose they are."""

from django.db import transaction

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
        saved, is_new = SavedSearch.objects.select_for_update().get_or_create(
            workspace=user.workspace,
            name=name,
            defaults={
                "query": language.clean(query),
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
        saved.query, saved.sort = language.clean(query), sort[:20]
        saved.save(update_fields=["query", "sort"])
    return saved, was


def search_rename(user: User, saved: SavedSearch, name: str) -> None:
    """Raises ``Unnameable`` where it may not be, or another one has the name."""
    name = checked_name(name)
    if not search_is_own(user, saved):
        raise Unnameable("Only who saved it, or an admin, can rename it.")
    others = SavedSearch.objects.filter(workspace=saved.workspace_id, name=name)
    if others.exclude(pk=saved.pk).exists():
        raise Unnameable(f"There is a saved search “{name}” already.")
    SavedSearch.objects.filter(pk=saved.pk).update(name=name)
    saved.name = name


def search_is_own(user: User, saved: SavedSearch) -> bool:
    """Tell whether somebody may change it: who saved it, and admins."""
    return saved.author_id in (None, user.pk) or may(user, ADMIN)
