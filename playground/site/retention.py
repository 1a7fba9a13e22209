"""What workers let go of after the days that the settings say."""

import json
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from playground.experiments.models import BriefSet, Experiment
from playground.library.models import Preset, SourceImage
from playground.review.copies import CopySweep
from playground.runs.engines.worker import Chore
from playground.runs.once import started_forget
from playground.studio.models import Draft

INTERVAL_S = 3600.0
AT_ONCE = 500
MOST_SESSIONS = 10_000


def retention_chores() -> tuple[Chore, ...]:
    """All of them give way to whatever else a worker has to do."""
    return (
        Chore(drafts_forget, INTERVAL_S, gives_way=True),
        Chore(uploads_forget, INTERVAL_S, gives_way=True),
        Chore(CopySweep(), INTERVAL_S, gives_way=True),
        Chore(sessions_forget, INTERVAL_S, gives_way=True),
        Chore(started_forget, INTERVAL_S, gives_way=True),
    )


def drafts_forget() -> int:
    """Empty composers that nobody has touched for ``PLAYGROUND_DRAFT_DAYS``."""
    if not (days := settings.PLAYGROUND_DRAFT_DAYS):
        return 0
    last = timezone.now() - timedelta(days=days)
    return Draft.objects.filter(saved_at__lt=last).delete()[0]


def uploads_forget() -> int:
    """Delete uploads that no run, draft, preset or plan uses; returns how many.

    Those of the last ``PLAYGROUND_UPLOAD_DAYS`` are left alone.
    """
    if not (days := settings.PLAYGROUND_UPLOAD_DAYS):
        return 0
    last = timezone.now() - timedelta(days=days)
    unused = SourceImage.objects.filter(generation_sources=None, created_at__lt=last)
    named, count, at = None, 0, 0
    # Those that are named stay: they must not keep those behind them from going.
    while count < AT_ONCE:
        found = list(unused.filter(pk__gt=at).order_by("pk")[:AT_ONCE])
        if not found:
            break
        # Who is deleted has no key any more.
        at = found[-1].pk
        named = _named() if named is None else named
        count += sum(_delete(it) for it in found if not _is_in(it, named))
    return count


def sessions_forget() -> int:
    """Delete sessions that are over, also those of guests; returns how many."""
    over = Session.objects.filter(expire_date__lt=timezone.now())
    keys = list(over.values_list("session_key", flat=True)[:MOST_SESSIONS])
    UserSession.objects.filter(session_key__in=keys).delete()
    return Session.objects.filter(session_key__in=keys).delete()[0]


def _delete(source: SourceImage) -> bool:
    try:
        with transaction.atomic():
            source.delete()
    except (ProtectedError, IntegrityError):
        return False  # A run has begun to use it meanwhile.
    default_storage.delete(source.file)
    return True


def _is_in(source: SourceImage, named: str) -> bool:
    return source.code in named or source.sha256 in named


def _named() -> str:
    """Return all that is kept to be sent later, as one text to look for names in."""
    kept = [
        *Draft.objects.values_list("fields", "put_aside"),
        *Preset.objects.values_list("settings", flat=True),
        *Experiment.objects.values_list("base", "values", "second_values"),
        *BriefSet.objects.values_list("base", "values", "second_values"),
    ]
    return json.dumps(kept, default=str)
