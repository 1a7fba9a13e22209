"""Steps of the tests of recovery."""

from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from playground.library.models import Generation


def silent() -> None:
    """Let all heartbeats be old, and all waits over for long."""
    long_ago = timezone.now() - timedelta(minutes=5)
    Generation.objects.filter(state="sending").update(heartbeat_at=long_ago)
    Generation.objects.exclude(retry_at=None).update(retry_at=long_ago)


def files(folder: Path) -> list[Path]:
    return [path for path in (folder / "files").rglob("*") if path.is_file()]
