"""The page of one picture and its JSON twin: facts, receipt, actions."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from playground.imaging.outcome import Resolved
from playground.library import organising
from playground.library.models import Image
from tests.factories import generation, image, person, picture_bytes, source
from tests.pages import picture_page, soup, text_of

pytestmark = pytest.mark.django_db


def _facts(soup):
    return {
        text_of(row.select_one("dt")): text_of(row.select_one("dd"))
        for row in soup.select("dl.facts > div")
    }


def test_requested_and_resolved_stand_side_by_side(client):
    run = generation(size="auto", quality="high", background="auto", moderation="low")
    kept = image(
        generation=run,
        resolved=Resolved(
            size="1024x1024", quality="medium", output_format="png", background=None
        ),
    )
    soup = picture_page(client, kept)
    facts = _facts(soup)
    assert facts["Size"] == "auto → 64×48, chosen by the API"
    assert facts["Quality"] == "high → medium, other than asked for"
    assert facts["Format"] == "png"
    # The API did not say it; the file shows it.
    assert facts["Background"] == "auto → opaque, chosen by the API"
    assert facts["Moderation"] == "low"
    assert facts["Pictures"] == "1"
    assert "Compression" not in facts
    assert soup.select_one('[data-kind="other"] dt').text == "Quality"


def test_the_receipt_is_shown_line_by_line_with_the_estimate(client):
    run = generation(
        cost_usd=Decimal("0.0127"),
        estimate_usd=Decimal("0.0130"),
        receipt={
            "usd": "0.0127",
            "basis": "From the usage in the answer.",
            "price_version": "2026-09",
            "complete": True,
            "lines": [
                {
                    "label": "Pictures",
                    "tokens": 1056,
                    "usd_per_million": "12",
                    "usd": "0.0127",
                }
            ],
        },
    )
    table = picture_page(client, image(generation=run)).select_one("table.receipt")
    rows = [
        [text_of(cell) for cell in row.select("th, td")] for row in table.select("tr")
    ]
    assert rows[1] == ["Pictures", "1,056", "$12.00", "$0.0127"]
    assert rows[2][0] == "Receipt"
    assert rows[3] == ["Estimate before", "≈ $0.013"]


def test_an_unknown_price_is_called_unknown(client):
    run = generation(cost_usd=None, estimate_usd=None, receipt=None)
    soup = picture_page(client, image(generation=run, cost_usd=None))
    assert _facts(soup)["Receipt"] == "unknown"
    assert "price unknown" in text_of(soup.select_one("header p"))


def test_a_share_of_a_call_says_so(client):
    from playground.library.models import Image

    run = generation(n=2)
    kept = image(generation=run, cost_usd=Decimal("0.00265"))
    Image.objects.filter(pk=kept.pk).update(cost_is_share=True)
    assert "share of the call" in text_of(picture_page(client, kept))


def test_timing_request_id_and_file_are_told(client):
    now = timezone.now()
    run = generation(
        request_id="req_0123456789",
        processing_ms=4200,
        created_at=now,
        sent_at=now + timedelta(seconds=9),
    )
    kept = image(generation=run, pixels=(96, 64), duration_ms=5100)
    facts = _facts(picture_page(client, kept))
    assert facts["Took"] == "5.1 s of which 4.2 s at the API"
    assert facts["Waited before"] == "9.0 s"
    assert facts["Request id"].startswith("req_0123456789")
    assert facts["Pixels"] == "96×64"
    assert facts["SHA-256"].startswith(kept.sha256)
    assert facts["Run"] == run.code


def test_the_menu_repeats_nothing_of_the_row(client):
    soup = picture_page(client, image(generation=generation(response_id="resp_1")))
    row = {text_of(item) for item in soup.select(".more-acts :is(a, button)")}
    menu = {text_of(item) for item in soup.select(".menu :is(a, button)")}
    assert {"Compare", "Continue the conversation", "Use these settings"} <= row
    assert not row & menu


def test_the_call_is_shown_as_code_with_its_files(client):
    run = generation(prompt="make it night", quality="high", sources=("a" * 64,))
    source(generation=run, name="my sketch.JPEG")
    soup = picture_page(client, image(generation=run))
    code = {box["data-language"]: box.text for box in soup.select(".codebox")}
    assert set(code) == {"python", "javascript", "curl"}
    assert all("make it night" in text for text in code.values())
    assert all("my sketch.png" in text for text in code.values())
    assert "images.edit" in code["python"]


def test_neighbours_are_links(client):
    older, kept, newer = image(), image(), image()
    image(author=person())
    soup = picture_page(client, kept)
    assert soup.select_one('[rel="prev"]')["href"] == newer.get_absolute_url()
    assert soup.select_one('[rel="next"]')["href"] == older.get_absolute_url()


def test_actions_have_real_addresses(client):
    kept = image()
    html = picture_page(client, kept)
    links = {link["href"] for link in html.select("a[href]")}
    assert reverse("gallery:download", args=[kept.code]) in links
    assert f"/?from={kept.code}" in links
    assert f"/compare/?image={kept.code}" in links
    assert f"/images/{kept.code}/vary/" in links
    assert f"/images/{kept.code}/again/" in links
    assert f"/images/{kept.code}/side-by-side/?name=quality" in links
    forms = {form["action"] for form in html.select("form[action]")}
    assert f"/images/{kept.code}/trash/" in forms


def test_trash_can_be_undone(client):
    kept = image()
    response = client.post(reverse("gallery:trash", args=[kept.code]))
    assert response["Location"] == kept.get_absolute_url()
    soup = picture_page(client, kept)
    form = soup.select_one("form.note")
    assert "In the trash" in form.text
    client.post(form["action"])
    kept.refresh_from_db()
    assert kept.trashed_at is None


def test_trash_asks_for_a_post(client):
    kept = image()
    assert client.get(reverse("gallery:trash", args=[kept.code])).status_code == 405


def test_a_missing_file_is_said_and_the_rest_works(client):
    kept = image()
    default_storage.delete(kept.file)
    soup = picture_page(client, kept)
    assert "missing from the storage" in text_of(soup.select_one(".canvas"))
    assert _facts(soup)["Pixels"] == "64×48"


def test_a_picture_with_alpha_has_a_choice_of_backgrounds(client):
    assert picture_page(client, image(alpha=True)).select("[name=background]")
    assert not picture_page(client, image()).select("[name=background]")


def test_a_long_prompt_is_shortened_only_in_the_heading(client):
    prompt = "A very long prompt. " * 300
    soup = picture_page(client, image(prompt=prompt))
    assert len(text_of(soup.select_one("h1"))) <= 120
    assert text_of(soup.select_one("#prompt-text")) == prompt.strip()


def test_words_of_the_model_are_shown_as_text(client):
    run = generation(
        text="Here you are <b>now</b>", warnings=["Picture 2 cannot be read."]
    )
    kept = image(generation=run)
    type(kept).objects.filter(pk=kept.pk).update(revised_prompt="a <i>better</i> one")
    html = client.get(kept.get_absolute_url()).text
    assert "Here you are &lt;b&gt;now&lt;/b&gt;" in html
    assert "a &lt;i&gt;better&lt;/i&gt; one" in html
    assert "Picture 2 cannot be read." in html


def test_json_has_exactly_the_documented_keys(client):
    data = picture_bytes("webp", (96, 64), alpha=True)
    kept = image(
        generation=generation(output_format="webp"),
        data=data,
        cost_usd=Decimal("0.0053"),
        resolved=Resolved(quality="medium", background="transparent"),
    )
    found = client.get(reverse("gallery:image-json", args=[kept.code])).json()
    assert found == {
        "code": kept.code,
        "page": f"/images/{kept.code}/",
        "generation": kept.generation.code,
        "prompt": kept.prompt,
        "file": f"/images/{kept.code}/file",
        "format": "webp",
        "width_px": 96,
        "height_px": 64,
        "bytes": len(data),
        "sha256": kept.sha256,
        "has_alpha": True,
        "parameters": {
            "model": "gpt-image-2.5-sunburst",
            "route": "images",
            "size": "96x64",
            "quality": "medium",
            "background": "transparent",
            "output_format": "webp",
        },
        "cost_usd": "0.0053",
        "created": kept.created_at.isoformat(),
        "flag": "",
        "stars": 0,
        "note": "",
        "tags": [],
        "collections": [],
        "decisions": [],
    }
    assert client.get(found["file"]).getvalue() == data


def test_json_of_a_picture_without_a_price(client):
    kept = image(cost_usd=None)
    url = reverse("gallery:image-json", args=[kept.code])
    assert client.get(url).json()["cost_usd"] is None


def test_the_page_says_whether_a_file_carries_credentials(client):
    assert (
        "no content credentials" in _facts(picture_page(client, image()))["Credentials"]
    )


def test_a_note_can_be_written_on_the_page(client):
    kept = image()
    form = picture_page(client, kept).select_one("textarea[name=note]").closest("form")
    client.post(form["action"], {"code": kept.code, "note": "warmer"})
    assert (
        picture_page(client, kept).select_one("textarea[name=note]").text.strip()
        == "warmer"
    )


def test_the_way_back_leads_to_the_picture_in_its_list(client, owner):
    it = image(quality="low")
    made = organising.collection_create(owner, "Spring launch")
    organising.collection_add(made, Image.objects.filter(pk=it.pk))

    def back(query):
        page = client.get(f"{it.get_absolute_url()}{query}")
        return soup(page).select_one(".viewer .tools a")

    assert back("")["href"] == f"/gallery/?near={it.code}"
    found = back("?q=quality:low&sort=-cost")
    assert found["href"] == f"/gallery/?q=quality%3Alow&sort=-cost&near={it.code}"
    for query in (f"in:{made.code}", 'in:"spring launch"'):
        kept = back(f"?q={query}")
        assert kept["href"] == f"/collections/{made.code}/"
        assert text_of(kept) == "Spring launch"
