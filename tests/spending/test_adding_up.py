"""Whatever has happened, all that tells of the books tells the same sums."""

import csv
import datetime
import io
import random
from collections import Counter
from decimal import Decimal

import pytest

from playground.imaging.pricing import Receipt
from playground.people.models import Membership
from playground.spending import ledger
from playground.spending.counts import period_of
from playground.spending.models import Count, LedgerEntry
from playground.spending.period import DIMENSIONS
from tests import factories

pytestmark = pytest.mark.django_db

DAYS = [datetime.date(2026, 10, 30) + datetime.timedelta(days) for days in range(6)]
RANGES = [(DAYS[0], DAYS[-1]), (DAYS[1], DAYS[2]), (DAYS[3], DAYS[3])]
COLUMNS = ("spent_usd", "reserved_usd", "possibly_charged_usd")


def bill(dice: random.Random) -> Receipt:
    usd = Decimal(dice.randrange(10**8)).scaleb(-9)
    return Receipt(dice.choice([usd, usd, None]), "", (), "", dice.random() > 0.2)


@pytest.fixture
def many(owner, settings):
    """Thirty runs of all kinds, on several days, each with its own fate."""
    dice = random.Random(12)
    friend = factories.person()
    friend.join(owner.workspace, Membership.Role.MAKER)
    friend.enter(owner.workspace)
    people = [owner, friend]
    for number in range(30):
        settings.PLAYGROUND_TODAY = dice.choice(DAYS)
        run = factories.generation(
            author=dice.choice(people),
            provider=dice.choice(["openai", "openai", "simulator"]),
            model=dice.choice(["gpt-image-2", "gpt-image-1.5"]),
            quality=dice.choice(["low", "high"]),
            route=dice.choice(["images", "responses"]),
            estimate_usd=dice.choice([None, Decimal(number + 1).scaleb(-7)]),
        )
        ledger.reserve(run, experiment=dice.choice([None, "abcd2345", "wxyz2345"]))
        for fate in dice.sample(["settle", "doubt", "release", "correct"], k=2):
            if fate == "settle":
                ledger.settle(run, bill(dice))
            elif fate == "correct":
                ledger.correct(run.code, Decimal("0.000000001"), note="")
            else:
                getattr(ledger, fate)(run)


def test_sums_agree_under_every_filter(client, many):
    for first, last in RANGES:
        days = {"from": first.isoformat(), "to": last.isoformat()}
        answer = client.get("/ledger.csv", days).getvalue().decode()
        lines = list(csv.DictReader(io.StringIO(answer)))
        assert lines
        real = [line for line in lines if line["simulated"] == "no"]
        simulated = [line for line in lines if line["simulated"] == "yes"]
        by_hand = {name: sum(Decimal(line[name]) for line in real) for name in COLUMNS}
        by_hand["simulated_usd"] = sum(Decimal(line["spent_usd"]) for line in simulated)
        for by in DIMENSIONS:
            told = client.get("/spending.json", {**days, "by": by}).json()
            assert {k: Decimal(v) for k, v in told["total"].items()} == by_hand
            _rows_agree(told["by"], real, by)
        told = client.get("/spending.json", {**days, "by": by, "money": "simulated"})
        _rows_agree(told.json()["by"], simulated, by)


def _rows_agree(told, lines, by):
    spent: Counter[str] = Counter()
    for line in lines:
        spent[line[by]] += Decimal(line["spent_usd"])
    assert {row["key"]: Decimal(row["spent_usd"]) for row in told if row["key"]} == {
        key: usd for key, usd in spent.items() if key
    } | {row["key"]: Decimal(0) for row in told if row["key"] and not spent[row["key"]]}
    assert sum(Decimal(row["spent_usd"]) for row in told) == sum(spent.values())


def test_the_counts_that_budgets_are_held_against_agree_with_the_ledger(many):
    wanted: Counter[tuple] = Counter()
    for entry in LedgerEntry.objects.all():
        amounts = (entry.reserved_nano, entry.spent_nano, entry.doubtful_nano)
        scopes = ["everyone", f"person:{entry.author_id}"]
        scopes += [f"experiment:{entry.experiment}"] if entry.experiment else []
        for scope in scopes:
            for kind in ("day", "month", "total"):
                place = (scope, period_of(kind, entry.day), entry.simulated)
                for name, amount in zip("rsd", amounts, strict=True):
                    wanted[*place, name] += amount
    found = Counter(
        {
            (row.scope, row.period, row.simulated, name): amount
            for row in Count.objects.all()
            for name, amount in zip(
                "rsd",
                (row.reserved_nano, row.spent_nano, row.doubtful_nano),
                strict=True,
            )
        }
    )
    assert {key: n for key, n in found.items() if n} == {
        key: n for key, n in wanted.items() if n
    }
