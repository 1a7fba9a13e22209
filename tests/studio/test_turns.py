"""A conversation is one thread, and the next turn is typed at its end."""

from decimal import Decimal

import pytest

from playground.imaging.parameters import Parameter
from playground.library.models import Generation
from playground.studio.turns import turn_after
from tests.factories import generation, image, request
from tests.pages import HTMX, soup
from tests.parameters import declared

pytestmark = pytest.mark.django_db


@pytest.fixture
def turn(owner):
    run = generation(
        route="responses",
        response_id="resp_1",
        prompt="A red kite",
        provider_id="simulator",
    )
    image(generation=run)
    return run


def test_the_next_turn_is_typed_on_the_page_of_the_last(client, turn):
    page = soup(client.get(turn.get_absolute_url()))
    form = page.select_one("#next-turn form")
    assert form["action"] == f"/generations/{turn.code}/next/"
    assert "$0." in form.select_one("button").get_text()

    response = client.post(form["action"], {"prompt": "Make it blue"})
    made = Generation.objects.exclude(pk=turn.pk).get()
    assert response["Location"] == made.get_absolute_url()
    assert (made.previous, made.prompt) == (turn, "Make it blue")
    said = soup(client.get(made.get_absolute_url())).select(".said")
    assert [one.get_text() for one in said] == ["A red kite", "Make it blue"]


def test_an_empty_turn_is_told_at_its_field_and_nothing_is_lost(client, turn):
    response = client.post(f"/generations/{turn.code}/next/", {"prompt": "  "})
    assert response.status_code == 422
    field = soup(response).select_one("#turn")
    assert field["aria-invalid"] == "true"
    assert soup(response).select_one(f"#{field['aria-describedby']}").get_text()
    assert Generation.objects.count() == 1


def test_a_turn_waits_for_the_one_before(client, turn):
    running = generation(state="sending", route="responses", previous=turn)
    assert not soup(client.get(running.get_absolute_url())).select("#next-turn form")
    response = client.post(f"/generations/{running.code}/next/", {"prompt": "and"})
    assert response.status_code == 422
    assert "still being drawn" in response.content.decode()


def test_a_dear_turn_is_asked_about_and_keeps_its_words(client, turn, settings):
    settings.PLAYGROUND_CONFIRM_ABOVE_USD = Decimal("0.0001")
    Generation.objects.filter(pk=turn.pk).update(
        requested={**turn.requested, "quality": "high", "size": "1024x1024"}
    )
    response = client.post(f"/generations/{turn.code}/next/", {"prompt": "darker"})
    assert response.status_code == 422
    page = soup(response)
    assert page.select_one('#ask-panel [name="prompt"]')["value"] == "darker"
    assert Generation.objects.count() == 1


def test_what_is_no_text_is_refused(client, turn):
    address = f"/generations/{turn.code}/next/"
    assert client.post(address, {"prompt": "a\x00b"}).status_code == 422
    assert client.post(address).status_code == 422


def test_the_composer_goes_on_from_the_turn_just_sent(client, turn):
    client.post(f"/images/{turn.images.get().code}/continue/")
    fields = {
        field["name"]: field.get("value", "")
        for field in soup(client.get("/")).select("#composer input[type=hidden]")
        if field.get("name")
    }
    assert fields["previous"] == turn.code
    response = client.post(
        "/generations/",
        {
            **fields,
            "prompt": "blue",
            "model": turn.model,
            "size": "1024x1024",
            "quality": "low",
        },
        headers={**HTMX, "HX-Target": "composer"},
    )
    assert response.status_code == 200, soup(response).select(".error")
    made = Generation.objects.exclude(pk=turn.pk).get()
    page = soup(response)
    assert page.select_one('[name="previous"]')["value"] == made.code
    assert page.select_one("#prompt").get_text(strip=True) == ""
    again = soup(client.get("/"))
    assert again.select_one('[name="previous"]')["value"] == made.code


def test_refining_a_picture_goes_on_with_what_comes_of_it(client, owner):
    """A picture that no conversation made begins one; the next words continue it."""
    picture = image(prompt="A red kite")
    client.post(f"/images/{picture.code}/continue/")
    page = soup(client.get("/"))
    assert "Begins a conversation" in page.select_one("#composer-fields").get_text()
    fields = {
        field["name"]: field.get("value", "")
        for field in page.select("#composer input[type=hidden]")
        if field.get("name")
    }
    model = picture.generation.model
    posted = {**fields, "prompt": "at night", "model": model, "route": "responses"}
    answer = client.post(
        "/generations/", posted, headers={**HTMX, "HX-Target": "composer"}
    )
    assert answer.status_code == 200, soup(answer).select(".error")
    made = Generation.objects.exclude(pk=picture.generation_id).get()
    assert (made.route, made.previous) == ("responses", None)
    for shown in (soup(answer), soup(client.get("/"))):
        assert shown.select_one('[name="previous"]')["value"] == made.code
        # Its source is part of the conversation and not sent once more.
        assert not shown.select('#composer input[type=hidden][name="image"]')
        assert not shown.select('[name="thread"]')


def test_who_wants_no_conversation_takes_it_out(client, owner):
    picture = image(prompt="A red kite")
    client.post(f"/images/{picture.code}/continue/")
    model = picture.generation.model
    page = soup(client.get("/"))
    source, version = (
        page.select_one(f"#composer input[name={name}]")["value"]
        for name in ("image", "draft_version")
    )
    posted = {"thread": "1", "prompt": "at night", "model": model, "image": source}
    posted["draft_version"] = version
    client.post("/compose/", {**posted, "route": "responses", "forget_previous": "1"})
    page = soup(client.get("/"))
    assert not page.select('[name="thread"]')
    assert page.select_one("#composer input[name=image]")["value"] == source
    # Nor is there one where nobody would know of it.
    client.post("/compose/", {**posted, "route": "images"})
    assert not soup(client.get("/")).select('[name="thread"]')


@pytest.mark.parametrize("is_of_one_turn", [True, False])
def test_a_turn_leaves_behind_what_is_declared_so(owner, is_of_one_turn):
    mark = Parameter(name="mark", label="Mark", kind="text", of_one_turn=is_of_one_turn)
    with declared(mark):
        asked = request(mark="here", action="edit", quality="high")
        turn = turn_after(Generation(code="abcd2345"), settings=asked)
        assert turn.mark == (None if is_of_one_turn else "here")
    assert (turn.action, turn.previous, turn.quality) == (None, "abcd2345", "high")
