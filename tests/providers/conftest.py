"""What the tests of the provider share."""

from collections.abc import Iterator

import pytest

from playground.providers import client


@pytest.fixture(autouse=True)
def fresh_connections() -> Iterator[None]:
    """Close the connections of each test, so that no socket outlives it."""
    yield
    client.close_connections()
