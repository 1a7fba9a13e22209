"""From what was posted to a plan."""

from collections.abc import Sequence
from decimal import Decimal

from django.http import QueryDict

from playground.experiments.asked import Asked
from playground.experiments.axes import Axis, axis_for, variables_for
from playground.experiments.base import Settings
from playground.experiments.fields import read_number, read_text, read_whole
from playground.experiments.models import Experiment
from playground.experiments.pairing import round_draws
from playground.experiments.plan import MOST_DRAWS, Plan, context_of_plan
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
from playground.people.models import User
from playground.providers.client import current_provider
from playground.runs.posted import posted_request
from playground.runs.submitting import conversation_problems

USUAL = "quality"
USUAL_DRAWS = 4
MOST_VOTES = 10_000
# Percentage points: no plan shows two values to be more alike than this.
LEAST_BAND = Decimal("0.1")


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
