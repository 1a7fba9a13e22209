"""The page and its exports tell the same sums, to the last digit."""

import csv
import io
from decimal import Decimal

import pytest
from django.utils import timezone

from playground.imaging.pricing import Receipt
from playground.library.models import Generation
from playground.spending import ledger
from playground.spending.models import Budget
from tests import factories
from tests.pages import soup

pytestmark = pytest.mark.django_db

OPENAI = {"provider": "openai"}


def paid(usd: str, *, images: int = 1, trashed: int = 0, **values) -> Generation:
    """A run in the books, with its pictures."""
    run = factories.generation(**{**OPENAI, **values})
    ledger.reserve(run)
    ledger.settle(run, Receipt(Decimal(usd), "", (), "2.5 from 2026-09-08", True))
    for position in range(images):
        image = factories.image(
            generation=run, position=position, cost_usd=Decimal(usd) / images
        )
        if position < trashed:
            image.trashed_at = timezone.now()
            image.save(update_fields=["trashed_at"])
    return run


@pytest.fixture
def some(owner):
    paid("0.052680001", images=2, trashed=1, quality="high")
    paid("0.0059", quality="low")
    paid("0.000000625", images=0, model="gpt-image-2")
    doubted = factories.generation(estimate_usd=Decimal("0.211"), **OPENAI)
    ledger.reserve(doubted)
    ledger.doubt(doubted)
    ledger.reserve(factories.generation(estimate_usd=Decimal("0.013"), **OPENAI))
    simulated = factories.generation()
    ledger.reserve(simulated)
    ledger.settle(simulated, Receipt(Decimal("9.99"), "", (), "", True))
    paid("77", author=factories.person())


def money(text: str) -> Decimal:
    return Decimal(text.replace("$", "").replace(",", ""))


BY = ["day", "model", "quality", "route", "provider", "person", "experiment"]


@pytest.mark.parametrize("by", BY)
def test_page_json_and_csv_add_up_to_the_last_digit(client, some, by):
    told = client.get("/spending.json", {"by": by}).json()
    assert told["total"] == {
        "spent_usd": "0.058580626",
        "reserved_usd": "0.013",
        "possibly_charged_usd": "0.211",
        "simulated_usd": "9.99",
    }
    assert sum(Decimal(row["spent_usd"]) for row in told["by"]) == Decimal(
        "0.058580626"
    )
    assert sum(row["images"] for row in told["by"]) == 3
    assert sum(row["thrown_away"] for row in told["by"]) == 1
    assert sum(row["runs"] for row in told["by"]) == 6

    page = soup(client.get("/spending/", {"by": by}))
    cells = [
        [cell.get_text(strip=True) for cell in row.select("td")]
        for row in page.select("section[aria-labelledby=groups] tbody tr")
    ]
    together = page.select("section[aria-labelledby=groups] tfoot td")
    assert sum(money(row[0]) for row in cells) == Decimal("0.058580626")
    assert money(together[0].get_text()) == Decimal("0.058580626")
    assert sum(money(row[1]) + money(row[2]) for row in cells) == Decimal("0.058580626")

    answer = client.get("/ledger.csv", {"money": "real"})
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode())))
    for column, sum_ in (
        ("spent_usd", "0.058580626"),
        ("reserved_usd", "0.013"),
        ("possibly_charged_usd", "0.211"),
    ):
        assert sum(Decimal(row[column]) for row in rows) == Decimal(sum_)


def test_what_was_thrown_away_is_told_apart(client, some):
    page = soup(client.get("/spending/", {"by": "quality"}))
    row = page.saying("th", "high").closest("tr")
    spent, kept, wasted = (money(td.get_text()) for td in row.select("td")[:3])
    assert (spent, wasted) == (Decimal("0.052680001"), Decimal("0.02634"))
    assert kept == spent - wasted


def test_the_possibly_charged_have_a_line_each_and_what_to_do(client, some):
    part = soup(client.get("/spending/")).select_one("#doubts")
    assert len(part.select("tbody tr")) == 1
    assert "$0.211" in part.get_text()
    assert part.select_one('a[href="/spending/reconcile/"]')


def test_simulated_money_has_a_page_of_its_own(client, some):
    real, simulated = (
        soup(client.get(f"/spending/{query}")).select_one("main").get_text(" ")
        for query in ("", "?money=simulated")
    )
    assert "$9.99" not in real
    assert "$9.99" in simulated
    assert "$0.0586" not in simulated


def test_only_days_that_were_asked_for_count(client, some):
    told = client.get("/spending.json?from=2026-11-22&to=2026-11-30").json()
    assert told["total"]["spent_usd"] == "0"
    assert told["by"] == []
    assert client.get("/spending.json?from=2026-11-21&to=2026-11-21").json()["by"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=yesterday", "from"),
        ("to=2026-13-01", "to"),
        ("from=2026-11-22&to=2026-11-21", "from"),
        ("by=mood", "by"),
        ("money=play", "money"),
        ("from=0001-01-01", "from"),
        ("from=%00", "from"),
    ],
)
def test_a_question_that_cannot_be_is_answered_in_words(client, query, field):
    for address in ("/spending.json", "/ledger.csv"):
        answer = client.get(f"{address}?{query}")
        assert answer.status_code == 400
        assert answer.json()["errors"][field]
    page = client.get(f"/spending/?{query}")
    assert page.status_code == 422
    assert soup(page).select_one(f"#{field}-error")


def test_a_name_that_a_spreadsheet_would_run_is_only_text(client):
    paid("0.01", model="=cmd|calc")
    assert "'=cmd|calc" in client.get("/ledger.csv").getvalue().decode()


def test_a_budget_is_set_seen_and_removed_on_the_page(client, some):
    posted = {"scope": "everyone", "period": "day", "usd": "0.30"}
    answer = client.post("/spending/budgets/", posted, follow=True)
    text = soup(answer).get_text(" ", strip=True)
    assert "The budget for everyone today is set." in text
    # Whatever everybody spends counts, also what this person may not see.
    assert "of the budget for everyone today is used" in text
    client.post("/spending/budgets/remove/", posted)
    assert not Budget.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"usd": "-3"}, "usd"),
        ({"usd": "much"}, "usd"),
        ({"period": "year"}, "period"),
        ({"scope": "person:nobody\0"}, "scope"),
        ({"scope": "person:nobody"}, "scope"),
    ],
)
def test_a_bad_budget_is_refused_at_its_field(client, change, field):
    posted = {"scope": "everyone", "period": "month", "usd": "5.00", **change}
    answer = client.post("/spending/budgets/", posted)
    assert answer.status_code == 422
    page = soup(answer)
    assert page.select_one(f'[name="{field}"][aria-invalid="true"]')
    assert page.select_one(f"#{field}-error").get_text(strip=True)
    assert page.select_one('form.budget [name="usd"]')["value"] == posted["usd"]
    assert not Budget.objects.exists()


def test_with_accounts_only_who_runs_it_sets_budgets(friend_client, settings):
    settings.PLAYGROUND_ACCOUNTS = True
    posted = {"scope": "everyone", "period": "day", "usd": "5"}
    assert friend_client.post("/spending/budgets/", posted).status_code == 422
    assert not Budget.objects.exists()


def test_a_receipt_names_the_day_and_the_source_of_its_prices(run, client):
    made = run()
    for page in (made, made.images.get()):
        text = soup(client.get(page.get_absolute_url())).get_text(" ", strip=True)
        assert "Prices since 8 September 2026, from genai-prices 0.2.3" in text


def judged(run: Generation, flag: str) -> None:
    run.images.update(flag=flag)


def test_what_was_rejected_is_thrown_away_and_what_is_picked_is_told(client, owner):
    judged(paid("0.03"), "pick")
    judged(paid("0.02"), "reject")
    judged(paid("0.01", trashed=1), "pick")
    told = client.get("/spending.json?by=model").json()["by"]
    assert [(row["picked"], row["thrown_away"]) for row in told] == [(1, 2)]
    row = soup(client.get("/spending/")).select_one(
        "section[aria-labelledby=groups] tfoot"
    )
    cells = [cell.get_text(strip=True) for cell in row.select("td")]
    assert cells[:3] == ["$0.06", "$0.03", "$0.03"]


def test_a_picked_picture_costs_all_that_led_to_it(client, owner):
    first = paid("0.01")
    second = paid("0.02", parent=first.images.get())
    failed = paid("0.05", images=0, parent=first.images.get())
    third = paid("0.04", parent=second.images.get())
    paid("7")
    judged(third, "pick")
    part = soup(client.get("/spending/")).select_one("#picked").closest("section")
    text = part.get_text(" ", strip=True)
    assert failed.code
    assert "$0.12 each: 1 picked picture, and $0.12 for all 4 runs" in text
