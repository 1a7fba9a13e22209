"""What no browser would send, to every address: never a 500."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from urllib.parse import unquote

import pytest
from django.conf import settings as django_settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import QueryDict
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
STRANGE_VALUES = ("%00", "%FF", "-1", "9" * 300, "zzz", "%F0%9F%8E%A8", "'\"<b>")


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


# The first one is a form that arrives: what an address does not read of it, it reads of
# no other one.
BODIES = {
    "nul": (b"prompt=a%00b&model=gpt-image-2.5-sunburst&n=1", FORM),
    "nul-everywhere": (b"&".join(b"%s=a%%00b" % name.encode() for name in TEXTS), FORM),
    "not-utf-8": (b"prompt=\xff\xfe\x80&model=\xc3\x28", FORM),
    "bytes": (b"\x00\xff" * 500, FORM),
    "text": (b"\xff\xfe", "text/plain"),
    "json": (b"{}", "application/json"),
    "cut-off": (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
    "no-boundary": (b"--x\r\n", "multipart/form-data"),
    "utf-16": (b"prompt=a", f"{FORM}; charset=utf-16"),
    "many": (b"&".join(b"a%d=1" % number for number in range(1500)), FORM),
}


def test_a_strange_body_is_never_a_500(calm_client, world, subtests):
    for name in ACTIONS:
        path = PLACES[name].path(world)
        for kind, (body, content_type) in BODIES.items():
            with subtests.test(name, kind=kind), undone():
                response = calm_client.post(path, body, content_type=content_type)
                assert response.status_code < 500
            if kind == "nul" and "_post" not in response.wsgi_request.__dict__:
                break


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


class Watched(QueryDict):
    """Notes which of its values somebody looks for."""

    looked_for: ClassVar[set[str]] = set()

    def __contains__(self, name: object) -> bool:
        self.looked_for.add(str(name))
        return super().__contains__(name)

    def __getitem__(self, name: str) -> Any:
        self.looked_for.add(name)
        return super().__getitem__(name)

    def getlist(self, name: str, default: Any = None) -> Any:
        self.looked_for.add(name)
        return super().getlist(name, default)

    def __iter__(self) -> Iterator[str]:
        self.looked_for.update(QUERIES)
        return super().__iter__()

    def keys(self) -> Any:
        self.looked_for.update(QUERIES)
        return super().keys()

    def lists(self) -> Any:
        self.looked_for.update(QUERIES)
        return super().lists()


@pytest.fixture
def looked_for(monkeypatch) -> set[str]:
    """Names that somebody looks for in what addresses ask for."""
    monkeypatch.setattr(Watched, "looked_for", set())

    def queries(request: WSGIRequest) -> Watched:
        before = set(Watched.looked_for)
        made = Watched(request.META.get("QUERY_STRING", ""))
        Watched.looked_for &= before  # It looks itself while it is filled.
        return made

    monkeypatch.setattr(WSGIRequest, "GET", property(queries))
    return Watched.looked_for


def test_a_strange_query_is_never_a_500(
    calm_client, world: World, looked_for, subtests
):
    strange = [[f"{key}={value}" for key in QUERIES] for value in STRANGE_VALUES]
    # Where nobody looks, it is no more than a part of the address: once is enough.
    in_one = list(itertools.chain(*strange))
    for name in READ:
        path = PLACES[name].path(world).partition("?")[0]
        looked_for.clear()
        for queries in (in_one, *strange):
            with subtests.test(name, queries=queries[-1]):
                response = calm_client.get(f"{path}?{'&'.join(queries)}")
                response.getvalue()
                assert response.status_code < 500
            if looked_for.isdisjoint(QUERIES):
                break


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
