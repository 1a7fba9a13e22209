"""Whatever comes, and to whatever address: never a 500."""

import pytest
from django.test import Client

from playground.library.models import Generation
from tests.junk import Junk, junk
from tests.site.world import World

pytestmark = pytest.mark.django_db

# The whole of it is ``python -m benchmarks junk``.
SHARE = 250


def send(client: Client, request: Junk) -> int:
    """Send it with and without a cookie for the form's token; return the status."""
    path, _, query = request.path.partition("?")
    response = client.generic(
        request.method,
        path,
        request.body,
        request.content_type,
        QUERY_STRING=query,
        headers=request.headers,
    )
    response.getvalue()
    return response.status_code


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("checked", [False, True], ids=["token", "no token"])
def test_no_junk_is_ever_a_500(world: World, seed: int, checked: bool) -> None:
    client = Client(raise_request_exception=False, enforce_csrf_checks=checked)
    codes = [thing.code for thing in (*world.images, *world.generations)]
    codes += [thing.code for thing in (*world.sources, *world.presets)]
    before = Generation.objects.count()

    failed = [
        request
        for request in junk(SHARE, seed=seed, codes=codes)
        # What only asks for a page asks for no token: the same with and without it.
        if not (checked and request.method in ("GET", "HEAD"))
        and send(client, request) >= 500
    ]

    assert failed == []
    if checked:
        assert Generation.objects.count() == before
