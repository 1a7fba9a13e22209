"""What was paid for and could not be kept at once: nothing of it is thrown away."""

import json
import threading
import time
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum

from playground.imaging.pricing import Receipt
from playground.library.models import Generation
from playground.providers import addresses
from playground.providers.errors import ProviderError
from playground.providers.head import Head
from playground.providers.run import read_again
from playground.runs import finishing
from playground.runs.recording import spool_path
from playground.runs.spool import spool_has_unread
from playground.spending import ledger
from playground.spending.models import LedgerEntry
from tests import factories
from tests.pages import soup
from tests.providers.odd_bodies import b64
from tests.providers.servers import picture, raw_server, serving
from tests.runs.test_answers import LOCAL, at, page

pytestmark = pytest.mark.django_db

__all__ = ["at"]
TEAL, RED = picture("teal"), picture("red")
# As long as the other, and nothing that is known here.
ODD = b"\0" * len(RED)
USAGE = {"input_tokens": 10, "output_tokens": 400, "total_tokens": 410}


@pytest.fixture
def by_address(settings, run) -> Any:
    """Return a function that gets these files from their addresses."""

    def act(*files: bytes, **values: Any) -> Generation:
        def application(environ: dict[str, Any], start: Any) -> Any:
            start("200 OK", [("Content-Type", "application/json")])
            name = environ["PATH_INFO"].rpartition("/")[2]
            if name.isdigit():
                return [files[int(name)]]
            rows = [{"url": f"/files/{at}?sig=secret"} for at in range(len(files))]
            return [json.dumps({"data": rows, "usage": USAGE}).encode()]

        with serving(application) as address:
            settings.OPENAI_BASE_URL = f"{address}/v1"
            return run(**{**LOCAL, "n": str(len(files)), **values})

    return act


def learn(made: Generation) -> None:
    """Do what a later version can: read there what this one cannot."""
    path = spool_path(made.code, "unusable")
    path.write_bytes(path.read_bytes().replace(ODD, RED, 1))


@pytest.mark.parametrize("files", [(TEAL, ODD), (ODD,)], ids=["beside", "alone"])
def test_a_file_from_an_address_is_kept_though_it_cannot_be_read(
    by_address, client, files
):
    made = by_address(*files)
    assert (made.state == "succeeded") == (len(files) > 1)
    assert "Read it again" in page(client, made)
    client.post(f"/generations/{made.code}/read-again/")
    assert spool_has_unread(made.code)
    learn(made)
    client.post(f"/generations/{made.code}/read-again/")
    made.refresh_from_db()
    assert (made.state, made.images.count()) == ("succeeded", len(files))
    assert not spool_has_unread(made.code)


def test_reading_again_where_nothing_can_be_kept_changes_nothing(
    at, client, monkeypatch
):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    made = at({"data": [{"b64_json": b64(ODD)}], "usage": USAGE})
    assert made.state == "failed"
    monkeypatch.setattr(finishing, "store_original", full)
    answer = client.post(f"/generations/{made.code}/read-again/", follow=True)
    assert "The storage takes nothing now" in answer.text
    made.refresh_from_db()
    assert (made.state, spool_has_unread(made.code)) == ("failed", True)


def test_pictures_that_did_not_arrive_are_on_the_receipt(settings, run):
    def event(data: bytes) -> bytes:
        value = {
            "type": "image_generation.completed",
            "b64_json": b64(data),
            "usage": USAGE,
        }
        return f"data: {json.dumps(value)}\n\n".encode()

    def talk(connection: Any) -> None:
        connection.sendall(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
            b"Content-Length: 9999999\r\n\r\n" + event(TEAL) + event(RED)
        )

    with raw_server(talk) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        made = run(**{**LOCAL, "n": "4", "partial_images": "1"})
    assert (made.state, made.images.count()) == ("succeeded", 2)
    assert not made.receipt["complete"]
    assert made.receipt["lines"][-1]["label"] == "2 pictures that did not arrive"
    assert "What did not arrive may have been charged" in made.receipt["basis"]


def test_what_was_set_aside_for_pictures_that_did_not_arrive_stays_in_doubt(client):
    run = factories.generation(
        provider="openai",
        estimate_high_usd=Decimal("0.8"),
        cost_usd=Decimal("0.3"),
        n=4,
    )
    ledger.reserve(run)
    bill = Receipt(Decimal("0.3"), "", (), "2.5 from 2026-09-08", False, lost=2)
    ledger.settle(run, bill)
    entries = LedgerEntry.objects.filter(run=run.code)
    sums = entries.aggregate(
        reserved=Sum("reserved_nano"),
        spent=Sum("spent_nano"),
        doubtful=Sum("doubtful_nano"),
    )
    assert sums == {"reserved": 0, "spent": 300_000_000, "doubtful": 500_000_000}
    shown = soup(client.get("/spending/")).select_one("#doubts")
    assert run.code in str(shown)
    client.post("/spending/doubts/", {"doubt": run.code, "usd": "0.2"})
    assert entries.aggregate(left=Sum("doubtful_nano"))["left"] == 0
    run.refresh_from_db()
    assert run.cost_usd == Decimal("0.5")


def test_a_secret_in_an_address_is_not_told(by_address, monkeypatch, settings):
    monkeypatch.setattr("playground.providers.receiving.WAITS_S", ())
    monkeypatch.setattr(addresses, "_origin", lambda address: (address, "", None))
    settings.OPENAI_API_KEY = "a-key-of-mine"
    made = by_address(TEAL)
    assert made.error["details"]["addresses"] == ["/files/0"]
    assert "secret" not in json.dumps([made.error, made.warnings])


def test_a_server_that_keeps_its_files_back_holds_a_sweep_up_for_a_moment(settings):
    over = threading.Event()
    with raw_server(lambda connection: over.wait(30)) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        rows = [{"url": f"/files/{number}"} for number in range(8)]
        head = Head(n=8, place=address.partition("//")[2])
        body = json.dumps({"data": rows}).encode()
        began = time.monotonic()
        with pytest.raises(ProviderError) as told:
            read_again(head, [body], patience_s=0.2)
        assert time.monotonic() - began < 4
        over.set()
    assert told.value.unread
    assert len(told.value.details["addresses"]) == 8
