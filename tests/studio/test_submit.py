"""Submitting: from a filled form to a queued generation, or back with a message."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from playground.library.models import Generation, SourceImage
from tests.factories import picture_bytes
from tests.pages import HTMX, error_texts, soup

pytestmark = pytest.mark.django_db


def test_without_script_the_answer_leads_to_the_runs_own_page(post):
    response = post()
    generation = Generation.objects.get()
    assert response.status_code == 303
    assert response["Location"] == f"/generations/{generation.code}/"


def test_the_request_is_kept_whole_with_its_estimate(post, owner):
    post()
    generation = Generation.objects.get()
    assert generation.author == owner
    assert generation.state == "queued"
    assert generation.requested["quality"] == "low"
    assert generation.estimate_usd == Decimal("0.00588")
    assert generation.route == "images"
    assert generation.route_reason


def test_htmx_gets_the_composer_and_the_new_card(post):
    page = soup(post(headers=HTMX))
    assert page.select_one("form#composer textarea").text.strip().startswith("A paper")
    new = page.select_one('[hx-swap-oob="afterbegin:#results"] article')
    assert "Waiting for its turn" in new.get_text()


def test_submitting_never_calls_the_api(post, owner):
    post()
    assert Generation.objects.get().sent_at is None


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"prompt": ""}, "what the picture should show"),
        ({"prompt": "  \n "}, "what the picture should show"),
        ({"prompt": "x" * 32_001}, "32,000"),
        ({"model": "gpt-image-1"}, "23 October 2026"),
        ({"model": "nonsense"}, "nonsense"),
        ({"size": "1000x1000"}, "16"),
        ({"size": "custom", "size_custom": "wide"}, ""),
        ({"background": "transparent", "output_format": "jpeg"}, "transparent"),
        ({"output_compression": "50"}, "compressed"),
        ({"n": "0"}, "1"),
        ({"n": "11"}, "10"),
        ({"n": "many"}, "whole number"),
        ({"quality": "splendid"}, "low, medium, high"),
        ({"partial_images": "9"}, "3"),
        ({"route": "pigeon"}, ""),
        ({"image": "nosuchcode12"}, "no longer here"),
        ({"previous": "nosuchcode12"}, "conversation"),
    ],
)
def test_what_the_rules_refuse_comes_back_with_a_message_and_all_that_was_typed(
    post, values, word
):
    response = post(**{"prompt": "A fox in the snow", **values})
    assert response.status_code == 422
    errors = error_texts(response)
    assert errors
    assert word.lower() in " ".join(errors).lower()
    typed = values.get("prompt", "A fox in the snow")
    shown = soup(response).select_one("#prompt").text
    # The parser drops the line break that HTML ignores after <textarea>.
    assert typed.strip() == shown.strip()
    assert not Generation.objects.exists()


def test_a_number_that_is_none_is_shown_again_as_it_was_typed(post):
    response = post(output_format="jpeg", output_compression="lots")
    field = soup(response).select_one("#output_compression")
    assert field["value"] == "lots"
    assert field["aria-invalid"] == "true"


def test_the_message_is_tied_to_its_field(post):
    page = soup(post(prompt=""))
    field = page.select_one("#prompt")
    assert page.select_one(f'[id="{field["aria-describedby"]}"]').classes == ["error"]


def test_a_custom_size_goes_out_as_typed(post):
    post(size="custom", size_custom="1536 × 864")
    assert Generation.objects.get().requested["size"] == "1536x864"


def test_files_posted_without_script_become_sources(post):
    upload = SimpleUploadedFile("fox.png", picture_bytes(), "image/png")
    response = post(image=upload)
    assert response.status_code == 303
    generation = Generation.objects.get()
    link = generation.generation_sources.get()
    assert link.role == "image"
    assert generation.requested["sources"] == [link.source.sha256]


def test_a_bad_file_keeps_the_good_ones_and_the_prompt(post):
    good = SimpleUploadedFile("fox.png", picture_bytes(), "image/png")
    bad = SimpleUploadedFile("notes.png", b"just text", "image/png")
    response = post(image=[good, bad])
    assert response.status_code == 422
    assert "notes.png" in " ".join(error_texts(response))
    kept = SourceImage.objects.get()
    page = soup(response)
    assert page.select_one('input[type=hidden][name="image"]')["value"] == kept.code
    assert "paper airplane" in page.select_one("#prompt").text


def test_somebody_elses_source_is_not_there(post, stranger):
    from tests.factories import source

    theirs = source(author=stranger)
    response = post(image=theirs.code)
    assert response.status_code == 422
    assert not Generation.objects.exists()


def test_the_form_starts_with_a_known_price(client, owner):
    page = soup(client.get("/"))
    assert page.select_one("#quality-medium").has_attr("checked")
    assert page.select_one("#generate .price").text.strip() == "≈ $0.013"
    assert page.select_one("#quality-high").parent.select_one("small").text == "+$0.040"


def test_the_draft_survives_a_reload(client, owner):
    client.post("/compose/", {"prompt": "half a thou", "quality": "max"})
    page = soup(client.get("/"))
    assert page.select_one("#prompt").text.strip() == "half a thou"
    assert page.select_one("#quality-max").has_attr("checked")


def test_a_page_from_before_cannot_overwrite_what_was_loaded_since(client, owner):
    from tests.factories import image

    client.post("/compose/", {"prompt": "old", "draft_version": "0"})
    picture = image()
    client.post(f"/images/{picture.code}/edit/")
    client.post("/compose/", {"prompt": "old again", "draft_version": "0"})
    page = soup(client.get("/"))
    assert page.select_one('input[type=hidden][name="image"]')
    assert page.select_one("#prompt").text.strip() == ""


def test_changing_the_model_keeps_what_is_legal_and_names_what_is_not(client, owner):
    response = client.post(
        "/compose/",
        {
            "prompt": "A fox",
            "model": "gpt-image-2",
            "quality": "max",
            "size": "1536x1024",
            "composed": "gpt-image-2.5-sunburst auto",
        },
        headers={"HX-Request": "true", "HX-Target": "composer-fields"},
    )
    page = soup(response)
    assert "Quality max → auto" in page.select_one(".note").get_text()
    assert page.select_one("#size-1536x1024").has_attr("checked")
    assert page.select_one("#quality-auto").has_attr("checked")


def test_settings_that_the_model_does_not_take_are_named_not_offered(client, owner):
    page = soup(client.get("/"))
    assert not page.select_one('[name="input_fidelity"]')
    assert "Input fidelity" in page.select_one(".not-offered").get_text()
