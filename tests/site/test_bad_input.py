"""What no browser would send, to every address: never a 500."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from playground.library.models import Generation
from tests.site.places import UNKNOWN_CODE, places
from tests.site.world import World

pytestmark = pytest.mark.django_db
GOOD = {"prompt": "a paper airplane", "model": "gpt-image-2.5-sunburst"}
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def calm_client() -> Client:
    """A client that answers 500 as a browser would see it."""
    return Client(raise_request_exception=False)


PLACES = places()
ACTIONS = sorted(name for name in PLACES if "POST" in PLACES[name].methods)
READ = sorted(name for name in PLACES if "GET" in PLACES[name].methods)
NAMING_A_THING = sorted(name for name in PLACES if PLACES[name].unknown)
TEXTS = (
    "model",
    "size",
    "scenario",
    "image",
    "mask",
    "previous",
    "code",
    "name",
    "value",
    "preset_name",
    "use_prompt",
    "put_back",
    "composed",
    "lock",
)
QUERIES = (
    "image",
    "after",
    "cursor",
    "page",
    "q",
    "code",
    "mode",
    "model",
    "run",
    "from",
    "against",
)


@contextmanager
def undone() -> Iterator[None]:
    """Take back what happens in the database, so that the next one finds all."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "name", ["gallery:selection", "studio:vary", "studio:again", "studio:submit"]
)
@pytest.mark.parametrize(
    "headers",
    [
        {"HX-Current-URL": "http://["},
        {"HX-Current-URL": "http://%5B", "HX-Current-URL-URI-AutoEncoded": "true"},
    ],
    ids=["plain", "encoded"],
)
def test_a_page_whose_address_is_none_is_never_a_500(calm_client, world, name, headers):
    response = calm_client.post(
        PLACES[name].path(world),
        {**GOOD, "name": "quality", "value": "high", "code": "x"},
        headers={"HX-Request": "true", **headers},
    )
    # 422 where the budget of this world is too small for it.
    assert response.status_code in (200, 422)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"prompt=\xff\xfe\x80&model=\xc3\x28", FORM),
        (b"\x00\xff" * 500, FORM),
        (b"\xff\xfe", "text/plain"),
        (b"{}", "application/json"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"--x\r\n", "multipart/form-data"),
        (b"prompt=a%00b&model=gpt-image-2.5-sunburst&n=1", FORM),
        (b"&".join(b"%s=a%%00b" % name.encode() for name in TEXTS), FORM),
        (b"prompt=a", f"{FORM}; charset=utf-16"),
        (b"&".join(b"a%d=1" % number for number in range(1500)), FORM),
    ],
    ids=[
        "not-utf-8",
        "bytes",
        "text",
        "json",
        "cut-off",
        "no-boundary",
        "nul",
        "nul-everywhere",
        "utf-16",
        "many",
    ],
)
def test_a_strange_body_is_never_a_500(
    calm_client, world, body, content_type, subtests
):
    for name in ACTIONS:
        with subtests.test(name), undone():
            path = PLACES[name].path(world)
            response = calm_client.post(path, body, content_type=content_type)
            assert response.status_code < 500


def test_a_prompt_to_vary_that_did_not_arrive_as_typed_is_not_sent(calm_client, world):
    before = Generation.objects.count()
    path = PLACES["studio:vary"].path(world)
    response = calm_client.post(path, b"name=prompt&value=%FF", content_type=FORM)

    assert response.status_code == 422
    assert "did not arrive as they were typed" in response.content.decode()
    assert Generation.objects.count() == before


def _leads_somewhere(path: str) -> bool:
    try:
        resolve(unquote(path, errors="replace"))
    except Resolver404:
        return False
    return True


@pytest.mark.parametrize(
    "code", ["%00", "%FF%FE", "a" * 3000, "%F0%9F%8E%A8", "-", "..%2f..%2fetc"]
)
def test_a_strange_code_is_never_a_500(calm_client, world: World, code, subtests):
    tried = False
    for name in NAMING_A_THING:
        place = PLACES[name]
        path = place.unknown.replace(UNKNOWN_CODE, code)
        # What leads nowhere has the same answer wherever it stands: once is enough.
        is_known = _leads_somewhere(path)
        if is_known or not tried:
            tried = tried or not is_known
            with subtests.test(name):
                response = calm_client.generic(place.methods[0], path)
                assert response.status_code == 404


@pytest.mark.parametrize(
    "value", ["%00", "%FF", "-1", "9" * 300, "zzz", "%F0%9F%8E%A8", "'\"<b>"]
)
def test_a_strange_query_is_never_a_500(calm_client, world: World, value, subtests):
    query = "&".join(f"{key}={value}" for key in QUERIES)
    for name in READ:
        with subtests.test(name):
            path = PLACES[name].path(world).partition("?")[0]
            response = calm_client.get(f"{path}?{query}")
            response.getvalue()
            assert response.status_code < 500


def test_an_unknown_address_is_a_plain_page(calm_client):
    response = calm_client.get("/no/such/page/")

    assert response.status_code == 404
    assert "<h1" in response.content.decode()


def test_an_address_that_only_takes_forms_is_a_plain_page(calm_client):
    response = calm_client.get(reverse("studio:sources-add"))

    assert response.status_code == 405
    assert "<h1" in response.content.decode()


def test_an_unknown_host_is_refused(calm_client):
    response = calm_client.get("/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert "evil.example" not in django_settings.ALLOWED_HOSTS
