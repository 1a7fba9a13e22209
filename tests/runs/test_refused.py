"""Runs that get no picture: told as they ended, and nobody asked who was not meant."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from playground.library.models import Generation
from playground.runs import ending, recovery, sending
from playground.runs.claiming import claim
from playground.runs.models import Pool
from playground.runs.recording import Recording
from playground.runs.recovery import sweep
from playground.runs.spool import spool_codes
from playground.spending.models import LedgerEntry
from tests.providers.servers import answering, serving
from tests.worker import generation_run

pytestmark = pytest.mark.django_db

NO = {"error": {"code": "moderation_blocked", "message": "No.", "type": "user_error"}}
INPUT = {"moderation_details": {"moderation_stage": "input", "categories": []}}


@pytest.fixture
def waiting(post) -> Any:
    """Return a function that queues a run."""

    def make(**values: Any) -> Generation:
        post(**{"model": "gpt-image-2", "route": "images", **values})
        return Generation.objects.latest("pk")

    return make


def ended(made: Generation) -> tuple[str, str, str]:
    """Run it; return its state, why, and what the books say of it last."""
    generation_run(made.pk)
    return told(made)


def told(made: Generation) -> tuple[str, str, str]:
    made.refresh_from_db()
    entry = LedgerEntry.objects.filter(run=made.code).latest("pk")
    return made.state, (made.error or {}).get("code", ""), entry.kind


def test_a_waiting_run_goes_to_nobody_but_who_it_was_asked_of(
    settings, waiting, client
):
    simulated = waiting()
    server = answering({"data": []})
    with serving(server) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        assert ended(simulated) == ("failed", "provider_changed", "released")
        elsewhere = waiting()
        settings.OPENAI_BASE_URL = f"{address}/of-another/v1"
        assert ended(elsewhere) == ("failed", "provider_changed", "released")
        settings.OPENAI_BASE_URL = ""
        assert ended(elsewhere) == ("failed", "provider_changed", "released")
        assert [one.path for one in server.seen if "images" in one.path] == []
    page = client.get(simulated.get_absolute_url()).content.decode()
    assert "This run was asked of the simulator, and its worker now speaks" in page
    assert "Change and send again" in page


@pytest.fixture
def refused(settings, waiting, monkeypatch) -> Any:
    """Return a function that makes a run which is refused while the database is away."""

    def make() -> Generation:
        with serving(answering(NO, "400 X")) as address:
            settings.OPENAI_BASE_URL = f"{address}/v1"
            made = waiting()
            with monkeypatch.context() as patch:
                patch.setattr(ending.ledger, "release", _lose)
                with pytest.raises(OperationalError):
                    generation_run(made.pk)
        monkeypatch.setattr(recovery, "held", frozenset)
        return made

    return make


def swept(made: Generation) -> tuple[str, str, str]:
    Generation.objects.update(heartbeat_at=timezone.now() - timedelta(minutes=5))
    sweep()
    return told(made)


def test_a_refusal_is_written_down_when_the_database_is_back(refused):
    made = refused()
    assert swept(made) == ("failed", "moderation_blocked", "released")
    assert spool_codes() == []


def test_a_refusal_of_an_earlier_try_says_nothing_of_the_next(refused):
    made = refused()
    Generation.objects.update(attempts=1)
    assert swept(made) == ("unknown", "worker_stopped", "doubted")


def test_a_refusal_that_is_in_memory_only_waits_for_the_database(
    settings, waiting, monkeypatch
):
    real, waits = ending.ledger.release, []

    def away(*args: Any, **named: Any) -> None:
        if len(waits) < 2:
            _lose()
        real(*args, **named)

    monkeypatch.setattr(ending, "spool_write_error", lambda *_, **__: False)
    monkeypatch.setattr(ending.ledger, "release", away)
    monkeypatch.setattr(ending.time, "sleep", waits.append)
    with serving(answering(NO, "400 X")) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        assert ended(waiting()) == ("failed", "moderation_blocked", "released")
    assert len(waits) == 2


def test_what_goes_wrong_before_a_run_is_sent_costs_nothing(waiting, monkeypatch):
    def away(*_: object) -> None:
        raise OperationalError("the database is starting up")

    def broken(*_: object) -> None:
        raise KeyError("of a program")

    monkeypatch.setattr(sending, "check_room", away)
    made = waiting()
    assert ended(made) == ("queued", "database_away", "reserved")
    monkeypatch.setattr(sending, "check_room", broken)
    Generation.objects.update(retry_at=None)
    assert ended(made) == ("failed", "not_prepared", "released")


def test_a_long_wait_is_kept_by_all_that_share_the_limit(settings, waiting):
    said = {"error": {"message": "Slow down.", "code": "slow_down"}}
    with serving(answering(said, "429 X", headers={"retry-after": "300"})) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        first, second = waiting(), waiting(prompt="the one behind it")
        assert ended(first) == ("failed", "slow_down", "released")
        assert claim(5) == []
    second.refresh_from_db()
    left = second.turn_at - timezone.now()
    assert timedelta(seconds=280) < left <= timedelta(seconds=300)
    assert Pool.objects.get().blocked_until


def test_no_credit_holds_nobody_up(settings, waiting):
    said = {"error": {"message": "None left.", "code": "insufficient_quota"}}
    with serving(answering(said, "429 X")) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        first, second = waiting(), waiting(prompt="the one behind it")
        assert ended(first) == ("failed", "insufficient_quota", "released")
        assert claim(5) == [second]


@pytest.mark.parametrize(
    ("error", "end"),
    [
        ({**NO["error"], **INPUT}, ("failed", "released")),
        (NO["error"], ("unknown", "doubted")),
    ],
    ids=["input", "unsaid"],
)
def test_a_reason_that_a_worker_died_with_is_told(
    settings, waiting, monkeypatch, error, end
):
    def die(*_: object) -> None:
        raise SystemExit("killed")

    with serving(answering({"error": error})) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        made = waiting()
        with monkeypatch.context() as patch:
            patch.setattr(Recording, "give_up", die)
            with pytest.raises(SystemExit):
                generation_run(made.pk)
        monkeypatch.setattr(recovery, "held", frozenset)
        assert swept(made) == (end[0], "moderation_blocked", end[1])
    assert spool_codes() == []


def test_an_end_that_is_written_twice_does_not_end_the_next_try(waiting, monkeypatch):
    """The first writing may have come through, though its answer was lost."""
    made, slower = waiting(scenario="rate-limit"), []
    monkeypatch.setattr(ending, "slow_down", lambda *_: slower.append(1))
    monkeypatch.setattr(ending, "spool_write_error", lambda *_, **__: False)
    monkeypatch.setattr(ending, "partials_clear", _lose)
    monkeypatch.setattr(ending.time, "sleep", lambda _: _taken(made))
    generation_run(made.pk)
    made.refresh_from_db()
    assert (made.state, made.attempts) == ("sending", 1)
    assert slower == [1]


def _lose(*_: object, **__: object) -> None:
    raise OperationalError("the connection is lost")


def _taken(made: Generation) -> None:
    Generation.objects.filter(pk=made.pk, state="queued").update(state="sending")
