"""The variables of a plan: which values there are, at what price, and why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from playground import catalog
from playground.experiments.base import cell_context, read_value
from playground.imaging.context import RequestContext
from playground.imaging.parameters import PARAMETERS
from playground.imaging.request import difference

# Tiers that cost a multiple of the others: run only by who chooses them.
DEAR = ("xhigh", "max")


@dataclass(frozen=True)
class PlanValue:
    """One value on offer, or one that was typed. ``text`` is how it is posted."""

    text: str
    label: str
    price: str = ""
    usd: Decimal | None = None
    ticked: bool = False
    why_not: str = ""
    note: str = ""
    # Part of the experiment already, when it is extended.
    fixed: bool = False


@dataclass(frozen=True)
class Axis:
    """A variable with its values. ``typed`` is what stands in its free field."""

    name: str
    values: tuple[PlanValue, ...] = ()
    typed: str = ""

    @property
    def label(self) -> str:
        return PARAMETERS.label(self.name)

    @property
    def takes_typed(self) -> bool:
        """Whether it has values without end, and so a free field."""
        return PARAMETERS[self.name].kind in ("size", "number", "text")

    @property
    def ticked(self) -> tuple[PlanValue, ...]:
        """Those that cannot be run among them, too: see ``places``."""
        return tuple(value for value in self.values if value.ticked)

    @property
    def places(self) -> list[int]:
        """Where among the ticked values those stand that can be run."""
        return [at for at, value in enumerate(self.ticked) if not value.why_not]

    def count(self) -> str:
        """Say how many can be run: "3 qualities"."""
        name = self.label.lower()
        number = len(self.places)
        if number != 1:
            name = f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"
        return f"{number} {name}"


def axis_for(
    context: RequestContext,
    name: str,
    *,
    ticked: Sequence[str] | None,
    typed: str = "",
    fixed: Sequence[str] = (),
) -> Axis:
    """Return what can be chosen of a variable; None ticks what is proposed."""
    parameter = PARAMETERS[name]
    offered = [parameter.post(value) for value in _offered(context, name)]
    extra = [part.strip()[:200] for part in typed.split(",") if part.strip()]
    free = [_as_posted(name, text) for text in (*(ticked or ()), *extra)]
    given = [*fixed, *free]
    texts = list(dict.fromkeys([*fixed, *offered, *given]))
    chosen = set(given)
    if ticked is None:
        chosen |= set(_proposed(name, offered))
    return Axis(
        name=name,
        values=tuple(
            _value(context, name, text, text in chosen, text in fixed) for text in texts
        ),
        typed=typed,
    )


def _as_posted(name: str, text: str) -> str:
    """Return the one way to write a value: 080 and 80 are one, not two that look alike."""
    try:
        return PARAMETERS[name].post(read_value(name, text))
    except ValueError:
        return text


def _offered(context: RequestContext, name: str) -> Sequence[Any]:
    if context.unavailable(name):
        return ()
    if name == "model":
        return [
            model.id
            for model in catalog.catalog().offered(context.day, context.provider)
            if not model.snapshot_of
        ]
    return [
        choice.value
        for choice in context.choices(name)
        if not (name == "route" and choice.value == "auto")
    ]


def _proposed(name: str, offered: Sequence[str]) -> list[str]:
    plain = [text for text in offered if text not in ("", "auto", *DEAR)]
    if name == "model":
        return []
    return plain if len(plain) <= 4 else plain[:3]


def _value(
    context: RequestContext, name: str, text: str, ticked: bool, fixed: bool
) -> PlanValue:
    parameter = PARAMETERS[name]
    try:
        value = read_value(name, text)
    except ValueError:
        why = "This is not a whole number."
        return PlanValue(text, text, ticked=ticked, why_not=why, fixed=fixed)
    prompt = context.request.prompt or "a"
    before = set(context.changed(prompt=prompt).problems)
    cell = cell_context(context, prompt, **{name: value})
    wrong = [problem for problem in cell.problems if problem not in before]
    lost = [
        PARAMETERS.said(each)
        for each in difference(context.request.changed(prompt=prompt), cell.request)
        if each != name
    ]
    price = cell.estimate
    return PlanValue(
        text=text,
        label=parameter.words(value),
        price="" if wrong else price.text,
        usd=price.high_usd,
        ticked=ticked,
        why_not=wrong[0].message if wrong else "",
        note=f"also changes {', '.join(lost)}" if lost else "",
        fixed=fixed,
    )


def variables_for(context: RequestContext) -> list[tuple[str, str]]:
    """Name what can be varied."""
    return [
        (parameter.name, parameter.label)
        for parameter in PARAMETERS.settings
        if not parameter.is_circumstance
        and (parameter.name == "model" or not context.unavailable(parameter.name))
    ]
