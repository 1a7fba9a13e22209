"""What a person types by mistake, and what does not arrive as it was typed."""

import pytest
from django.test import Client
from django.urls import reverse

from playground.library.models import Generation
from tests.pages import parsed

pytestmark = pytest.mark.django_db
GOOD = {"prompt": "a paper airplane", "model": "gpt-image-2.5-sunburst"}
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def calm_client() -> Client:
    """A client that answers 500 as a browser would see it."""
    return Client(raise_request_exception=False)


def _refused(response, *, field: str, typed: str = "") -> None:
    """The form came back with a message at the field and with what was typed."""
    soup = parsed(response.content)
    assert response.status_code == 422
    assert Generation.objects.count() == 0
    named = soup.select(f'[name="{field}"][aria-invalid="true"]') or soup.select(
        f'[data-field="{field}"] [role="alert"], #{field}-error, #id_{field}-error'
    )
    assert named, f"no message at {field}"
    if typed:
        assert typed in soup.select_one("textarea[name=prompt]").get_text()


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
