"""The prompts that were used, newest first, for searching and using again."""

from dataclasses import dataclass
from datetime import datetime

from playground.library.models import Prompt
from playground.people.models import User

SHOWN = 50


@dataclass(frozen=True)
class UsedPrompt:
    prompt: str
    uses: int
    last: datetime


def prompts_used(user: User, query: str = "") -> list[UsedPrompt]:
    """List the workspace's prompts that contain every word of the query. One query."""
    found = Prompt.objects.visible_to(user)
    for word in query.split()[:10]:
        found = found.filter(text__icontains=word)
    return [UsedPrompt(it.text, it.uses, it.used_at) for it in found.newest()[:SHOWN]]
