"""The Responses route from the composer to the page: words, pictures, conversations."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from playground.library.models import Generation
from tests.factories import picture_bytes
from tests.pages import error_texts, soup

pytestmark = pytest.mark.django_db
RESPONSES = {"route": "responses"}


def main_text(client, address):
    return soup(client.get(address)).select_one("main").get_text(" ", strip=True)


def labels(run):
    return [line["label"] for line in run.receipt["lines"]]


# --- Answers ----------------------------------------------------------------


def test_text_and_several_pictures_are_all_kept_and_shown(client, run):
    done = run(**RESPONSES, prompt="Draw three pictures of a fox and tell me why")
    assert done.images.count() == 3
    assert done.text
    card = soup(client.get("/")).select_one(f"#run-{done.code}")
    assert len(card.select(".card[data-code]")) == 3
    assert done.text in card.get_text()
    said = main_text(client, f"/generations/{done.code}/")
    for image in done.images.all():
        assert image.revised_prompt
        assert image.revised_prompt in said
        page = main_text(client, image.get_absolute_url())
        assert image.revised_prompt in page
        assert done.text in page


def test_previews_come_on_this_route_too(run, settings):
    done = run(**RESPONSES, partial_images="2")
    assert done.state == "succeeded"
    assert done.usage["output_tokens"] == 196 + 2 * 100


def test_the_receipt_holds_the_text_models_own_words(client, run):
    done = run(**RESPONSES)
    words = ["gpt-6.1-sol: input", "gpt-6.1-sol: output"]
    assert labels(done) == ["Prompt", "Pictures", *words]
    assert done.receipt["complete"] is True
    assert done.cost_usd > Decimal("0.01")
    image = done.images.get()
    assert "≥ $" not in main_text(client, image.get_absolute_url())
    assert "≥ $" not in main_text(client, f"/generations/{done.code}/")


def test_the_receipt_is_only_the_least_with_a_text_model_nobody_knows(client, run):
    done = run(responses_model="gpt-9-nova")
    assert done.receipt["complete"] is False
    assert "≥ $" in main_text(client, f"/generations/{done.code}/")


def test_the_chosen_text_model_leads_and_stands_on_the_receipt(run):
    done = run(responses_model="gpt-5-mini")
    assert done.route == "responses"
    assert "gpt-5-mini" in done.route_reason
    assert "gpt-5-mini: input" in labels(done)


def test_without_the_image_tools_usage_the_price_is_unknown(client, run):
    done = run(**RESPONSES, scenario="no-usage")
    assert done.state == "succeeded"
    assert done.cost_usd is None
    assert "does not say what was used" in main_text(
        client, f"/generations/{done.code}/"
    )


# --- What is refused before it is sent --------------------------------------


@pytest.mark.parametrize("route", ["auto", "responses"])
def test_an_image_model_at_the_top_is_refused_with_the_fix(post, route):
    response = post(route=route, responses_model="gpt-image-1.5")
    assert response.status_code == 422
    message = " ".join(error_texts(response))
    assert "gpt-image-1.5 makes pictures" in message
    assert "Put gpt-6.1-sol here" in message
    field = soup(response).select_one("#responses_model")
    assert field["value"] == "gpt-image-1.5"
    assert field["aria-invalid"] == "true"
    assert not Generation.objects.exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"n": "3"}, "the prompt says how many"),
        ({"action": "edit"}, "no picture to edit"),
    ],
)
def test_what_the_route_cannot_do_is_refused(post, values, words):
    response = post(**RESPONSES, **values)
    assert response.status_code == 422
    assert words in " ".join(error_texts(response))


def test_the_images_route_continues_no_conversation(post, run):
    first = run(**RESPONSES)
    response = post(route="images", previous=first.code)
    assert response.status_code == 422
    assert "Only the Responses route continues" in " ".join(error_texts(response))


# --- Said at the control ----------------------------------------------------


def compose(client, **values):
    return soup(
        client.post(
            "/compose/",
            {"prompt": "A fox", "model": "gpt-image-2.5-sunburst", **values},
            headers={"HX-Request": "true", "HX-Target": "composer-fields"},
        )
    )


def test_a_missing_setting_says_why_in_its_place(client, owner):
    page = compose(client, **RESPONSES)
    absent = page.select_one(".field.absent")
    assert absent.select_one(".label").text == "Pictures"
    assert "the prompt says how many" in absent.get_text()


def test_a_route_that_is_closed_says_why_beside_it(client, run):
    first = run(**RESPONSES)
    page = compose(client, previous=first.code)
    choice = page.select_one("#route-images")
    assert choice.has_attr("disabled")
    field = choice.closest("fieldset")
    assert "Only the Responses route continues" in field.get_text()


def test_other_settings_give_way_to_a_route_and_that_is_said(client, owner):
    before = compose(client, n="4")
    choice = before.select_one("#route-responses")
    assert not choice.has_attr("disabled")
    assert "also changes pictures" in choice.parent.get_text()
    composed = before.select_one('input[name="composed"]')["value"]
    page = compose(client, n="4", route="responses", composed=composed)
    assert "Pictures 4 → 1" in page.select_one(".note").get_text()


def test_the_reason_for_the_route_stands_under_the_button(client, owner):
    reason = compose(client).select_one("#composer-why").get_text()
    assert "Images route" in reason
    chosen = compose(client, **RESPONSES).select_one("#composer-why")
    assert "You chose the Responses route" in chosen.get_text()


# --- Conversations ----------------------------------------------------------


@pytest.fixture
def talk(client, run):
    first = run(**RESPONSES, prompt="A red fox in the snow")
    second = run(prompt="Now at night", previous=first.code)
    third = run(prompt="Add a lantern", previous=second.code)
    return first, second, third


@pytest.mark.parametrize("page", ["run", "picture"])
def test_a_page_shows_the_conversation_around_it(client, talk, page):
    run = talk[1]
    address = run if page == "run" else run.images.get()
    page = soup(client.get(address.get_absolute_url()))
    steps = page.select(".thread li")
    said = [step.select_one(".said").get_text(strip=True) for step in steps]
    assert said == ["A red fox in the snow", "Now at night", "Add a lantern"]
    assert [step.get("aria-current") for step in steps] == [None, "step", None]
    assert all(step.select_one("img") for step in steps)


def test_a_picture_without_conversation_shows_none(client, run):
    done = run()
    assert not soup(client.get(done.images.get().get_absolute_url())).select(".thread")


def test_somebody_elses_conversation_cannot_be_continued(post, stranger, talk):
    Generation.objects.filter(pk=talk[0].pk).update(workspace=stranger.workspace)
    response = post(previous=talk[0].code)
    assert response.status_code == 422
    assert "not there" in " ".join(error_texts(response))


def test_a_picture_edited_on_this_route_keeps_its_source_and_mask(client, run):
    picture = SimpleUploadedFile("fox.png", picture_bytes(), "image/png")
    mask = SimpleUploadedFile("mask.png", picture_bytes(alpha=True), "image/png")
    done = run(**RESPONSES, image=picture, mask=mask, action="edit")
    assert done.state == "succeeded", done.error
    page = soup(client.get(done.images.get().get_absolute_url()))
    used = page.select_one("section[aria-labelledby=sources]")
    assert "source 1" in used.get_text()
    assert "mask" in used.get_text()
