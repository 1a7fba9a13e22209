"""Vary, Again, side by side, and the baseline: one change at a time."""

import pytest

from playground.library.models import Generation
from tests.factories import image, source
from tests.pages import GOOD, HTMX, soup

pytestmark = pytest.mark.django_db


def made_after(parent):
    return Generation.objects.filter(parent=parent).order_by("pk")


@pytest.fixture
def parent(owner):
    return image(size="1024x1024", quality="low")


def test_the_panel_lists_values_with_the_difference_in_price(client, parent):
    page = soup(client.get(f"/images/{parent.code}/vary/"))
    quality = page.select_one('section[aria-label="Quality"]')
    prices = {
        button["value"]: button.select_one(".num").text
        for button in quality.select('button[name="value"]')
        if button.select_one(".num")
    }
    assert prices["medium"] == "+$0.0073"
    assert prices["max"].startswith("+$0.20")
    assert "low" not in prices


def test_one_click_runs_the_same_request_with_that_one_value(client, parent):
    client.post(f"/images/{parent.code}/vary/", {"name": "quality", "value": "high"})
    made = made_after(parent).get()
    expected = {**parent.generation.requested, "quality": "high"}
    assert made.requested == expected
    assert made.variable == "quality"


def test_the_prompt_can_be_varied(client, parent):
    client.post(
        f"/images/{parent.code}/vary/", {"name": "prompt", "value": "a paper boat"}
    )
    made = made_after(parent).get()
    assert made.prompt == "a paper boat"
    assert made.variable == "prompt"


def test_sources_and_route_go_along(client, owner):
    run = image(size="1024x1024", quality="low").generation
    kept = source(generation=run)
    run.requested = {**run.requested, "sources": [kept.sha256]}
    run.save(update_fields=["requested"])
    parent = run.images.get()
    client.post(f"/images/{parent.code}/vary/", {"name": "quality", "value": "high"})
    made = made_after(parent).get()
    assert made.requested["sources"] == [kept.sha256]
    assert made.generation_sources.get().source == kept


def test_another_model_names_beforehand_what_else_it_changes(client, owner):
    parent = image(size="1024x1024", quality="max")
    page = soup(client.get(f"/images/{parent.code}/vary/"))
    model = page.select_one('section[aria-label="Model"]').get_text(" ", strip=True)
    assert "gpt-image-2, " in model
    assert "also change: Quality max → auto" in model
    client.post(
        f"/images/{parent.code}/vary/", {"name": "model", "value": "gpt-image-2"}
    )
    made = made_after(parent).get()
    assert made.requested["quality"] == "auto"
    assert made.variable == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("quality", "splendid"),
        ("size", "7x7"),
        ("output_compression", "many"),
        ("owner", "me"),
        ("model", "dall-e-3"),
        ("prompt", ""),
        ("", ""),
    ],
)
def test_a_value_that_is_not_legal_gets_a_word_and_nothing_runs(
    client, parent, name, value
):
    response = client.post(
        f"/images/{parent.code}/vary/", {"name": name, "value": value}
    )
    assert response.status_code == 422
    assert soup(response).select_one('.error[role="alert"]').text.strip()
    assert not made_after(parent).exists()


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("size", "auto"),
        ("quality", "auto"),
        ("background", "auto"),
        ("moderation", "auto"),
        ("output_format", "png"),
        ("output_compression", None),
        ("route", "auto"),
    ],
)
def test_a_value_left_empty_is_left_to_the_api(client, parent, name, left):
    response = client.post(f"/images/{parent.code}/vary/", {"name": name, "value": ""})
    assert response.status_code == 303
    assert made_after(parent).get().requested[name] == left


@pytest.mark.parametrize("target", ["", "vary-panel-a1"])
@pytest.mark.parametrize("address", ["/images/{code}/vary/", "/prompts/"])
def test_no_cache_takes_a_part_for_the_page(client, parent, address, target):
    address = address.format(code=parent.code)
    for headers in ({}, {"HX-Request": "true", "HX-Target": target}):
        response = client.get(address, headers=headers)
        assert {"HX-Request", "HX-Target"} <= set(response["Vary"].split(", "))


def test_a_picture_of_a_model_that_is_gone_can_only_change_its_model(client, owner):
    parent = image(model="dall-e-3", size="1024x1024")
    refused = client.post(
        f"/images/{parent.code}/vary/", {"name": "quality", "value": "high"}
    )
    assert refused.status_code == 422
    assert client.get(f"/images/{parent.code}/vary/").status_code == 200
    client.post(
        f"/images/{parent.code}/vary/",
        {"name": "model", "value": "gpt-image-2.5-sunburst"},
    )
    assert made_after(parent).get().model == "gpt-image-2.5-sunburst"


def test_again_is_another_draw_of_the_same_request(client, parent):
    client.post(f"/images/{parent.code}/again/")
    made = made_after(parent).get()
    assert made.requested == parent.generation.requested
    assert made.variable == ""


def test_with_htmx_the_new_card_arrives_beside_the_others(client, parent):
    response = client.post(
        f"/images/{parent.code}/vary/",
        {"name": "quality", "value": "high"},
        headers={**HTMX, "HX-Current-URL": "http://testserver/"},
    )
    card = soup(response).select_one('[hx-swap-oob="afterbegin:#results"] .card')
    assert card.select_one(".chip.diff").get_text(" ", strip=True) == (
        "quality low high"
    )


def test_chosen_qualities_side_by_side_open_in_compare(client, parent):
    response = client.post(
        f"/images/{parent.code}/side-by-side/",
        {"name": "quality", "value": ["medium", "max"]},
    )
    made = list(made_after(parent))
    assert [run.requested["quality"] for run in made] == ["medium", "max"]
    assert {run.variable for run in made} == {"quality"}
    assert response.status_code == 303
    assert response["Location"].startswith("/compare/?")
    assert parent.code in response["Location"]
    assert all(run.code in response["Location"] for run in made)


def test_others_cannot_vary_a_picture(parent, stranger_client):
    for address in ("vary", "again", "side-by-side", "baseline", "edit", "continue"):
        response = stranger_client.post(f"/images/{parent.code}/{address}/")
        assert response.status_code == 404
    assert not made_after(parent).exists()


def test_a_pinned_baseline_fills_the_composer_and_shows_no_difference(client, parent):
    client.post(f"/images/{parent.code}/baseline/")
    page = soup(client.get("/"))
    assert "nothing differs" in page.select_one(".baseline").get_text()
    assert page.select_one("#quality-low").has_attr("checked")


def compose(client, **values):
    response = client.post(
        "/compose/",
        {**GOOD, "prompt": "a paper airplane over a desk", **values},
        headers={**HTMX, "HX-Target": "composer-fields"},
    )
    return soup(response)


def test_one_difference_is_named_on_the_button_with_its_price(client, parent):
    client.post(f"/images/{parent.code}/baseline/")
    page = compose(client, quality="high")
    button = page.select_one("#generate").get_text(" ", strip=True)
    assert button == "Generate: quality low → high ≈ $0.053"


def test_several_differences_warn_and_can_be_run_one_by_one(client, parent):
    client.post(f"/images/{parent.code}/baseline/")
    changed = {"quality": "high", "size": "1536x1024"}
    page = compose(client, **changed)
    assert "won’t tell which one mattered" in page.get_text()
    offer = page.select_one('button[name="one_by_one"]').get_text()
    assert "2 runs, ≈ $0.057" in offer
    client.post(
        "/generations/",
        {
            **GOOD,
            "prompt": "a paper airplane over a desk",
            **changed,
            "one_by_one": parent.code,
        },
    )
    made = list(made_after(parent))
    assert [run.variable for run in made] == ["size", "quality"]
    assert made[0].requested["quality"] == "low"
    assert made[1].requested["size"] == "1024x1024"


def test_each_difference_can_be_put_back(client, parent):
    client.post(f"/images/{parent.code}/baseline/")
    page = compose(client, quality="high", size="1536x1024", put_back="size")
    chips = [chip.get_text(" ", strip=True) for chip in page.select(".chip.diff")]
    assert chips == ["quality low high"]


def test_the_result_is_linked_to_the_baseline(client, parent):
    client.post(f"/images/{parent.code}/baseline/")
    client.post(
        "/generations/",
        {**GOOD, "prompt": "a paper airplane over a desk", "quality": "medium"},
    )
    assert made_after(parent).get().variable == "quality"


def test_words_that_were_not_sent_are_put_aside_and_brought_back(client, parent):
    client.post("/compose/", {**GOOD, "prompt": "not sent yet"})
    for what in ("baseline", "edit"):
        client.post(f"/images/{parent.code}/{what}/")
        page = soup(client.get("/"))
        assert "not sent yet" in page.select_one(".without-script.note").get_text()
        form = page.select_one("#bring-back")
        client.post(form["action"], {"bring_back": "1"})
        page = soup(client.get("/"))
        assert page.select_one("#prompt").get_text(strip=True) == "not sent yet"


def test_words_put_aside_outlive_a_second_replacement(client, parent):
    client.post("/compose/", {**GOOD, "prompt": "not sent yet"})
    for _ in range(2):
        client.post(f"/images/{parent.code}/edit/")
    note = soup(client.get("/")).select_one(".without-script.note")
    assert "not sent yet" in note.get_text()


def test_words_that_were_sent_are_not_missed(client, parent):
    client.post("/compose/", {**GOOD, "prompt": parent.prompt})
    client.post(f"/images/{parent.code}/edit/")
    assert not soup(client.get("/")).select(".without-script.note")


def test_a_baseline_that_is_gone_is_forgotten(client, parent):
    client.post(f"/images/{parent.code}/baseline/")
    parent.generation.delete()
    page = soup(client.get("/"))
    assert not page.select_one(".baseline")


def test_the_parent_may_be_deleted_and_its_children_stay(client, parent):
    client.post(f"/images/{parent.code}/vary/", {"name": "quality", "value": "high"})
    code = made_after(parent).get().code
    parent.delete()
    assert client.get(f"/generations/{code}/").status_code == 200


def test_a_route_counts_only_where_another_one_is_taken(client, parent):
    client.post(f"/images/{parent.code}/baseline/")
    page = compose(client, route="images")
    assert "nothing differs" in page.select_one(".baseline").get_text()
    page = compose(client, route="responses")
    chip = page.select_one(".chip.diff").get_text(" ", strip=True)
    assert chip == "route images responses"
    page = compose(client, route="responses", put_back="route")
    assert "nothing differs" in page.select_one(".baseline").get_text()


def test_only_the_other_route_is_offered(client, parent):
    page = soup(client.get(f"/images/{parent.code}/vary/"))
    route = page.select_one('section[aria-label="Route"]')
    assert route.select_one(".chip").text == "images"
    values = [button["value"] for button in route.select('button[name="value"]')]
    assert values == ["responses"]


def test_again_elsewhere_shows_the_new_card_beside_its_parent(client, parent):
    response = client.post(
        f"/images/{parent.code}/again/",
        headers={
            "HX-Request": "true",
            "HX-Current-URL": f"http://testserver/images/{parent.code}/",
        },
    )
    pair = soup(response).select_one("dialog .vary-pair")
    assert pair.select_one(".vary-parent img")
    assert made_after(parent).get().code in pair.select_one(".run")["id"]
    assert response.headers["HX-Retarget"] == "body"


def test_what_many_models_would_change_is_said_once(client, owner):
    parent = image(size="1024x1024", quality="max")
    page = soup(client.get(f"/images/{parent.code}/vary/"))
    notes = page.select('section[aria-label="Model"] p.advice')
    assert len(notes) == 1


def test_a_mask_is_named_by_no_digest(client, parent, owner):
    first = source(author=owner)
    mask = source(author=owner)
    client.post(f"/images/{parent.code}/baseline/")
    page = compose(client, image=first.code, mask=mask.code)
    chips = [chip.get_text(" ", strip=True) for chip in page.select(".chip.diff")]
    assert "mask" in chips
    assert mask.sha256 not in page.select_one("#composer-foot").get_text()


def test_the_menu_of_a_card_is_fetched_when_it_opens(client, parent):
    card = soup(client.get("/")).select_one(f"#more-{parent.code}[popover] a")
    assert card["href"] == parent.get_absolute_url()
    assert card["hx-trigger"] == "toggle from:closest [popover] once"
    menu = soup(client.get(card["hx-get"], headers=HTMX)).get_text(" ", strip=True)
    assert "Pin as the baseline" in menu
    assert "Put into the trash" in menu
    assert client.get(card["hx-get"])["Location"] == parent.get_absolute_url()
