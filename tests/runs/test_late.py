"""Answers that are kept late, partly, or against a database that is away."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from playground.imaging.outcome import Outcome, Resolved
from playground.library.models import Generation, Image
from playground.runs import finishing, recovery, running, sending
from playground.runs.recording import Recording, spool_path
from playground.runs.recovery import sweep
from playground.runs.spool import spool_codes, spool_has_unread
from tests.providers.odd_bodies import b64
from tests.providers.servers import picture
from tests.runs.test_answers import at
from tests.worker import generation_run

pytestmark = pytest.mark.django_db

__all__ = ["at"]
USAGE = {
    "input_tokens": 10,
    "output_tokens": 400,
    "input_tokens_details": {"text_tokens": 10, "image_tokens": 0},
}


@pytest.fixture
def change(post, monkeypatch) -> Callable[..., Generation]:
    """Return a function that runs a call whose answer is changed before it is kept."""

    def run(how: Callable[[Outcome], Outcome]) -> Generation:
        post()
        real = running.generation_call
        monkeypatch.setattr(running, "generation_call", lambda run: how(real(run)))
        made = Generation.objects.latest("pk")
        generation_run(made.pk)
        made.refresh_from_db()
        return made

    return run


def test_another_worker_leaves_what_is_not_yet_put_aside(at, monkeypatch):
    """It may look between the commit and the spool, or find what a kill has left."""

    def swept(*_: Any, **__: Any) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(recovery, "held", frozenset)
            sweep()
        raise SystemExit("killed")

    monkeypatch.setattr(finishing, "spool_done", swept)
    data = [{"b64_json": b64(picture("teal"))}, {"b64_json": b64(b"no picture")}]
    with pytest.raises(SystemExit):
        at({"data": data, "usage": USAGE}, n="2")
    made = Generation.objects.get()
    assert (made.state, made.images.count()) == ("succeeded", 1)
    assert spool_has_unread(made.code)
    assert spool_codes() == []


def test_an_answer_in_memory_waits_for_the_database(post, monkeypatch):
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    def away(*_: Any, **__: Any) -> None:
        raise OperationalError("database or disk is full")

    post()
    made = Generation.objects.get()
    real, waits = finishing.image_create, []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            monkeypatch.setattr(finishing, "image_create", real)

    monkeypatch.setattr(Recording, "_write", full)
    monkeypatch.setattr(sending, "spool_write", full)
    monkeypatch.setattr(finishing, "image_create", away)
    monkeypatch.setattr(sending.time, "sleep", sleep)
    generation_run(made.pk)
    made.refresh_from_db()
    assert (made.state, made.images.count(), len(waits)) == ("succeeded", 1, 2)


@pytest.mark.parametrize("name", ["gpt-image-2-2031-01-01", "openai/gpt-image-2"])
def test_a_name_that_the_catalogue_does_not_know_is_billed_as_what_was_asked(
    change, name
):
    def renamed(outcome: Outcome) -> Outcome:
        (image,) = outcome.images
        resolved = replace(image.resolved or Resolved(), model=name)
        return replace(outcome, images=(replace(image, resolved=resolved),))

    made = change(renamed)
    assert made.receipt["complete"]
    assert made.images.get().model == name
    assert made.cost_usd


def test_an_answer_that_is_read_later_tells_no_time(at, client):
    data = [{"b64_json": b64(b"no picture")}, {"b64_json": b64(b"no picture 2")}]
    made = at({"data": data, "usage": USAGE}, n="2")
    assert spool_has_unread(made.code)
    week = timezone.now() - timedelta(days=7)
    Generation.objects.update(sent_at=week, finished_at=week)
    _put_a_picture_in(made, b64(b"no picture"))
    client.post(f"/generations/{made.code}/read-again/")
    made.refresh_from_db()
    assert (made.state, made.finished_at) == ("succeeded", week)
    assert made.images.get().duration_ms is None
    # The other one cannot be read yet, so its answer stays.
    assert spool_has_unread(made.code)


def test_a_word_for_the_price_stands_where_a_late_answer_has_none(at, client):
    made = at({"data": [{"b64_json": b64(b"no picture")}]})
    assert (made.state, made.cost_usd) == ("failed", None)
    Generation.objects.update(cost_usd=Decimal("0.04"))
    _put_a_picture_in(made, b64(b"no picture"))
    client.post(f"/generations/{made.code}/read-again/")
    made.refresh_from_db()
    assert (made.state, made.cost_usd) == ("succeeded", Decimal("0.04"))
    assert Image.objects.get().cost_usd == Decimal("0.04")


def _put_a_picture_in(run: Generation, place: str) -> None:
    """Do what a later version can: read there what this one cannot."""
    path = spool_path(run.code, "unread")
    teal = b64(picture("teal")).encode()
    path.write_bytes(path.read_bytes().replace(place.encode(), teal, 1))
