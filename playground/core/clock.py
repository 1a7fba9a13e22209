"""What day it is, in one place, so that a shutdown day can be rehearsed."""

import datetime

from django.conf import settings
from django.utils import timezone


def today() -> datetime.date:
    """Return the local date, or the date set with ``PLAYGROUND_TODAY``."""
    pretended: datetime.date | None = settings.PLAYGROUND_TODAY
    return pretended or timezone.localdate()


def day_of(moment: datetime.datetime) -> datetime.date:
    """Return the day of a moment, in the same calendar as ``today``.

    With ``PLAYGROUND_TODAY`` all days are moved alike: what happened yesterday is on
    the day before the pretended one.
    """
    day = timezone.localdate(moment)
    pretended: datetime.date | None = settings.PLAYGROUND_TODAY
    return day + (pretended - timezone.localdate()) if pretended else day
