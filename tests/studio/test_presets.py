"""Presets, locks, the history of prompts, the call as code, and the demo."""

import pytest
from django.core.management import call_command

from playground.library.models import Image, Preset
from playground.management import demo
from playground.studio import prompts
from tests.factories import generation, image
from tests.pages import GOOD, HTMX, error_texts, soup

pytestmark = pytest.mark.django_db


def save(client, name, **values):
    return client.post(
        "/presets/", {**GOOD, "preset_name": name, **values}, headers=HTMX
    )


def load(client, name, **values):
    code = Preset.objects.get(name=name).code
    return soup(client.post(f"/presets/{code}/load/", {**GOOD, **values}, headers=HTMX))


def test_a_preset_holds_settings_and_not_the_prompt(client, owner):
    save(client, "Posters", quality="high", size="1024x1536")
    preset = Preset.objects.get()
    assert preset.settings["quality"] == "high"
    assert preset.settings["size"] == "1024x1536"
    assert "prompt" not in preset.settings


def test_loading_says_what_it_changed_and_keeps_the_prompt(client, owner):
    save(client, "Posters", quality="high")
    page = load(client, "Posters", prompt="a boat")
    assert "“Posters” loaded: quality low → high" in page.select_one(".note").text
    assert page.select_one("#prompt").text.strip() == "a boat"
    assert page.select_one("#quality-high").has_attr("checked")


def test_a_locked_setting_stays_when_a_preset_is_loaded(client, owner):
    save(client, "Posters", quality="high", size="1024x1536")
    page = load(client, "Posters", lock="quality")
    locked = page.select_one('.locked input[name="quality"]')
    assert locked["value"] == "low"
    assert page.select_one("#size-1024x1536").has_attr("checked")
    assert "Locked, and left as it was: quality." in page.select_one(".note").text


def test_route_model_and_shape_are_locked_one_after_the_other(client, owner):
    save(
        client,
        "Square",
        model="gpt-image-2.5-flare",
        size="1024x1024",
        quality="high",
        output_format="webp",
    )
    page = load(
        client,
        "Square",
        route="images",
        model="gpt-image-2",
        size="1536x1024",
        lock=["route", "model", "size"],
    )
    locked = page.select(".locked input")
    assert {field["name"]: field["value"] for field in locked} == {
        "route": "images",
        "model": "gpt-image-2",
        "size": "1536x1024",
    }
    said = page.select_one(".note").text
    assert "format png → webp" in said
    assert "left as it was: model, size, route." in said


def test_locks_are_toggled_and_saved_with_the_preset(client, owner):
    page = soup(client.post("/compose/", {**GOOD, "toggle_lock": "size"}, headers=HTMX))
    assert page.select_one('.locked input[name="size"]')["value"] == "1024x1024"
    save(client, "Square", lock="size")
    assert Preset.objects.get().locks == ["size"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_name_that_cannot_be_used_gets_a_message(client, owner, name):
    response = save(client, name)
    assert response.status_code == 422
    assert error_texts(response)
    assert not Preset.objects.exists()


def test_the_same_name_replaces_the_preset_only_when_that_was_said(client, owner):
    save(client, "Posters", quality="high")
    refused = save(client, "Posters", quality="max")
    assert refused.status_code == 422
    assert "local’s preset “Posters”" in error_texts(refused)[0]
    assert soup(refused).select_one("[name=preset_name]")["value"] == "Posters"
    assert Preset.objects.get().settings["quality"] == "high"
    # The very same settings take nothing from anybody.
    assert save(client, "Posters", quality="high").status_code == 200
    replaces = soup(refused).select_one("button[name=replaces]")["value"]
    save(client, "Posters", quality="max", replaces=replaces)
    assert Preset.objects.get().settings["quality"] == "max"


def test_a_new_composer_starts_with_the_default(client, owner):
    save(client, "Posters", quality="high")
    code = Preset.objects.get().code
    client.post(f"/presets/{code}/default/", GOOD)
    from playground.studio.models import Draft

    Draft.objects.all().delete()
    page = soup(client.get("/"))
    assert page.select_one("#quality-high").has_attr("checked")


def test_only_one_preset_is_the_default(client, owner):
    for name in ("One", "Two"):
        save(client, name)
        code = Preset.objects.get(name=name).code
        client.post(f"/presets/{code}/default/", GOOD)
    assert Preset.objects.get(is_default=True).name == "Two"


def test_presets_of_others_cannot_be_touched(client, owner, stranger_client):
    save(client, "Mine")
    code = Preset.objects.get().code
    for verb in ("load", "default", "delete"):
        assert stranger_client.post(f"/presets/{code}/{verb}/").status_code == 404
    assert Preset.objects.exists()


def test_prompts_are_listed_once_newest_first_and_searched_by_all_words(client, owner):
    for prompt in ("a red fox", "a blue fox", "a red fox", "a boat"):
        generation(prompt=prompt)
    page = soup(client.get("/prompts/"))
    listed = [button["value"] for button in page.select(".prompt-used")]
    assert listed == ["a boat", "a red fox", "a blue fox"]
    found = soup(client.get("/prompts/", {"q": "fox red"})).select(".prompt-used")
    assert [button["value"] for button in found] == ["a red fox"]


def test_old_prompts_are_found_by_their_pictures_in_any_spelling(
    client, owner, monkeypatch
):
    monkeypatch.setattr(prompts, "RECENT", 1)
    image(prompt="Un ÉCLAIR au café")
    image(prompt="a boat")
    generation(prompt="no picture yet")

    def found(words):
        page = soup(client.get("/prompts/", {"q": words}))
        return [button["value"] for button in page.select(".prompt-used")]

    assert found("eclair") == ["Un ÉCLAIR au café"]
    assert found("cafe ecl") == ["Un ÉCLAIR au café"]
    assert found("picture") == ["no picture yet"]
    assert found("owl") == found("…") == found("quality:auto") == []


def test_a_prompt_used_before_comes_into_the_composer(client, owner):
    client.post("/compose/", {**GOOD, "quality": "max"})
    client.post("/compose/", {"use_prompt": "a blue fox"})
    page = soup(client.get("/"))
    assert page.select_one("#prompt").text.strip() == "a blue fox"
    assert page.select_one("#quality-max").has_attr("checked")


def test_the_composers_call_is_shown_as_code(client, owner):
    page = soup(client.post("/compose/code/", {**GOOD, "prompt": 'say "hi"'}))
    code = {block["id"]: block.text for block in page.select("pre code")}
    assert set(code) == {"composer-python", "composer-javascript", "composer-curl"}
    assert "images.generate" in code["composer-python"]
    assert "sim-" not in "".join(code.values())


def test_the_demo_fills_the_gallery_once_and_can_be_removed(
    owner, monkeypatch, settings, capsys
):
    monkeypatch.setattr(demo, "STORIES", demo.STORIES[:1])
    call_command("demo")
    count = Image.objects.count()
    assert count == demo.demo_count()
    call_command("demo")
    assert Image.objects.count() == count
    kept = generation(prompt="mine")
    call_command("demo", remove=True)
    assert not Image.objects.exists()
    kept.refresh_from_db()


def test_the_demo_never_calls_a_real_api(owner, settings):
    from django.core.management.base import CommandError

    settings.OPENAI_API_KEY = "sk-not-to-be-used"
    with pytest.raises(CommandError, match="simulator"):
        call_command("demo")
