"""Days: the real ones, or all moved alike for a rehearsal."""

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from playground.core.clock import day_of, today


def test_now_is_on_the_day_that_today_says(settings):
    for pretended in (None, date(2026, 12, 1)):
        settings.PLAYGROUND_TODAY = pretended
        assert day_of(timezone.now()) == today()


def test_a_pretended_day_moves_the_days_around_it_too(settings):
    settings.PLAYGROUND_TODAY = date(2026, 12, 1)
    yesterday = timezone.now() - timedelta(days=1)
    assert day_of(yesterday) == date(2026, 11, 30)


def test_a_day_begins_at_local_midnight(settings):
    settings.PLAYGROUND_TODAY = None
    late = datetime(2026, 11, 30, 16, tzinfo=UTC)
    with timezone.override("Asia/Tokyo"):
        assert day_of(late) == date(2026, 12, 1)
    with timezone.override("UTC"):
        assert day_of(late) == date(2026, 11, 30)
