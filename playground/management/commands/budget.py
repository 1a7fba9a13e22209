"""``manage.py budget``: how much may be spent, by whom, and when."""

import json
from argparse import ArgumentTypeError
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from playground.experiments.models import Experiment
from playground.imaging.money import usd_exact
from playground.spending.amounts import NoAmount, exact, read_usd, to_usd
from playground.spending.budgets import (
    NoScope,
    budget_remove,
    budget_set,
    budget_states,
)
from playground.spending.limits import WARN_AT, BudgetState
from playground.spending.models import Budget

SCOPE_HELP = "everyone, person:NAME or experiment:CODE"


def amount(text: str) -> Decimal:
    """An amount in dollars for argparse, which tells people what is wrong with it."""
    try:
        return read_usd(text)
    except NoAmount as error:
        raise ArgumentTypeError(str(error)) from None


class Command(BaseCommand):
    """Ends with an error where a scope, or a budget to remove, does not exist."""

    help = (
        "Set, list and remove budgets. Runs that a budget has no room for are refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        for name, words in (
            ("set", "set a budget, or change it"),
            ("remove", "remove a budget"),
        ):
            action = actions.add_parser(name, help=words)
            action.add_argument("--scope", required=True, help=SCOPE_HELP)
            action.add_argument("--period", required=True, choices=Budget.Period.values)
            if name == "set":
                action.add_argument("--usd", required=True, type=amount)
        listing = actions.add_parser("list", help="list all budgets and their use")
        listing.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *, action: str, **options: Any) -> None:
        try:
            getattr(self, f"_{action}")(**options)
        except NoScope as error:
            raise CommandError(str(error)) from None

    def _set(self, *, scope: str, period: str, usd: Decimal, **_: Any) -> None:
        state = budget_set(scope=scope, period=period, usd=usd)
        self.stdout.write(f"The budget for {state.name} is {usd_exact(usd)}.")
        if _is_for_nothing(scope):
            self.stdout.write("No experiment has this code yet.")
        if state.used > state.budget.limit_nano:
            self.stdout.write(
                f"{usd_exact(to_usd(state.used))} of it is spent or set aside already. "
                "What waits still runs; nothing new passes."
            )

    def _remove(self, *, scope: str, period: str, **_: Any) -> None:
        if not budget_remove(scope=scope, period=period):
            raise CommandError("There is no such budget. See: manage.py budget list")
        self.stdout.write("The budget is removed.")

    def _list(self, *, as_json: bool, **_: Any) -> None:
        simulated = {
            (state.budget.scope, state.budget.period): state
            for state in budget_states(simulated=True)
        }
        found = [
            (state, simulated[state.budget.scope, state.budget.period])
            for state in budget_states()
        ]
        if as_json:
            self.stdout.write(json.dumps([_json(*pair) for pair in found], indent=1))
        elif not found:
            self.stdout.write("There are no budgets.")
        for state, _other in found if not as_json else ():
            warning = f"  (above {WARN_AT} %)" if state.is_low else ""
            self.stdout.write(
                f"{state.scope_words:24} {state.budget.period:6} "
                f"{usd_exact(to_usd(state.budget.limit_nano)):>12}, "
                f"{usd_exact(to_usd(state.left))} left{warning}"
            )


def _is_for_nothing(scope: str) -> bool:
    kind, _, code = scope.strip().partition(":")
    return kind == "experiment" and not Experiment.objects.filter(code=code).exists()


def _json(state: BudgetState, simulated: BudgetState) -> dict[str, Any]:
    return {
        "scope": state.scope_words,
        "period": state.budget.period,
        "limit_usd": exact(state.budget.limit_nano),
        "spent_usd": exact(state.spent),
        "reserved_usd": exact(state.reserved),
        "possibly_charged_usd": exact(state.doubtful),
        "left_usd": exact(state.left),
        "percent": state.percent,
        "simulated_used_usd": exact(simulated.used),
        "simulated_left_usd": exact(simulated.left),
    }
