"""No more is sent a minute than the account allows, and cards say when their turn is."""

import re
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from playground.library.models import Generation
from playground.runs import claiming, pacing
from playground.runs.claiming import claim
from playground.runs.models import Pool
from playground.runs.pacing import slow_down
from tests import factories
from tests.pages import soup

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tier(settings: Any) -> None:
    settings.PLAYGROUND_TIER = "1"  # 5 images and 100,000 tokens a minute


@pytest.fixture
def clock(monkeypatch: Any) -> Any:
    """Return a function that sets the clock, in seconds from now."""
    start = timezone.now()
    moment = [start]

    def at(seconds: float) -> datetime:
        moment[0] = start + timedelta(seconds=seconds)
        return moment[0]

    for module in (claiming, pacing):
        monkeypatch.setattr(module, "timezone", SimpleNamespace(now=lambda: moment[0]))
    return at


def queue(count: int = 1, **values: Any) -> list[Generation]:
    columns = {
        "state": "queued",
        "sent_at": None,
        "finished_at": None,
        "provider": "openai",
        "provider_id": "openai",
        "quality": "low",
        "size": "1024x1024",
    }
    return [factories.generation(**{**columns, **values}) for _ in range(count)]


def waits(run: Generation, now: datetime) -> float:
    run.refresh_from_db()
    assert run.state == "queued"
    assert run.turn_at
    return round((run.turn_at - now).total_seconds())


def test_a_minutes_worth_goes_at_once_and_the_rest_is_told_its_turn(clock):
    now = clock(0)
    made = queue(8)
    assert claim(20) == made[:5]
    assert [waits(run, now) for run in made[5:]] == [12, 24, 36]
    clock(11)
    assert claim(20) == []
    clock(12.1)
    assert claim(20) == [made[5]]
    clock(61)
    assert claim(20) == made[6:]


def test_all_workers_share_what_there_is(clock):
    clock(0)
    queue(8)
    assert [len(claim(2, worker=name)) for name in ("a", "b", "a", "b")] == [2, 2, 1, 0]


def test_several_pictures_of_a_call_count_each_and_a_large_call_goes_some_time(clock):
    clock(0)
    (four,) = queue(n=4)
    (two,) = queue(n=2)
    (nine,) = queue(n=9)
    assert claim(20) == [four]
    clock(12.1)
    assert claim(20) == [two]
    clock(200)
    assert claim(20) == [nine]


def test_tokens_are_counted_too(clock, settings):
    settings.PLAYGROUND_TIER = "2"  # 20 images and 250,000 tokens a minute
    clock(0)
    made = queue(15, quality="max", size="2880x2880")
    went = claim(20)
    assert 0 < len(went) < 15
    assert went == made[: len(went)]


def test_what_a_run_has_really_used_is_told_to_the_pool(clock):
    clock(0)
    first, second = queue(2)
    assert claim(1) == [first]
    # Asked for as a few hundred, used as nearly all that a minute allows.
    pacing.correct(first, {"total_tokens": 99_990})
    assert claim(1) == []
    pacing.correct(first, {"total_tokens": -5})
    pacing.correct(first, {"total_tokens": True})
    pacing.correct(first, None)
    clock(61)
    assert claim(1) == [second]


def test_a_single_picture_goes_before_many_that_were_there_first(clock):
    clock(0)
    many = queue(30, priority=5)
    assert claim(20) == many[:5]
    (single,) = queue()
    clock(12.1)
    assert claim(20) == [single]


def test_models_that_share_a_limit_share_a_pool_and_others_have_none(clock):
    clock(0)
    queue(5, model="gpt-image-2")
    assert len(claim(20)) == 5
    queue(1, model="gpt-image-2.5-flare")
    queue(3, model="some-model-of-somebody")
    assert [run.model for run in claim(20)] == ["some-model-of-somebody"] * 3


def test_without_a_tier_and_with_the_simulator_nothing_is_held_back(clock, settings):
    queue(9, provider="simulator", provider_id="simulator")
    assert len(claim(20)) == 9
    settings.PLAYGROUND_TIER = ""
    queue(9)
    assert len(claim(20)) == 9
    assert not Pool.objects.exists()


def test_a_refusal_holds_the_pool_up_then_slows_it_and_it_recovers(clock):
    clock(0)
    (refused,) = claim(20) if queue() else ()
    slow_down(refused, 20.0)
    made = queue(12)
    now = clock(1)
    assert claim(20) == []
    assert waits(made[0], now) >= 19
    clock(45)
    slow = len(claim(20))
    assert slow == 1
    # A minute without a refusal, and it goes as fast as ever.
    clock(110)
    claim(20)
    now = clock(111)
    assert Pool.objects.get().slowness == 0


def test_without_a_tier_a_refusal_holds_the_pool_up_all_the_same(clock, settings):
    settings.PLAYGROUND_TIER = ""
    clock(0)
    queue()
    (refused,) = claim(20)
    slow_down(refused, 20.0)
    queue(3)
    clock(1)
    assert claim(20) == []
    clock(21)
    assert len(claim(20)) == 3


def test_a_clock_that_is_set_back_neither_stops_nor_floods_a_pool(clock):
    clock(0)
    queue(10)
    assert len(claim(20)) == 5
    clock(-3600)
    assert claim(20) == []
    clock(-3600 + 13)
    assert len(claim(20)) == 1


def test_the_card_says_when_its_turn_is(client, clock):
    clock(0)
    made = queue(6)
    claim(20)
    card = soup(client.get("/")).select_one(f"#run-{made[5].code}")
    said = card.select_one("remaining-time").get_text()
    assert re.fullmatch(r"its turn in about \d+ s", said)
    assert card.select_one(".stage span").get_text() == "Waiting"


def test_what_is_told_changes_the_card(client, clock):
    clock(0)
    (run,) = queue()
    shown = {"run": f"{run.code}.queued.0.0"}
    assert client.get("/generations/poll/", shown).status_code == 204
    queue(5, priority=0)
    Generation.objects.filter(pk=run.pk).update(
        turn_at=timezone.now() + timedelta(seconds=30)
    )
    assert b"remaining-time" in client.get("/generations/poll/", shown).content


def test_a_tier_that_is_not_published_of_a_model_is_that_of_its_pool(settings):
    settings.PLAYGROUND_TIER = "2"  # 20 images a minute
    queue(5, model="gpt-image-1.5")
    queue(25, model="gpt-image-2")
    assert len(claim(30)) == 20
