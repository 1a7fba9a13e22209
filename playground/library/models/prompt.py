"""Every prompt that was used, once: what to offer again, without a look at the runs."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F

from playground.library.models.generation import Generation
from playground.library.models.ownership import OwnedQuerySet
from playground.people.models import Workspace


class PromptQuerySet(OwnedQuerySet["Prompt"]):
    """Prompts with their counts, which runs keep up to date."""

    def newest(self) -> Self:
        """By when it was last used."""
        return self.order_by("-used_at", "-id")

    def count_use(self, run: Generation) -> None:
        """Count a run that has just been written."""
        same = self.filter(workspace=run.workspace_id, prompt_hash=run.prompt_hash)
        # A demonstration is written into the past: there the later use stays the last.
        earlier = same.filter(used_at__lte=run.created_at)
        if not (
            earlier.update(uses=F("uses") + 1, used_at=run.created_at)
            or same.update(uses=F("uses") + 1)
        ):
            _, made = self.get_or_create(
                workspace_id=run.workspace_id,
                prompt_hash=run.prompt_hash,
                defaults={"text": run.prompt, "uses": 1, "used_at": run.created_at},
            )
            if not made:
                self.count_use(run)

    def recount(self, workspace_id: int) -> None:
        """Put the counts right after runs were deleted."""
        counted = (
            Generation.objects.filter(
                workspace=models.OuterRef("workspace"),
                prompt_hash=models.OuterRef("prompt_hash"),
            )
            .order_by()
            .values("prompt_hash")
            .annotate(count=models.Count("pk"), last=models.Max("created_at"))
        )
        mine = self.filter(workspace=workspace_id)
        mine.exclude(models.Exists(counted)).delete()
        mine.update(
            uses=models.Subquery(counted.values("count")),
            used_at=models.Subquery(counted.values("last")),
        )


class Prompt(models.Model):
    """A prompt of a workspace, how often and when last it was used."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    prompt_hash = models.BigIntegerField()
    text = models.TextField()
    uses = models.PositiveIntegerField()
    used_at = models.DateTimeField()

    objects: ClassVar = PromptQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                "workspace", F("used_at").desc(), F("id").desc(), name="prompt_newest"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "prompt_hash"], name="prompt_once_a_workspace"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
