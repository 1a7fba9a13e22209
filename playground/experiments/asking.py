"""From what was posted to a plan."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.http import QueryDict

from playground.experiments.axes import Axis, axis_for, variables_for
from playground.experiments.base import Settings, Wrong
from playground.experiments.existing import existing_pictures, new_pictures
from playground.experiments.fields import read_number, read_text, read_whole
from playground.experiments.models import Experiment
from playground.experiments.pairing import round_draws
from playground.experiments.plan import MOST_DRAWS, Plan, PlanCell, context_of_plan
from playground.experiments.prices import Bounds, bounds_of, price_text
from playground.experiments.prompts import (
    BadPrompts,
    Replacing,
    expand,
    one_line,
    replacing,
)
from playground.imaging.context import RequestContext
from playground.imaging.money import usd_text
from playground.imaging.parameters import PARAMETERS
from playground.imaging.request import ImageRequest
from playground.library.models import Image
from playground.people.models import User
from playground.providers.client import current_provider
from playground.runs.posted import posted_request
from playground.runs.submitting import conversation_problems

USUAL = "quality"
USUAL_DRAWS = 4
MOST_VOTES = 10_000
# Percentage points: no plan shows two values to be more alike than this.
LEAST_BAND = Decimal("0.1")
# What stands beside a plan and is saved with it.
BESIDE = ("budget", "votes", "band", "mode")


@dataclass
class Asked:
    """A plan with what stands beside it in the form; ``problems`` by field."""

    plan: Plan
    settings: Settings
    variables: list[tuple[str, str]]
    # What was typed as replacements, one a line.
    replace: str = ""
    name: str = ""
    votes: str = ""
    band: str = ""
    budget: str = ""
    mode: str = "all"
    reuse: bool = False
    extends: Experiment | None = None
    problems: dict[str, str] = field(default_factory=dict)

    @cached_property
    def wrong(self) -> list[Wrong]:
        """Settings that cannot be sent as they stand, each with a field of its own."""
        return self.settings.wrong(self.plan.refused)

    @cached_property
    def hidden(self) -> list[tuple[str, str]]:
        """The other settings, as they are posted along."""
        return self.settings.hidden(self.wrong)

    @cached_property
    def there(self) -> dict[int, list[Image]]:
        """Pictures that answer the very same requests, by their fingerprint."""
        return existing_pictures(self.plan.author, self.plan.cells)

    def reusable(self, draws: int) -> tuple[int, Decimal]:
        """Return how many of so many draws of each cell are there, and their price."""
        count, saved = 0, Decimal(0)
        for cell in self.plan.cells:
            found = min(draws, len(self.there.get(cell.fingerprint, ())))
            count += found
            saved += found * (cell.context.estimate.high_usd or Decimal(0))
        return count, saved

    @cached_property
    def extra(self) -> list[PlanCell] | None:
        """The cell of each picture that an extension adds; None where it is none."""
        return new_pictures(self.extends, self.plan) if self.extends else None

    @cached_property
    def bought(self) -> list[PlanCell]:
        """The cell of each picture that a start pays for, in the order they are sent.

        What is there already is paid.
        """
        if self.extra is not None:
            return self.extra
        there, draws = self.there if self.reuse else {}, self.plan.draws
        return [
            cell
            for cell in self.plan.cells
            for _ in range(draws - len(there.get(cell.fingerprint, ())))
        ]

    @cached_property
    def most(self) -> tuple[Decimal, int]:
        """The most that a start can cost, and how many pictures have no known price."""
        _, high, unpriced = self._bounds
        return high, unpriced

    @property
    def price(self) -> str:
        """What a start costs, as its button says it."""
        if self.plan.cells and not self.bought:
            return "nothing to pay"
        return price_text(self._bounds, len(self.bought))

    @cached_property
    def _bounds(self) -> Bounds:
        return bounds_of(cell.context.estimate for cell in self.bought)

    @property
    def votes_planned(self) -> int:
        """0 where none were asked for."""
        return int(self.votes or 0)

    @property
    def budget_usd(self) -> Decimal | None:
        """None where no limit was typed."""
        return Decimal(self.budget) if self.budget else None

    @property
    def equivalence(self) -> list[float] | None:
        """The shares that count as equal: so many percent to each side of a half."""
        if not self.band:
            return None
        low = round((50 - float(self.band)) / 100, 6)
        return [low, round(1 - low, 6)]


def asked_from(
    posted: QueryDict,
    author: User,
    *,
    base: ImageRequest | None = None,
    extends: Experiment | None = None,
) -> Asked:
    """Read the form of the plan, or the composer, which has none of its fields yet."""
    problems: dict[str, str] = {}
    if extends:
        base = extends.request
    # A request that is known is read as it would be posted: what of it is gone is
    # missed there.
    kept = Settings(posted_request(base, author) if base else posted, author)
    if kept.problem:
        problems["settings"] = kept.problem
    text = read_text(posted, "prompts", 400_000, problems)
    if "prompts" not in posted:
        text = one_line(read_text(posted, "prompt", 400_000, problems, "prompts"))
    replace = read_text(posted, "replace", 40_000, problems)
    in_place = replacing(read_text(posted, "find", 400, problems), replace)
    draws = _draws(posted, extends, problems)
    old = tuple(extends.prompts) if extends else ()
    context = context_of_plan(kept.request, author, _first(text, old, in_place))
    spoken = conversation_problems(kept.request, author, current_provider())
    if spoken:
        problems.setdefault("settings", spoken[0].message)
    names = variables_for(context)
    axis, second = _axes(posted, context, names, extends, problems)
    plan = Plan(
        author=author,
        context=context,
        axis=axis,
        second=second,
        prompts_text=text,
        draws=draws,
        kept_prompts=old,
        replacing=in_place,
        problems=problems,
    )
    asked = Asked(
        plan=plan,
        settings=kept,
        variables=names,
        replace=replace,
        name=read_text(posted, "name", 120, problems).strip(),
        votes=read_number(posted, "votes", problems, most=MOST_VOTES, whole=True),
        band=read_number(posted, "band", problems, least=LEAST_BAND, most=49),
        budget=read_number(posted, "budget", problems, most=1_000_000),
        mode="cheapest" if posted.get("mode") == "cheapest" else "all",
        reuse=bool(posted.get("reuse")),
        extends=extends,
        problems=problems,
    )
    _check_prices(asked)
    _check_first_round(asked)
    return asked


def _check_prices(asked: Asked) -> None:
    """Refuse to look for the cheapest where nobody knows what a value costs."""
    plan = asked.plan
    if asked.mode != "cheapest" or asked.problems or not plan.bounds[2]:
        return
    unknown = [value.label for value in plan.axis.ticked if value.usd is None]
    what = ", ".join(unknown) or "some of these pictures"
    asked.problems["mode"] = (
        f"What {what} cost is not known, so the cheapest cannot be found. Leave that "
        "out, or vote on all of them without rounds."
    )


def _check_first_round(asked: Asked) -> None:
    """Refuse a budget that ends before there is anything to vote on."""
    plan, budget = asked.plan, asked.budget_usd
    if asked.mode != "cheapest" or budget is None or asked.problems:
        return
    draws = round_draws(plan.draws)[0]
    first = plan.bounds[1] / plan.draws * draws
    if first > budget and asked.reuse:
        first -= asked.reusable(draws)[1]
    if first > budget:
        asked.problems["budget"] = (
            f"The first round alone may cost {usd_text(first)}: with less than that "
            "there is nothing to vote on."
        )


def _draws(
    posted: QueryDict, extends: Experiment | None, problems: dict[str, str]
) -> int:
    """How many pictures of each; never fewer than an experiment has already."""
    draws = read_whole(posted, "draws", USUAL_DRAWS, 1, MOST_DRAWS, problems)
    if extends is None:
        return draws
    return max(draws, extends.draws_each) if "draws" in posted else extends.draws_each


def _axes(
    posted: QueryDict,
    context: RequestContext,
    names: list[tuple[str, str]],
    extends: Experiment | None,
    problems: dict[str, str],
) -> tuple[Axis, Axis | None]:
    """The variable, and a second one where it is asked for; ``names`` can be varied."""
    variable, second = posted.get("variable", ""), posted.get("second", "")
    fixed: Sequence[str] = ()
    fixed_second: Sequence[str] = ()
    if extends:
        variable, fixed = extends.variable, extends.values
        second, fixed_second = extends.second, extends.second_values
    known = {name for name, _ in names}
    for name in filter(None, (variable, second)):
        if name not in known:
            problems["variable"] = (
                f"{PARAMETERS.label(name[:60])} cannot be varied with these settings."
            )
    if variable not in known:
        variable = USUAL if USUAL in known else names[0][0]
    axis = _axis(posted, context, variable, "value", fixed, problems)
    if second not in known or second == variable:
        return axis, None
    return axis, _axis(posted, context, second, "second_value", fixed_second, problems)


def _axis(
    posted: QueryDict,
    context: RequestContext,
    name: str,
    prefix: str,
    fixed: Sequence[str],
    problems: dict[str, str],
) -> Axis:
    asked = f"{prefix}.{name}" in posted or f"asked.{prefix}.{name}" in posted
    texts = [
        text.replace("\0", "")[:200]
        for text in posted.getlist(f"{prefix}.{name}")[:100]
    ]
    return axis_for(
        context,
        name,
        ticked=texts if asked else ([] if fixed else None),
        typed=read_text(
            posted,
            f"more.{prefix}.{name}",
            400,
            problems,
            "chosen" if prefix == "value" else "second_values",
        ),
        fixed=fixed,
    )


def _first(text: str, kept: Sequence[str], in_place: Replacing) -> str:
    try:
        found = (*kept, *expand(text, in_place).prompts)
    except BadPrompts:
        found = tuple(kept)
    return found[0] if found else "a"
