"""From what was posted, or from pictures that exist, to a plan."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict

from playground.experiments.axes import Axis, axis_for, variables_for
from playground.experiments.base import base_from
from playground.experiments.existing import existing_pictures
from playground.experiments.models import BriefSet, Experiment
from playground.experiments.pairing import round_draws
from playground.experiments.plan import MOST_DRAWS, Plan, context_of_plan
from playground.experiments.prompts import (
    BadPrompts,
    Replacing,
    expand,
    one_line,
    replacing,
    typed,
)
from playground.imaging.ending import ended
from playground.imaging.fingerprint import fingerprint
from playground.imaging.money import usd_text
from playground.imaging.parameters import PARAMETERS
from playground.imaging.request import ImageRequest
from playground.library.differences import variables
from playground.library.models import Image
from playground.people.models import User

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

    @property
    def votes_planned(self) -> int:
        return int(self.votes or 0)

    @property
    def budget_usd(self) -> Decimal | None:
        return Decimal(self.budget) if self.budget else None

    @property
    def equivalence(self) -> list[float] | None:
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
    base = base or base_from(posted, author)
    text = _text(posted, "prompts", 400_000)
    if "prompts" not in posted:
        text = one_line(_text(posted, "prompt", 400_000))
    replace = _text(posted, "replace", 40_000)
    in_place = replacing(_text(posted, "find", 400), replace)
    problems: dict[str, str] = {}
    draws = _whole(posted, "draws", USUAL_DRAWS, 1, MOST_DRAWS, problems)
    kept: tuple[str, ...] = ()
    fixed: Sequence[str] = ()
    fixed_second: Sequence[str] = ()
    variable, second = posted.get("variable", ""), posted.get("second", "")
    if extends:
        base = extends.request
        kept, fixed = tuple(extends.prompts), extends.values
        variable, second = extends.variable, extends.second
        fixed_second = extends.second_values
        draws = (
            max(draws, extends.draws_each) if "draws" in posted else extends.draws_each
        )
    context = context_of_plan(base, author, _first(text, kept, in_place))
    names = variables_for(context)
    known = {name for name, _ in names}
    if variable not in known:
        variable = USUAL if USUAL in known else names[0][0]
    axis = _axis(posted, context, variable, "value", fixed)
    other = (
        _axis(posted, context, second, "second_value", fixed_second)
        if second in known and second != variable
        else None
    )
    plan = Plan(
        author=author,
        context=context,
        axis=axis,
        second=other,
        prompts_text=text,
        draws=draws,
        kept_prompts=kept,
        replacing=in_place,
        problems=problems,
    )
    asked = Asked(
        plan=plan,
        variables=names,
        replace=replace,
        name=_text(posted, "name", 120).strip(),
        votes=_number(posted, "votes", problems, most=MOST_VOTES, whole=True),
        band=_number(posted, "band", problems, least=LEAST_BAND, most=49),
        budget=_number(posted, "budget", problems, most=1_000_000),
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
        first -= _there_already(plan, draws)
    if first > budget:
        asked.problems["budget"] = (
            f"The first round alone may cost {usd_text(first)}: with less than that "
            "there is nothing to vote on."
        )


def _there_already(plan: Plan, draws: int) -> Decimal:
    """Return the price of what need not be drawn, of the first draws of all cells."""
    there = existing_pictures(plan.author, plan.cells)
    saved = Decimal(0)
    for cell in plan.cells:
        count = min(draws, len(there.get(fingerprint(cell.effective), ())))
        saved += count * (cell.context.estimate.high_usd or Decimal(0))
    return saved


def _axis(
    posted: QueryDict, context: Any, name: str, prefix: str, fixed: Sequence[str]
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
        typed=_text(posted, f"more.{prefix}.{name}", 400),
        fixed=fixed,
    )


def _first(text: str, kept: Sequence[str], in_place: Replacing) -> str:
    try:
        found = (*kept, *expand(text, in_place).prompts)
    except BadPrompts:
        found = tuple(kept)
    return found[0] if found else "a"


def _text(posted: QueryDict, name: str, longest: int) -> str:
    return posted.get(name, "").replace("\0", "").replace("\r\n", "\n")[:longest]


def _whole(
    posted: QueryDict,
    name: str,
    usual: int,
    low: int,
    high: int,
    problems: dict[str, str],
) -> int:
    text = posted.get(name, "").strip()
    if not text:
        return usual
    # Not more digits than Python reads, and not only the first of them.
    short = text.isascii() and text.isdigit() and len(text) < 10
    if short and low <= int(text) <= high:
        return int(text)
    problems[name] = f"Choose {low} to {high} draws."
    return usual


def _number(
    posted: QueryDict,
    name: str,
    problems: dict[str, str],
    *,
    least: Decimal = Decimal(0),
    most: int,
    whole: bool = False,
) -> str:
    text = posted.get(name, "").strip().lstrip("$")[:20]
    if not text:
        return ""
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or not 0 < value <= most or value < least:
        to = f"from {least} to" if least else "up to"
        problems[name] = f"This has to be a number {to} {most:,}."
        return ""
    if whole and value != int(value):
        problems[name] = "This has to be a whole number."
        return ""
    return str(int(value)) if whole else format(value.normalize(), "f")


def living(base: ImageRequest, user: User) -> tuple[ImageRequest, str]:
    """Return a request with what has come in the place of models that have ended.

    Beside it stands what is said of that, "" where nothing has.
    """
    context = context_of_plan(base, user, base.prompt or "a")
    found = ended(base, day=context.day, provider=context.provider)
    if found is None:
        return base, ""
    settled, _ = context.changed(**found.changes).adapted()
    following = settled.request.changed(prompt=base.prompt)
    return following, f"{found.words} The plan takes {found.instead} instead."


def posted_from_images(images: Sequence[Image]) -> tuple[ImageRequest, QueryDict]:
    """Return what a plan is filled with from pictures: their prompts and values.

    Where they differ in exactly one setting, that is the variable.
    """
    requests = [image.generation.request for image in images]
    base = requests[0]
    posted = QueryDict(mutable=True)
    prompts = dict.fromkeys(typed(request.prompt) for request in requests)
    posted["prompts"] = "\n".join(prompts)
    differing = {
        name
        for request in requests[1:]
        for name in variables(base, request)
        if not PARAMETERS[name].is_content
    }
    if len(differing) == 1:
        (name,) = differing
        values = dict.fromkeys(
            PARAMETERS[name].post(getattr(request, name)) for request in requests
        )
        posted["variable"] = name
        posted.setlist(f"value.{name}", list(values))
        posted["reuse"] = "1"
        cells: dict[tuple[str, str], int] = {}
        for request in requests:
            key = request.prompt, PARAMETERS[name].post(getattr(request, name))
            cells[key] = cells.get(key, 0) + 1
        posted["draws"] = str(min(MOST_DRAWS, max(cells.values())))
    return base, posted


def posted_from_experiment(asked: Experiment) -> tuple[ImageRequest, QueryDict]:
    """Return what a plan is filled with to run an experiment anew, with its pictures."""
    posted = _posted_again(asked)
    half = 50 - 100 * asked.equivalence[0] if asked.equivalence else None
    posted["budget"] = _plain(asked.budget_usd)
    posted["votes"] = str(asked.votes_planned or "")
    posted["band"] = "" if half is None else f"{half:g}"
    posted["mode"] = asked.mode
    posted["reuse"] = "1"
    return asked.request, posted


def _plain(usd: Decimal | None) -> str:
    return "" if usd is None else format(usd.normalize(), "f")


def posted_from_brief(brief: BriefSet) -> tuple[ImageRequest, QueryDict]:
    """Return what a plan is filled with from a saved brief set."""
    posted = _posted_again(brief)
    for name in BESIDE:
        posted[name] = str(brief.beside.get(name, ""))
    return ImageRequest.from_json(brief.base), posted


def _posted_again(brief: BriefSet | Experiment) -> QueryDict:
    posted = QueryDict(mutable=True)
    posted["prompts"] = "\n".join(typed(prompt) for prompt in brief.prompts)
    posted["variable"] = brief.variable
    posted.setlist(f"value.{brief.variable}", brief.values)
    if brief.second:
        posted["second"] = brief.second
        posted.setlist(f"second_value.{brief.second}", brief.second_values)
    posted["draws"] = str(brief.draws_each)
    posted["name"] = brief.name
    return posted
