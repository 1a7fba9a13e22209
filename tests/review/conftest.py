"""What several modules of this folder begin with."""

import pytest
from django.test import Client

from tests import factories
from tests.review.linking import PROMPT


@pytest.fixture
def images(owner):
    return [
        factories.image(
            author=owner,
            prompt=f"{PROMPT} {number}",
            quality=quality,
            pixels=(640 + 64 * number, 480),
            thumbnails=True,
        )
        for number, quality in enumerate(("low", "high", "medium"))
    ]


@pytest.fixture
def guest(settings):
    settings.PLAYGROUND_ACCOUNTS = True
    return Client()
