"""Many ask at once, and a budget still is what it says."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connections
from django.db.models import Sum
from django.test import Client

from playground.library.models import Generation
from playground.people.models import User
from playground.spending.models import Budget, Count, LedgerEntry
from tests.pages import GOOD

CLIENTS = 12
ASKED = 24
FITS = 12


@pytest.mark.django_db(transaction=True)
def test_exactly_as_many_pass_as_the_budget_holds_however_many_ask_at_once():
    User.objects.local()
    each = _price()
    Budget.objects.create(
        scope="everyone", period="day", limit_nano=each * (FITS + 1) + each // 2
    )

    with ThreadPoolExecutor(CLIENTS) as pool:
        statuses = list(pool.map(_submit, range(ASKED)))

    assert sorted(set(statuses)) == [303, 422]
    assert statuses.count(303) == FITS
    assert Generation.objects.count() == FITS + 1
    total = LedgerEntry.objects.aggregate(sum=Sum("reserved_nano"))["sum"]
    assert total == each * (FITS + 1)
    for period in ("2026-11-21", "2026-11", "total"):
        count = Count.objects.get(scope="everyone", period=period)
        assert count.reserved_nano == total


def _submit(number: int) -> int:
    try:
        answer = Client(raise_request_exception=False).post(
            "/generations/", {**GOOD, "prompt": f"kite {number}"}
        )
        return answer.status_code
    finally:
        connections.close_all()


def _price() -> int:
    assert _submit(0) == 303
    made = Generation.objects.get()
    return int((made.estimate_high_usd or made.estimate_usd or Decimal(0)) * 10**9)
