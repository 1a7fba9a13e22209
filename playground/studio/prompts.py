"""The prompts that were used, newest first, for searching and using again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from playground.core.folding import words
from playground.library.models import Image, Prompt
from playground.library.search import Search
from playground.people.models import User

SHOWN = 50
# So many of the newest prompts are looked at one by one, and so many pictures that
# have the words are asked for theirs.
RECENT = 200
PICTURES = 1000
MAX_WORDS = 10


@dataclass(frozen=True)
class UsedPrompt:
    """One of the workspace's, whoever used it."""

    prompt: str
    uses: int
    last: datetime


def prompts_used(user: User, query: str = "") -> list[UsedPrompt]:
    """List the workspace's prompts that contain every word of the query.

    Words are found as the gallery's search finds them. An old prompt of which no
    picture came is not found by its words; it stays in the list.
    """
    mine = Prompt.objects.visible_to(user)
    wanted = words(query)[:MAX_WORDS]
    found: Iterable[Prompt] = mine.newest()[:SHOWN]
    if wanted:
        recent = [it for it in mine.newest()[:RECENT] if _holds(it.text, wanted)]
        pictures = Search(user, " ".join(wanted)).sample(PICTURES)[0]
        hashes = Image.objects.filter(pk__in=pictures).values("prompt_hash")
        made = mine.filter(prompt_hash__in=hashes).newest()
        both = {it.pk: it for it in (*recent, *made) if _holds(it.text, wanted)}
        found = sorted(both.values(), key=lambda it: (it.used_at, it.pk), reverse=True)
    elif query.strip():
        found = []
    return [UsedPrompt(it.text, it.uses, it.used_at) for it in found][:SHOWN]


def _holds(prompt: str, wanted: list[str]) -> bool:
    """Tell whether each of the words begins one of the prompt's."""
    there = words(prompt)
    return all(any(it.startswith(word) for it in there) for word in wanted)
