"""The prompts a person has used, newest first, for searching and using again."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from playground.library.models import Generation
from playground.people.models import User

SHOWN = 50


@dataclass(frozen=True)
class UsedPrompt:
    prompt: str
    uses: int
    last: datetime


def prompts_used(owner: User, query: str = "") -> list[UsedPrompt]:
    """List distinct prompts that contain every word of the query. One query."""
    found = Generation.objects.visible_to(owner)
    for word in query.split()[:10]:
        found = found.filter(prompt__icontains=word)
    rows = (
        found.values("prompt")
        .annotate(uses=Count("pk"), last=Max("created_at"), newest=Max("pk"))
        .order_by("-newest")[:SHOWN]
    )
    return [UsedPrompt(row["prompt"], row["uses"], row["last"]) for row in rows]
