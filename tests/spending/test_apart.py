"""Processes that do not agree: other price lists, another day, another clock."""

import dataclasses
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.utils import timezone

from playground.catalog import Catalog
from playground.library.models import Generation
from playground.spending.models import LedgerEntry
from tests.pages import soup
from tests.spending.test_ledger import counts_agree

pytestmark = pytest.mark.django_db


def use_list(monkeypatch, times, **changes):
    """Give this process a list in which pictures cost so many times as much."""
    real = Catalog.price

    def price(known, model, day):
        row = real(known, model, day)
        if row is None:
            return None
        return dataclasses.replace(row, image_out=row.image_out * times, **changes)

    monkeypatch.setattr(Catalog, "price", price)


def test_a_receipt_by_another_price_list_takes_the_place_of_what_was_set_aside(
    post, drain, monkeypatch
):
    post()
    head = LedgerEntry.objects.get()
    use_list(monkeypatch, 10, version="9 from a later version")
    drain()
    settled = LedgerEntry.objects.latest("pk")
    assert settled.reserved_nano == -head.reserved_nano
    assert settled.spent_nano > 5 * head.reserved_nano
    assert settled.price_version == "9 from a later version"
    run = Generation.objects.get()
    assert Decimal(settled.spent_nano).scaleb(-9) == run.cost_usd
    assert counts_agree()


def test_the_price_row_stays_with_the_receipt_when_no_list_has_it(run, client):
    with pytest.MonkeyPatch.context() as patch:
        use_list(patch, 1, version="gone", source="an old list")
        made = run()
    page = soup(client.get(made.get_absolute_url())).get_text(" ")
    assert "(gone)" in page
    assert "from an old list" in page


def test_a_worker_without_a_price_leaves_a_doubt_of_what_was_set_aside(
    post, drain, monkeypatch
):
    post()
    head = LedgerEntry.objects.get()
    monkeypatch.setattr(Catalog, "price", lambda *asked: None)
    drain()
    settled = LedgerEntry.objects.latest("pk")
    assert (settled.kind, settled.spent_nano) == ("settled", 0)
    assert settled.doubtful_nano == head.reserved_nano
    assert counts_agree()


def test_a_day_ends_at_midnight_where_the_site_is_and_may_come_again(
    post, settings, monkeypatch
):
    def it_is(hour: int, minute: int) -> None:
        moment = datetime(2026, 11, 21, hour, minute, tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    settings.PLAYGROUND_TODAY, settings.TIME_ZONE = None, "Pacific/Auckland"
    it_is(10, 59)
    post()
    used = Decimal(LedgerEntry.objects.get().reserved_nano).scaleb(-9)
    call_command(
        "budget",
        "set",
        "--scope=everyone",
        "--period=day",
        f"--usd={used + Decimal('0.0001'):.4f}",
    )
    assert post().status_code == 422
    it_is(11, 1)
    assert post().status_code == 303
    assert str(LedgerEntry.objects.latest("pk").day) == "2026-11-22"
    it_is(10, 50)
    assert post().status_code == 422
