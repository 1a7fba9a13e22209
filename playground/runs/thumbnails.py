"""Thumbnails of pictures that have just come, and of those whose worker has died."""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db.models.functions import Now
from PIL import Image as Pillow

from playground.core.patience import Patience
from playground.library.models import Image
from playground.library.thumbnails import thumbnails_make, thumbnails_write

logger = logging.getLogger(__name__)

# Whoever keeps a picture makes its thumbnails in the next moment.
LEFT_AFTER = timedelta(seconds=60)
# How many the sweep looks for at a time, and for how long it goes on: a worker that is
# asked to stop waits for it.
AT_ONCE = 8
FOR_S = 2.0

Work = Callable[[], None]
# What runs some work later, where it is in nobody's way; or now.
Later = Callable[[Work], None]


def now(work: Work) -> None:
    """Do it at once, where there are no threads for it."""
    work()


def thumbnails_of_new(drafts: Sequence[tuple[Image, Pillow.Image | None]]) -> None:
    """Make those of a run's pictures from what has been decoded already.

    A picture that gets none here is left to ``ThumbnailSweep``.
    """
    made = []
    for image, draft in drafts:
        try:
            if draft:
                thumbnails_write(image, draft)
            made.append(image.pk)
        except OSError:
            logger.exception("Image %s: no thumbnails yet", image.code)
    Image.objects.filter(pk__in=made).update(has_thumbnails=True)


class ThumbnailSweep:
    """Makes what a worker that died, or a full disk, has left undone."""

    def __init__(self) -> None:
        # With those that cannot be made, since their files are gone.
        self._patience = Patience()

    def __call__(self) -> None:
        end = time.monotonic() + FOR_S
        while self._make_some() and time.monotonic() < end:
            pass

    def _make_some(self) -> bool:
        """Make a few; tell whether there may be more."""
        left = Image.objects.filter(
            has_thumbnails=False, created_at__lt=Now() - LEFT_AFTER
        ).exclude(pk__in=self._patience.waiting)
        some = list(left.order_by("created_at")[:AT_ONCE])
        for image in some:
            self._make(image)
        return len(some) == AT_ONCE

    def _make(self, image: Image) -> None:
        try:
            thumbnails_make(image)
        except Exception:
            # Whatever is wrong with one, it must not keep the others from theirs.
            self._patience.failed(image.pk)
            logger.exception("Image %s: its thumbnails cannot be made", image.code)
        else:
            self._patience.done(image.pk)
