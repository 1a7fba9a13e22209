"""What several modules of this folder begin with."""

import pytest

from playground.people.models import Workspace


@pytest.fixture
def accounts(settings):
    settings.PLAYGROUND_ACCOUNTS = True


@pytest.fixture
def workspace():
    return Workspace.objects.default()
