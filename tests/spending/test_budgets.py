"""Budgets hold, to the cent, and say so in words."""

import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from playground.library.models import Generation
from playground.spending.budgets import budget_set, budget_states
from playground.spending.models import Budget, Count, LedgerEntry
from tests import factories
from tests.pages import HTMX, soup, text_of

pytestmark = pytest.mark.django_db


def budget(*arguments: str) -> None:
    call_command("budget", *arguments)


def price(post) -> Decimal:
    """What one more run sets aside."""
    post()
    return Decimal(LedgerEntry.objects.heads().latest("pk").reserved_nano) / 10**9


def test_a_run_that_does_not_fit_is_refused_in_words(post):
    each = price(post)
    budget("set", "--scope=everyone", "--period=day", f"--usd={each * 2:.4f}")
    refused = post(headers=HTMX, prompt="A quiet harbour", quality="high")
    assert refused.status_code == 422
    said = soup(refused).get_text(" ", strip=True)
    assert "The simulated budget for everyone today is" in said
    assert "is left, and this run may cost" in said
    assert "Raise it under Spending › Budgets" in said
    assert soup(refused).select_one('.foot .note a[href$="/spending/#budgets"]')
    assert not soup(refused).select(".scroll .error")
    assert "A quiet harbour" in said
    assert Generation.objects.count() == 1
    assert LedgerEntry.objects.count() == 1
    assert Count.objects.filter(scope="everyone", period="total").count() == 1


def test_the_page_without_script_says_it_too(post):
    budget("set", "--scope=everyone", "--period=total", "--usd=0")
    refused = post()
    assert refused.status_code == 422
    said = text_of(soup(refused).select_one("#composer-foot [role=alert]"))
    assert "The simulated budget for everyone in all is" in said


def test_exactly_as_many_pass_as_the_budget_holds(post):
    each = price(post)
    Budget.objects.create(
        scope="everyone", period="month", limit_nano=int(each * 3 * 10**9)
    )
    statuses = [post().status_code for _ in range(4)]
    assert statuses == [303, 303, 422, 422]
    assert budget_states(simulated=True)[0].left == 0


def test_run_again_is_held_too(post, client):
    post()
    made = Generation.objects.get()
    budget("set", "--scope=everyone", "--period=day", "--usd=0.0001")
    answer = client.post(f"/generations/{made.code}/again/", follow=True)
    assert "The simulated budget for everyone today" in answer.content.decode()
    assert Generation.objects.count() == 1


@pytest.mark.parametrize("period", ["day", "month", "total"])
def test_a_person_has_a_budget_of_their_own(post, owner, friend, period):
    budget("set", f"--scope=person:{friend}", f"--period={period}", "--usd=0")
    assert post().status_code == 303
    budget("set", f"--scope=person:{owner}", f"--period={period}", "--usd=0")
    assert post().status_code == 422


def test_an_experiment_has_a_budget_of_its_own(owner):
    from playground.runs.submitting import Refused, generation_submit

    budget("set", "--scope=experiment:abcd2345", "--period=total", "--usd=0.001")
    asked = factories.request(size="1024x1024", quality="low")
    generation_submit(author=owner, request=asked)
    generation_submit(author=owner, request=asked, experiment="wxyz2345")
    with pytest.raises(Refused, match="the experiment abcd2345 in all"):
        generation_submit(author=owner, request=asked, experiment="abcd2345")


def test_tomorrow_begins_anew(post, settings):
    each = price(post)
    budget("set", "--scope=everyone", "--period=day", f"--usd={each:.4f}")
    assert post().status_code == 422
    settings.PLAYGROUND_TODAY = settings.PLAYGROUND_TODAY.replace(day=22)
    budget("set", "--scope=everyone", "--period=day", f"--usd={each * 2:.4f}")
    assert post().status_code == 303


def test_what_is_given_back_can_be_spent_again(post, client):
    each = price(post)
    budget(
        "set",
        "--scope=everyone",
        "--period=day",
        f"--usd={each + Decimal('0.0001'):.4f}",
    )
    assert post().status_code == 422
    client.post(f"/generations/{Generation.objects.get().code}/cancel/")
    assert post().status_code == 303


def test_simulated_spending_never_eats_a_real_budget(post, settings):
    each = price(post)
    budget(
        "set",
        "--scope=everyone",
        "--period=day",
        f"--usd={each + Decimal('0.0001'):.4f}",
    )
    assert post().status_code == 422
    settings.OPENAI_API_KEY = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789"
    assert post().status_code == 303
    real, simulated = budget_states()[0], budget_states(simulated=True)[0]
    assert real.reserved == simulated.reserved == int(each * 10**9)


def test_a_budget_may_be_lowered_below_what_is_set_aside(run, post, drain, capsys):
    price(post)
    budget("set", "--scope=everyone", "--period=day", "--usd=0.0001")
    drain()
    assert Generation.objects.get().state == "succeeded"
    assert post().status_code == 422
    assert budget_states(simulated=True)[0].left == 0


def test_a_price_that_nobody_knows_is_not_let_past_a_budget(post):
    assert post(model="gpt-image-2.6-flare", quality="auto").status_code == 303
    budget("set", "--scope=everyone", "--period=day", "--usd=5")
    made = Generation.objects.get()
    if made.estimate_usd is not None or made.estimate_high_usd is not None:
        pytest.skip("its price is known by now")
    refused = post(model="gpt-image-2.6-flare", quality="auto")
    assert "Nobody knows before" in soup(refused).get_text(" ")


def test_it_warns_from_80_percent_on(owner):
    state = budget_set(scope="everyone", period="day", usd=Decimal(1))
    assert not state.is_low
    Count.objects.create(
        scope="everyone", period="2026-11-21", simulated=False, spent_nano=799_999_999
    )
    assert not budget_states()[0].is_low
    Count.objects.update(spent_nano=800_000_000)
    assert budget_states()[0].is_low


def test_it_warns_where_money_is_about_to_be_spent(post, client, owner):
    each = price(post)
    code = Generation.objects.get().code
    pages = {
        "composer": lambda: client.get("/"),
        "change": lambda: client.post("/compose/", {"prompt": "x"}, headers=HTMX),
        "question": lambda: client.get(f"/generations/{code}/again/"),
        "plan": lambda: client.post("/experiments/new/", {"prompt": "x"}),
    }

    def warned(words: str) -> set[str]:
        found = {name: ask().content.decode() for name, ask in pages.items()}
        return {name for name, text in found.items() if words in text}

    budget_set(scope="everyone", period="day", usd=each * 2)
    assert warned("everyone today is used") == set()
    budget_set(scope="everyone", period="day", usd=each)
    assert warned("budget for everyone today") == set(pages)


def test_the_bar_says_what_the_ledger_says(post, client, drain):
    post()
    drain()
    spent = sum(LedgerEntry.objects.values_list("spent_nano", flat=True))
    # A bill that was corrected in the books counts, whatever the run says.
    Generation.objects.update(cost_usd=77)
    today = soup(client.get("/")).select_one("#today").get_text(" ", strip=True)
    page = soup(client.get("/spending/")).select_one(".figures dd").get_text()
    assert Decimal(page.strip("$")) == Decimal(spent) / 10**9
    assert "77" not in today
    assert today.startswith("Simulated today $0.0")


@pytest.mark.parametrize(
    ("usd", "words"),
    [
        ("-1", "negative"),
        ("1e9", "above"),
        ("abc", "not an amount"),
        ("nan", "not an amount"),
        ("0.00001", "hundredth of a cent"),
        ("", "not an amount"),
        ("5,00", "with a point"),
        ("1,00,000", "with a point"),
        ("5_00", "not an amount"),
    ],
)
def test_an_absurd_amount_is_refused_in_words(usd, words):
    with pytest.raises(CommandError, match=words):
        budget("set", "--scope=everyone", "--period=day", f"--usd={usd}")
    assert not Budget.objects.exists()


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ("person:nobody", "Nobody here is called 'nobody'"),
        ("person:", "not a scope"),
        ("all", "not a scope"),
        ("experiment:../x", "not a scope"),
    ],
)
def test_a_scope_that_is_nobodys_is_refused_in_words(scope, words):
    with pytest.raises(CommandError, match=words):
        budget("set", f"--scope={scope}", "--period=day", "--usd=1")


def test_the_list_as_json(capsys, friend):
    budget("set", "--scope=person:friend", "--period=month", "--usd=1,000.50")
    budget("set", "--scope=everyone", "--period=day", "--usd=$5.00")
    capsys.readouterr()
    budget("list", "--json")
    everyone, person = json.loads(capsys.readouterr().out)
    assert everyone == {
        "scope": "everyone",
        "period": "day",
        "limit_usd": "5",
        "spent_usd": "0",
        "reserved_usd": "0",
        "possibly_charged_usd": "0",
        "left_usd": "5",
        "percent": 0,
        "simulated_used_usd": "0",
        "simulated_left_usd": "5",
    }
    assert (person["scope"], person["limit_usd"]) == ("person:friend", "1000.5")
    budget("remove", "--scope=person:friend", "--period=month")
    with pytest.raises(CommandError, match="no such budget"):
        budget("remove", "--scope=person:friend", "--period=month")
