"""What day it is, in one place, so that a shutdown day can be rehearsed."""

import datetime

from django.conf import settings
from django.utils import timezone


def today() -> datetime.date:
    """Return the local date, or the date set with ``PLAYGROUND_TODAY``."""
    pretended: datetime.date | None = settings.PLAYGROUND_TODAY
    return pretended or timezone.localdate()
