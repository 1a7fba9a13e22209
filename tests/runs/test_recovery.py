"""After a crash, a sleep or an odd answer: nothing paid for is lost, nothing loops."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError, transaction
from django.utils import timezone

from playground.imaging.outcome import Outcome
from playground.library.models import Generation, Image
from playground.providers.errors import OutageError, ProviderError, RequestError
from playground.runs import finishing, recovery, running, sending
from playground.runs.heartbeat import beating
from playground.runs.recovery import sweep
from playground.runs.spool import spool_clear, spool_codes, spool_read, spool_write
from tests.runs.recovering import files, silent
from tests.worker import generation_run

pytestmark = pytest.mark.django_db
HALF = "\ud83d"


@pytest.fixture
def dying(waiting, monkeypatch) -> Any:
    """Return a function that makes a run whose worker died with the answer."""

    def make() -> Generation:
        generation = waiting()
        with monkeypatch.context() as patch:
            patch.setattr(sending, "generation_finish", _die)
            with pytest.raises(SystemExit):
                generation_run(generation.pk)
        silent()
        return generation

    return make


def _die(*_: object, **__: object) -> None:
    raise SystemExit("killed")


@pytest.fixture
def answering(waiting, monkeypatch) -> Any:
    """Return a function that runs a call to the end of a changed answer."""

    def run(change: Any, **values: Any) -> Generation:
        real = running.generation_call

        def call(generation: Generation) -> Outcome:
            return change(real(generation))

        generation = waiting(**values)
        with monkeypatch.context() as patch:
            patch.setattr(running, "generation_call", call)
            generation_run(generation.pk)
        generation.refresh_from_db()
        return generation

    return run


@pytest.fixture
def taken_for_dead(monkeypatch) -> Any:
    """Return a function: another process sweeps, and takes all calls for dead."""

    def act(passed_on: Any = None) -> Any:
        silent()
        # Not a byte of the answer has come yet.
        spool_clear(Generation.objects.latest("pk").code)
        with monkeypatch.context() as patch:
            patch.setattr(recovery, "held", frozenset)
            sweep()
        assert Generation.objects.latest("pk").state == "unknown"
        if isinstance(passed_on, ProviderError):
            raise passed_on
        return passed_on

    return act


def test_a_call_that_this_process_still_holds_is_not_taken_for_dead(waiting):
    generation = waiting()
    Generation.objects.update(state="sending", sent_at=timezone.now())
    Generation.objects.update(heartbeat_at=timezone.now() - timedelta(minutes=5))
    with beating(generation.pk):
        sweep()
    generation.refresh_from_db()
    assert generation.state == "sending"
    sweep()
    generation.refresh_from_db()
    assert generation.state == "unknown"


def test_an_answer_that_comes_after_all_is_kept(answering, taken_for_dead):
    generation = answering(taken_for_dead)
    assert generation.state == "succeeded"
    assert generation.error is None
    assert generation.cost_usd
    assert generation.images.count() == 1
    assert spool_codes() == []


def test_an_answer_in_the_spool_of_an_unknown_run_is_kept(dying):
    generation = dying()
    Generation.objects.update(state="unknown", error=recovery.STOPPED.to_json())
    sweep()
    generation.refresh_from_db()
    assert generation.state == "succeeded"
    assert generation.images.count() == 1
    assert spool_codes() == []


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (RequestError("Too wide.", remedy="Narrower."), "failed"),
        (OutageError("Gone.", remedy="Wait.", may_be_billed=True), "unknown"),
        # Somebody may have read "unknown" and have run it again.
        (OutageError("Busy.", remedy="Wait.", repeatable=True), "failed"),
    ],
)
def test_a_late_error_says_how_the_call_ended_and_repeats_nothing(
    answering, taken_for_dead, error, state
):
    generation = answering(lambda outcome: taken_for_dead(error))
    assert generation.state == state
    assert generation.error["message"] == error.message
    assert generation.attempts == 0
    assert generation.retry_at is None


def _of_the_picture(**values: Any) -> Any:
    def change(outcome: Outcome) -> Outcome:
        return replace(outcome, images=(replace(outcome.images[0], **values),))

    return change


def _of_the_answer(**values: Any) -> Any:
    return lambda outcome: replace(outcome, **values)


@pytest.mark.parametrize(
    "change",
    [
        _of_the_picture(revised_prompt=f"A kite {HALF}"),
        _of_the_picture(revised_prompt="A kite\0", item_id=f"ig\0{HALF}" * 60),
        _of_the_answer(text=f"Here\0 it is {HALF}"),
        _of_the_answer(response_id="r" * 300, request_id=f"q{HALF}" * 300),
        _of_the_answer(processing_ms=2**31),
        _of_the_answer(warnings=(f"Odd\0 {HALF}",)),
        _of_the_answer(usage={"output_tokens": 5, f"a\0{HALF}": {"b\0": HALF}}),
        _of_the_answer(text_usage={"model": "\0", "share": float("nan")}),
    ],
)
def test_what_no_column_can_hold_does_not_cost_the_picture(answering, client, change):
    generation = answering(change)
    assert generation.state == "succeeded"
    assert generation.images.count() == 1
    assert spool_codes() == []
    told = client.get(f"/generations/{generation.code}.json")
    assert b"\\u0000" not in told.content
    assert b"\\ud83d" not in told.content
    assert client.get(f"/generations/{generation.code}/").status_code == 200


def test_two_halves_of_a_character_are_put_together(answering):
    generation = answering(_of_the_answer(text=f"A kite {HALF}\ude80"))
    assert generation.text == "A kite 🚀"


@pytest.mark.parametrize("tokens", [10**9, 10**30])
def test_a_price_beyond_belief_is_unknown_and_said_so(answering, client, tokens):
    usage = {"input_tokens": 0, "output_tokens": tokens}
    generation = answering(_of_the_answer(usage=usage))
    assert generation.state == "succeeded"
    assert generation.cost_usd is None
    assert generation.images.get().cost_usd is None
    assert any("not believed" in warning for warning in generation.warnings)
    assert client.get(f"/generations/{generation.code}/").status_code == 200
    assert client.get(generation.images.get().get_absolute_url()).status_code == 200


def test_a_month_between_call_and_answer_fits(dying):
    dying()
    Generation.objects.update(sent_at=timezone.now() - timedelta(days=40))
    sweep()
    assert Generation.objects.get().state == "succeeded"
    assert Image.objects.get().duration_ms is None


def test_an_error_with_odd_text_is_written_down(answering):
    def refuse(outcome: Outcome) -> Outcome:
        raise RequestError(
            f"No\0 {HALF}.",
            remedy="Ask.",
            request_id=f"q{HALF}" * 100,
            details={"why\0": [HALF]},
        )

    generation = answering(refuse)
    assert generation.state == "failed"
    assert generation.error["message"] == "No\ufffd \ufffd."
    assert generation.error["details"] == {"why\ufffd": ["\ufffd"]}
    assert len(generation.request_id) == 100


def test_an_answer_that_cannot_be_kept_ends_the_run_and_is_put_aside(
    answering, monkeypatch, data_dir
):
    def refuse(**_: object) -> None:
        raise ValueError("no column takes this")

    monkeypatch.setattr(finishing, "image_create", refuse)
    generation = answering(lambda outcome: outcome)
    assert generation.state == "failed"
    assert generation.error["may_be_billed"] is True
    assert files(data_dir) == []
    spool = [path.name for path in (data_dir / "spool").iterdir()]
    assert spool == [f"{generation.code}.unread"]


def test_a_busy_database_leaves_the_answer_for_later_and_no_files(
    answering, monkeypatch, data_dir
):
    def busy(**_: object) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(finishing, "image_create", busy)
        with pytest.raises(OperationalError):
            answering(lambda outcome: outcome)
    generation = Generation.objects.get()
    assert generation.state == "sending"
    assert files(data_dir) == []
    silent()
    sweep()
    generation.refresh_from_db()
    assert generation.state == "succeeded"
    assert len([path for path in files(data_dir) if "images" in path.parts]) == 1


def test_files_stay_where_the_rows_were_written_before_the_connection_broke(
    answering, monkeypatch
):
    @contextmanager
    def unheard() -> Iterator[None]:
        with transaction.atomic():
            yield
        raise OperationalError("server closed the connection")

    with monkeypatch.context() as patch:
        patch.setattr(finishing, "transaction", SimpleNamespace(atomic=unheard))
        with pytest.raises(OperationalError):
            answering(lambda outcome: outcome)
    generation = Generation.objects.get()
    assert generation.state == "succeeded"
    assert default_storage.exists(generation.images.get().file)
    assert spool_codes() == [generation.code]
    sweep()
    assert spool_codes() == []


def test_one_run_in_trouble_does_not_keep_the_others_from_recovery(dying, monkeypatch):
    first, second = dying(), dying()
    finish = recovery.generation_finish

    def fussy(generation: Generation, outcome: Outcome) -> None:
        if generation == first:
            raise OSError("No space left on device")
        finish(generation, outcome)

    monkeypatch.setattr(recovery, "generation_finish", fussy)
    sweep()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("sending", "succeeded")


def test_a_damaged_spool_ends_its_run(dying, data_dir):
    generation = dying()
    (data_dir / "spool" / f"{generation.code}.answer").write_bytes(b"\0\0\0")
    sweep()
    generation.refresh_from_db()
    assert generation.state == "failed"
    assert generation.error["may_be_billed"] is True
    assert spool_codes() == []


def test_the_spool_of_a_finished_run_is_cleared(dying):
    generation = dying()
    answer = spool_read(generation.code)
    sweep()
    spool_write(generation.code, answer)
    sweep()
    assert spool_codes() == []
    assert Image.objects.count() == 1
