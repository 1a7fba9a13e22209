"""What no browser would send, and what a person types by mistake: never a 500."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from playground.library.models import Generation
from tests.site.places import World, places

pytestmark = pytest.mark.django_db

PLACES = places()
ACTIONS = sorted(name for name in PLACES if "POST" in PLACES[name].methods)
READ = sorted(name for name in PLACES if "GET" in PLACES[name].methods)
NAMING_A_THING = sorted(name for name in PLACES if PLACES[name].unknown)
GOOD = {"prompt": "a paper airplane", "model": "gpt-image-2.5-sunburst"}
FORM = "application/x-www-form-urlencoded"
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


@pytest.fixture
def calm_client() -> Client:
    """A client that answers 500 as a browser would see it."""
    return Client(raise_request_exception=False)


def _refused(response, *, field: str, typed: str = "") -> None:
    """The form came back with a message at the field and with what was typed."""
    soup = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    assert Generation.objects.count() == 0
    named = soup.select(f'[name="{field}"][aria-invalid="true"]') or soup.select(
        f'[data-field="{field}"] [role="alert"], #{field}-error, #id_{field}-error'
    )
    assert named, f"no message at {field}"
    if typed:
        assert typed in soup.find("textarea", {"name": "prompt"}).get_text()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"prompt": ""}, "prompt"),
        ({"prompt": " \n\t "}, "prompt"),
        ({"prompt": "x" * 32_001}, "prompt"),
        ({"model": "gpt-image-1"}, "model"),
        ({"model": "dall-e-3"}, "model"),
        ({"model": "no-such-model"}, "model"),
        ({"size": "1000x17"}, "size"),
        ({"size": "huge"}, "size"),
        ({"size": "99999999999x99999999999"}, "size"),
        ({"background": "transparent", "output_format": "jpeg"}, "background"),
        ({"output_format": "png", "output_compression": "50"}, "output_compression"),
        ({"output_format": "jpeg", "output_compression": "101"}, "output_compression"),
        ({"output_format": "jpeg", "output_compression": "x"}, "output_compression"),
        ({"output_format": "bmp"}, "output_format"),
        ({"n": "0"}, "n"),
        ({"n": "11"}, "n"),
        ({"n": "-1"}, "n"),
        ({"n": "two"}, "n"),
        ({"n": "9" * 400}, "n"),
        ({"quality": "splendid"}, "quality"),
        ({"moderation": "off"}, "moderation"),
        ({"background": "plaid"}, "background"),
        ({"route": "carrier-pigeon"}, "route"),
        ({"prompt": "a\ufffd bird"}, "prompt"),
    ],
    ids=lambda value: str(value)[:50],
)
def test_a_mistake_is_told_at_its_field(calm_client, change, field):
    response = calm_client.post(reverse("studio:submit"), {**GOOD, **change})
    _refused(response, field=field, typed=change.get("prompt", GOOD["prompt"]).strip())


@pytest.mark.parametrize(
    "size",
    [
        "²x²",
        "1024²x1024",
        "1024x",
        "0x0",
        "٣x٣",
        "9" * 400 + "x1",
        "9" * 5000 + "x1",
        "1024x1024" + " " * 50 + "0",
        "²",
    ],
    ids=lambda value: value[:20],
)
def test_a_mistyped_size_is_told_at_its_field_and_locks_nobody_out(calm_client, size):
    typed = {**GOOD, "size": "custom", "size_custom": size}
    htmx = {"HX-Request": "true", "HX-Target": "composer-fields"}

    _refused(calm_client.post(reverse("studio:submit"), typed), field="size")
    answer = calm_client.post(reverse("studio:compose"), typed, headers=htmx)
    assert answer.status_code == 200
    assert calm_client.get(reverse("studio:index")).status_code == 200


@pytest.mark.parametrize("version", ["²", "٣", "9" * 5000, "-1", "x"])
def test_a_strange_version_of_the_draft_is_never_a_500(calm_client, version):
    posted = {**GOOD, "draft_version": version}
    for name in ("studio:compose", "studio:submit"):
        response = calm_client.post(reverse(name), posted)
        assert response.status_code == 303
    assert calm_client.get(reverse("studio:index")).status_code == 200


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


@pytest.mark.parametrize("prompt", [b"a %FF%FE bird", b"a bird\x00", b"a%00 bird"])
def test_a_prompt_that_did_not_arrive_as_typed_is_not_sent(calm_client, prompt):
    body = b"model=gpt-image-2.5-sunburst&prompt=" + prompt
    response = calm_client.post(reverse("studio:submit"), body, content_type=FORM)

    _refused(response, field="prompt", typed="bird")


def test_a_form_that_is_not_utf_8_is_not_sent(calm_client):
    body = b"model=gpt-image-2.5-sunburst&prompt=a \xff\xfe bird"
    response = calm_client.post(reverse("studio:submit"), body, content_type=FORM)

    assert response.status_code == 400
    assert "cannot be read" in response.content.decode()
    assert Generation.objects.count() == 0


def test_a_multipart_form_that_is_not_utf_8_is_told_at_the_field(calm_client):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="prompt"\r\n\r\n'
        b"a \xff\xfe bird\r\n--x--\r\n"
    )
    response = calm_client.post(
        reverse("studio:submit"), body, content_type="multipart/form-data; boundary=x"
    )
    _refused(response, field="prompt", typed="bird")


def test_a_prompt_to_vary_that_did_not_arrive_as_typed_is_not_sent(calm_client, world):
    before = Generation.objects.count()
    path = PLACES["studio:vary"].path(world)
    response = calm_client.post(path, b"name=prompt&value=%FF", content_type=FORM)

    assert response.status_code == 422
    assert "did not arrive as they were typed" in response.content.decode()
    assert Generation.objects.count() == before


def test_a_case_that_the_simulator_does_not_know_is_told(calm_client):
    response = calm_client.post(reverse("studio:submit"), {**GOOD, "scenario": "none"})

    assert response.status_code == 422
    assert "no such case" in response.content.decode()
    assert Generation.objects.count() == 0


@pytest.mark.parametrize("name", ["studio:submit", "studio:compose"])
def test_a_60_mb_post_is_refused(calm_client, name):
    body = b"prompt=" + b"x" * 60_000_000
    response = calm_client.post(reverse(name), body, content_type=FORM)

    assert response.status_code == 413
    assert "too large" in response.content.decode()
    assert Generation.objects.count() == 0


def test_a_strange_code_is_never_a_500(calm_client, world: World, subtests):
    for name in NAMING_A_THING:
        place = PLACES[name]
        for code in ("%00", "%FF%FE", "a" * 3000, "%F0%9F%8E%A8", "-", "..%2f..%2fetc"):
            with subtests.test(name, code=code[:9]):
                path = place.unknown.replace("zzzzzzzzzzzz", code)
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


@pytest.mark.django_db(transaction=True)
def test_a_disk_that_takes_nothing_is_told_on_a_page(calm_client):
    calm_client.get("/")
    if connection.vendor != "sqlite":
        pytest.skip("SQLite alone can be told to refuse what is written")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only=1")
        try:
            response = calm_client.post(reverse("studio:submit"), GOOD)
        finally:
            cursor.execute("PRAGMA query_only=0")

    assert response.status_code == 503
    assert "Nothing can be stored" in response.content.decode()
    assert Generation.objects.count() == 0
