"""How long a picture will probably take: as long as the last ones like it did."""

import statistics
from collections.abc import Iterable

from playground.library.models import Generation, Image

# So many of the newest pictures are looked at.
LOOKED_AT = 200


def expected_s(generations: Iterable[Generation]) -> dict[int, int]:
    """Return the seconds that unfinished runs will probably take, by their key.

    The middle of pictures of the same model and quality; a run that there is no
    such picture for is left out. One query, none when nothing is under way.
    """
    waiting = [run for run in generations if not run.is_finished]
    if not waiting:
        return {}
    newest = Image.objects.filter(workspace_id=waiting[0].workspace_id).newest()
    took: dict[tuple[str, str], list[int]] = {}
    for model, quality, duration_ms in newest.values_list(
        "model", "quality", "duration_ms"
    )[:LOOKED_AT]:
        if duration_ms is not None:
            took.setdefault((model, quality), []).append(duration_ms)
    found = {}
    for run in waiting:
        durations = took.get((run.model, str(run.requested.get("quality"))))
        if durations:
            found[run.pk] = max(1, round(statistics.median(durations) / 1000))
    return found
