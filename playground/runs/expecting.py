"""How long a picture will probably take: as long as the last ones like it did."""

import statistics
from collections.abc import Iterable
from functools import cached_property

from playground.library.models import Generation, Image

# So many of the newest pictures are looked at.
LOOKED_AT = 200


class Expecting:
    """What pictures took lately in a workspace. One query, none before it is asked."""

    def __init__(self, workspace_id: int) -> None:
        self._workspace_id = workspace_id

    def seconds(self, model: str, quality: str) -> float | None:
        """Return the middle of those of the same model and quality; None without any."""
        took = self._took.get((model, quality))
        return statistics.median(took) / 1000 if took else None

    @cached_property
    def _took(self) -> dict[tuple[str, str], list[int]]:
        newest = Image.objects.filter(workspace_id=self._workspace_id).newest()
        took: dict[tuple[str, str], list[int]] = {}
        for model, quality, duration_ms in newest.values_list(
            "model", "quality", "duration_ms"
        )[:LOOKED_AT]:
            if duration_ms is not None:
                took.setdefault((model, quality), []).append(duration_ms)
        return took


def expected_s(generations: Iterable[Generation]) -> dict[int, int]:
    """Return the seconds that unfinished runs will probably take, by their key.

    A run that there is no such picture for is left out. One query, none when nothing
    is under way.
    """
    waiting = [run for run in generations if not run.is_finished]
    if not waiting:
        return {}
    expecting = Expecting(waiting[0].workspace_id)
    found = {}
    for run in waiting:
        seconds = expecting.seconds(run.model, str(run.requested.get("quality")))
        if seconds is not None:
            found[run.pk] = max(1, round(seconds))
    return found
