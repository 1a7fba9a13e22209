"""Whose budgets and whose names the Spending page shows."""

from decimal import Decimal

import pytest

from playground.people.models import Membership, Workspace
from playground.spending import ledger
from playground.spending.budgets import budget_set
from playground.spending.page import SpendingPage
from playground.spending.period import read_question
from tests import factories
from tests.spending.test_page import paid

pytestmark = pytest.mark.django_db


def test_budgets_of_others_experiments_are_their_own(owner, stranger):
    for code, author in (("abcd2345", owner), ("wxyz2345", stranger)):
        budget_set(scope=f"experiment:{code}", period="total", usd=Decimal(5))
        run = factories.generation(author=author, provider="openai")
        ledger.reserve(run, experiment=code)
    budget_set(scope="experiment:efgh2345", period="total", usd=Decimal(5))

    def shown(sees_all: bool) -> list[str]:
        page = SpendingPage(stranger, read_question({}), sees_all=sees_all)
        return [state.budget.scope for state in page.budgets]

    assert shown(False) == ["experiment:wxyz2345"]
    assert shown(True) == ["experiment:abcd2345", "experiment:wxyz2345"]
    long_ago = read_question({"from": "2025-01-01", "to": "2025-01-02"})
    assert SpendingPage(stranger, long_ago, sees_all=True).budgets == []


def test_a_person_who_was_erased_is_named_as_today(client, owner):
    ada = factories.person("ada")
    ada.join(owner.workspace, Membership.Role.MAKER)
    ada.enter(owner.workspace)
    gone = factories.person("bo")
    gone.join(owner.workspace, Membership.Role.MAKER)
    gone.enter(owner.workspace)
    assert Workspace.objects.default() == owner.workspace
    paid("0.04", author=ada)
    paid("0.02", author=gone)
    ada.username = "former member 7"
    ada.save()
    gone.delete()
    told = client.get("/spending.json", {"by": "person"}).json()
    names = {row["key"]: row["spent_usd"] for row in told["by"]}
    assert names == {"former member 7": "0.04", "bo": "0.02"}
    table = b"".join(client.get("/ledger.csv").streaming_content).decode()
    assert "former member 7" in table
    # Not within a code, where it may stand by chance.
    assert ",ada," not in table
