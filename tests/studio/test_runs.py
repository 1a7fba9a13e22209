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
from playground.runs.spool import spool_read
from tests.pages import soup
from tests.worker import generation_run

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
        "playground.runs.receipts.receipt",
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


def test_partials_are_shown_while_it_runs_and_gone_afterwards(run, client, monkeypatch):
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
    # Who asks a moment too late sees what has taken its place.
    late = client.get(f"/generations/{generation.code}/partial/?2", follow=True)
    assert late.getvalue().startswith(b"RIFF")


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
