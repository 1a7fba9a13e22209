"""A run from the queue to its end: page, JSON, poll, and what is kept of it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from playground.imaging.pricing import receipt
from playground.library.models import Generation, Image
from playground.runs.cancelling import generation_cancel
from playground.runs.recovery import sweep
from playground.runs.running import generation_run
from playground.runs.spool import spool_read
from playground.studio.remedies import worded_links
from tests.pages import soup

pytestmark = pytest.mark.django_db

JSON_KEYS = {
    "code",
    "state",
    "route",
    "route_reason",
    "provider",
    "provider_id",
    "requested",
    "resolved",
    "images",
    "estimate_usd",
    "receipt",
    "usage",
    "request_id",
    "organization",
    "timings",
    "error",
}


def test_a_picture_is_kept_with_its_bytes_parameters_and_price(run):
    generation = run()
    image = generation.images.get()
    assert generation.state == "succeeded"
    assert generation.request_id.startswith("req_")
    assert image.quality == "low"
    assert (image.width_px, image.height_px) == (1024, 1024)
    with default_storage.open(image.file) as file:
        data = file.read()
    assert data.startswith(b"\x89PNG")
    assert len(data) == image.bytes
    assert image.has_thumbnails
    usage = generation.usage
    expected = (
        Decimal(usage["input_tokens"]) * 5 + Decimal(usage["output_tokens"]) * 30
    ) / 1_000_000
    assert generation.cost_usd == expected
    assert image.cost_usd == expected


def test_a_receipt_has_the_prices_of_the_day_that_is_pretended(
    run, settings, monkeypatch
):
    settings.PLAYGROUND_TODAY = date(2026, 12, 1)
    days = []
    monkeypatch.setattr(
        "playground.runs.finishing.receipt",
        lambda *args, day, **more: days.append(day) or receipt(*args, day=day, **more),
    )
    run()
    assert days == [date(2026, 12, 1)]


def test_several_pictures_share_the_cost_exactly(run):
    generation = run(n="4")
    images = list(generation.images.all())
    assert len(images) == 4
    assert sum(image.cost_usd for image in images) == generation.cost_usd
    assert all(image.cost_is_share for image in images)
    assert len({image.sha256 for image in images}) == 4


def test_the_spool_is_empty_after_success(run):
    generation = run()
    assert spool_read(generation.code) is None


def test_partials_are_shown_while_it_runs_and_gone_afterwards(run, monkeypatch):
    from playground.runs import partials

    seen = []
    keep = partials.PartialKeeper.__call__

    def look(keeper, partial):
        keep(keeper, partial)
        seen.append(Generation.objects.get(pk=keeper.generation.pk).partial_count)

    monkeypatch.setattr(partials.PartialKeeper, "__call__", look)
    generation = run(partial_images="2")
    assert seen == [1, 2]
    generation.refresh_from_db()
    assert generation.partial_count == 0


def test_the_json_twin_tells_everything(run, client):
    generation = run()
    told = client.get(f"/generations/{generation.code}.json").json()
    assert set(told) == JSON_KEYS
    assert told["state"] == "succeeded"
    assert told["provider"] == "simulator"
    assert told["resolved"]["size"] == "1024x1024"
    assert told["receipt"]["usd"] == format(generation.cost_usd.normalize(), "f")
    assert told["error"] is None
    file = client.get(told["images"][0]["file"])
    assert file.getvalue().startswith(b"\x89PNG")


def test_the_json_of_a_failure_has_its_four_parts(run, client):
    generation = run(scenario="moderation")
    error = client.get(f"/generations/{generation.code}.json").json()["error"]
    assert set(error) == {"category", "code", "message", "remedy"}
    assert error["category"] == "safety"
    assert error["remedy"]


def test_an_unfinished_page_refreshes_itself_without_script(post, client):
    post()
    page = soup(client.get(f"/generations/{Generation.objects.get().code}/"))
    assert page.select_one('noscript meta[http-equiv="refresh"]')


def test_a_finished_page_shows_picture_parameters_and_receipt(run, client):
    generation = run()
    page = soup(client.get(f"/generations/{generation.code}/"))
    assert not page.select_one('meta[http-equiv="refresh"]')
    assert page.select_one(f'img[src*="{generation.images.get().code}"]')
    assert generation.request_id in page.get_text()
    assert not page.select_one("#poll[hx-get]")


def test_a_failure_says_what_happened_whose_move_it_is_and_what_to_do(run, client):
    generation = run(scenario="unverified")
    assert generation.state == "failed"
    why = soup(client.get(f"/generations/{generation.code}/")).select_one(".why")
    text = why.get_text(" ", strip=True)
    assert text.startswith("Access")
    assert "verif" in text
    assert "30 minutes" in text


def test_a_wait_that_the_api_asks_for_is_obeyed_and_visible(post, client):
    # The simulator remembers which request it has refused once.
    post(scenario="flaky", prompt="A kite that waits for the wind")
    generation = Generation.objects.get()
    sent = timezone.now()
    generation_run(generation.pk)
    generation.refresh_from_db()
    assert generation.state == "queued"
    assert generation.attempts == 1
    assert generation.retry_at - sent >= timedelta(seconds=1)
    page = soup(client.get(f"/generations/{generation.code}/"))
    assert "Waiting to try again" in page.select_one(".stage").get_text()


def test_a_broken_connection_is_unknown_and_never_sent_again(run):
    generation = run(scenario="dropped")
    assert generation.state == "unknown"
    assert generation.error["may_be_billed"] is True
    generation_run(generation.pk)
    generation.refresh_from_db()
    assert generation.state == "unknown"
    assert not Image.objects.exists()


def test_a_run_is_claimed_once(post):
    post()
    generation = Generation.objects.get()
    generation_run(generation.pk)
    generation_run(generation.pk)
    assert Image.objects.count() == 1


def test_a_worker_that_died_before_the_answer_leaves_an_unknown_outcome(post):
    post()
    long_ago = timezone.now() - timedelta(minutes=5)
    Generation.objects.update(state="sending", sent_at=long_ago, heartbeat_at=long_ago)
    sweep()
    generation = Generation.objects.get()
    assert generation.state == "unknown"
    assert "may have been charged" in generation.error["remedy"]


def test_a_worker_that_died_after_the_answer_loses_nothing(post, monkeypatch):
    post()
    generation = Generation.objects.get()
    monkeypatch.setattr(
        "playground.runs.sending.generation_finish",
        lambda *_, **__: (_ for _ in ()).throw(SystemExit("killed")),
    )
    with pytest.raises(SystemExit):
        generation_run(generation.pk)
    assert spool_read(generation.code) is not None
    Generation.objects.update(heartbeat_at=timezone.now() - timedelta(minutes=5))
    sweep()
    generation.refresh_from_db()
    assert generation.state == "succeeded"
    assert generation.images.count() == 1
    assert spool_read(generation.code) is None


def test_a_live_worker_is_left_alone(post):
    post()
    Generation.objects.update(
        state="sending", sent_at=timezone.now(), heartbeat_at=timezone.now()
    )
    sweep()
    assert Generation.objects.get().state == "sending"


def test_the_poll_sends_only_what_has_changed_and_then_stops(post, client, drain):
    post()
    generation = Generation.objects.get()
    shown = f"{generation.code}.queued.0.0"
    waiting = client.get("/generations/poll/", {"run": shown})
    assert waiting.status_code == 204
    drain()
    done = client.get("/generations/poll/", {"run": shown})
    assert done.status_code == 286
    card = soup(done).select_one(f"#run-{generation.code}[hx-swap-oob]")
    assert card.select_one("img")
    assert not card.select_one('input[name="run"]')


def test_the_poll_waits_for_small_copies_and_tells_the_end_once(post, client, drain):
    post()
    generation = Generation.objects.get()
    drain()
    Image.objects.update(has_thumbnails=False)
    asked = {"run": f"{generation.code}.sending.0.0"}
    bare = client.get("/generations/poll/", asked)
    assert bare.status_code == 200
    assert "1 finished" in bare.text
    shown = soup(bare).select_one('input[name="run"]')["value"]
    assert client.get("/generations/poll/", {"run": shown}).status_code == 204
    Image.objects.update(has_thumbnails=True)
    whole = client.get("/generations/poll/", {"run": shown})
    assert whole.status_code == 286
    assert "/thumb/" in soup(whole).select_one("img")["src"]
    assert "finished" not in whole.text
    # Where none come, nobody waits for ever.
    Image.objects.update(has_thumbnails=False)
    Generation.objects.update(finished_at=timezone.now() - timedelta(minutes=1))
    left = client.get("/generations/poll/", {"run": shown})
    assert left.status_code == 286
    assert not soup(left).select_one('input[name="run"]')


def test_on_the_page_of_a_run_its_title_and_facts_follow(post, client, drain):
    code = post()["Location"].split("/")[-2]
    page = soup(client.get(f"/generations/{code}/"))
    shown = page.select_one('input[name="run"]')["value"]
    drain()
    asking = {
        "HX-Request": "true",
        "HX-Current-URL": f"http://testserver/generations/{code}/",
    }
    answer = soup(client.get("/generations/poll/", {"run": shown}, headers=asking))
    assert answer.select_one("#run-title").text == "Done"
    assert "Receipt" in answer.select_one("#run-facts").text
    elsewhere = soup(client.get("/generations/poll/", {"run": shown}))
    assert not elsewhere.select_one("#run-facts")


def test_the_poll_tells_nothing_of_other_people(post, stranger_client):
    post()
    generation = Generation.objects.get()
    response = stranger_client.get(
        "/generations/poll/", {"run": f"{generation.code}.failed.0.0"}
    )
    assert response.content == b""


def test_a_queued_run_can_be_cancelled_and_then_never_runs(post, client, drain):
    post()
    generation = Generation.objects.get()
    client.post(f"/generations/{generation.code}/cancel/")
    drain()
    generation.refresh_from_db()
    assert generation.state == "cancelled"
    assert generation.sent_at is None


def test_a_run_on_its_way_cannot_be_called_back(post, client):
    post()
    Generation.objects.update(state="sending", sent_at=timezone.now())
    code = Generation.objects.get().code
    response = client.post(f"/generations/{code}/cancel/", follow=True)
    assert Generation.objects.get().state == "sending"
    assert "cannot be called back" in response.content.decode()


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("sending", "cannot be called back"),
        ("succeeded", "had finished already"),
        ("failed", "had failed already"),
        ("unknown", "may have been charged"),
        ("cancelled", "was cancelled already"),
    ],
)
def test_cancelling_too_late_says_what_it_could_not_stop(post, client, state, told):
    post()
    Generation.objects.update(state=state, sent_at=timezone.now())
    code = Generation.objects.get().code
    response = client.post(f"/generations/{code}/cancel/", follow=True)
    assert told in response.content.decode()
    assert Generation.objects.get().state == state


def test_a_run_that_waits_to_try_again_can_be_cancelled(post, client, drain):
    post(scenario="flaky", prompt="A kite that is let go")
    generation = Generation.objects.get()
    generation_run(generation.pk)
    assert generation_cancel(generation) == (
        True,
        "Cancelled before it was tried again. Nothing was charged.",
    )
    Generation.objects.update(retry_at=None)
    assert drain() == 0


def test_running_again_after_a_failure_is_a_new_run(run, client):
    failed = run(scenario="moderation")
    response = client.post(f"/generations/{failed.code}/again/")
    assert response.status_code == 303
    fresh = Generation.objects.exclude(pk=failed.pk).get()
    assert fresh.requested == failed.requested
    assert fresh.scenario == ""
    failed.refresh_from_db()
    assert failed.state == "failed"


def test_an_answer_that_is_no_picture_is_set_aside_not_lost(run, data_dir):
    generation = run(scenario="not-a-picture")
    assert generation.state in ("failed", "unknown")
    assert not generation.images.exists()


def test_others_see_nothing_of_a_run(run, stranger_client):
    generation = run()
    for address in (
        f"/generations/{generation.code}/",
        f"/generations/{generation.code}.json",
    ):
        assert stranger_client.get(address).status_code == 404


# --- What cards and the page of a run say -------------------------------------


def test_the_price_of_a_call_for_several_stands_once(post, client):
    post(n="2")
    cards = soup(client.get("/")).select("#results .card")
    prices = [card.select_one(".facts .line .num").get_text() for card in cards]
    assert prices[0].startswith("≈ $")
    assert prices[0].endswith(" for both")
    assert prices[1] == ""


def test_a_remedy_links_with_words(run, client):
    run(scenario="unverified")
    link = soup(client.get("/")).select_one(".why a")
    assert link["href"] == "https://platform.openai.com/settings/organization/general"
    assert "//" not in link.get_text()


def test_addresses_that_are_not_known_and_markup_stay_what_they_are():
    html = worded_links("See https://platform.openai.com/settings/new <b>now</b>.")
    assert ">https://platform.openai.com/settings/new</a>" in html
    assert "&lt;b&gt;" in html


def test_a_failed_card_names_its_request_once(run, client):
    failed = run(scenario="moderation")
    assert failed.request_id in failed.error["remedy"]
    card = soup(client.get("/")).select_one("#results .card")
    assert card.get_text().count(failed.request_id) == 1
    assert len(card.select(".facts .line")) == 1


def test_the_page_of_a_run_does_not_link_to_itself(run, client):
    failed = run(scenario="moderation")
    address = failed.get_absolute_url()
    assert soup(client.get("/")).select_one(f'.acts a[href="{address}"]')
    page = soup(client.get(address))
    assert not page.select_one(f'a[href="{address}"]')
    assert page.get_text().count(failed.request_id) == 1


def test_a_run_is_told_in_the_words_of_its_picture(run, client):
    made = run()
    ours = soup(client.get(made.get_absolute_url()))
    theirs = soup(client.get(made.images.get().get_absolute_url()))
    for name in ("settings", "cost"):
        told = [page.select_one(f"section:has(> #{name})") for page in (ours, theirs)]
        assert told[0].get_text() == told[1].get_text()
    assert "nothing was charged" in ours.get_text()
