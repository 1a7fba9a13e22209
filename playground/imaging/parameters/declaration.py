"""What one parameter is: everything that any surface needs to know of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from playground.catalog import Model
from playground.imaging.request import DEFAULTS
from playground.imaging.routing import Endpoint
from playground.imaging.rule_types import Case, Problem
from playground.imaging.rule_words import listed

# How a parameter is filled in. From "prompt" to "conversation" each has a place of
# its own on the page; all others are drawn from their declarations.
Kind = Literal[
    "prompt",
    "model",
    "files",
    "file",
    "conversation",
    "size",
    "choice",
    "number",
    "text",
]
CONTENTS: tuple[Kind, ...] = ("prompt", "files", "file", "conversation")
Group = Literal["", "main", "more", "route"]

Check = Callable[[Case], Iterator[Problem]]
ModelCheck = Callable[[Case, Model], Iterator[Problem]]
Values = tuple[Any, ...]

# A whole number longer than this is no number that anybody meant.
MAX_DIGITS = 10


@dataclass(frozen=True, kw_only=True)
class Wire:
    """Where a value goes on each endpoint; "" where the endpoint has no such field.

    A path is the name of a keyword argument of the SDK's method, with dots into
    nested values and numbers into lists. ``extra_body`` is for what the API knows
    and the SDK does not.
    """

    generations: str = ""
    edits: str = ""
    responses: str = ""

    def path(self, endpoint: Endpoint) -> str:
        """Names with dots between; "" where the endpoint has no such field."""
        found: str = getattr(self, endpoint)
        return found


def everywhere(path: str) -> Wire:
    """A field of both Images endpoints, and of the image tool on Responses."""
    return Wire(generations=path, edits=path, responses=f"tools.0.{path}")


def _nothing(case: Case, model: Model) -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One parameter, declared once. ``name`` is a field of ``ImageRequest``.

    label, hint    what the page calls it, and what it is about; ``{low}`` and
                   ``{high}`` in a hint stand for its bounds
    note           what the table in ``docs/requests.md`` adds
    kind, group    how it is filled in, and where in the composer
    leads          others give way to it: model, route, format
    is_circumstance  it surrounds a request without shaping the picture
    costs          its value can change the estimate
    is_telling     shown even where it was left alone
    is_echoed      an answer can say what became of it
    is_beside      its values are worth seeing side by side
    of_one_turn    it belongs to one picture alone: what goes on from there, in words or
                   with another source, leaves it behind
    is_supplied    its value on the wire is not the request's own: a file, an id
    absent         why a model or route does not take it, "" when it does
    legal, bounds  the values, or the least and the greatest, that a model takes
    steps          numbers and names worth offering where there is no list of legal ones
    typed          how a text that somebody typed is written for the API
    left_out       the value that the API takes when this one is left out
    always         what is checked whatever the model
    check          what is checked for a known model instead of ``absent``, ``legal``
                   and ``bounds``; ``also`` is checked beside them
    when_refused   what to do about it when the API refuses it
    reads, titles  a value in words: short enough for a chip, and as a heading
    """

    name: str
    label: str
    kind: Kind
    hint: str = ""
    note: str = ""
    group: Group = ""
    wire: Wire = field(default_factory=Wire)
    leads: bool = False
    is_circumstance: bool = False
    costs: bool = False
    is_telling: bool = False
    is_echoed: bool = False
    is_beside: bool = False
    of_one_turn: bool = False
    is_supplied: bool = False
    posted: str = ""
    # The API's own names for it in errors, where they do not follow from ``wire``.
    also_called: tuple[str, ...] = ()
    absent: Callable[[Case, Model], str] = _nothing
    remedy: str = "Leave it out."
    when_refused: str = "Change what is named, then send it again."
    legal: Callable[[Model], Values] | None = None
    bounds: Callable[[Model], tuple[int, int] | None] | None = None
    unit: str = ""
    typed: Callable[[str], str] | None = None
    steps: Callable[[Case, Model], Values] | None = None
    left_out: Callable[[Case, Model], Any] | None = None
    placeholder: str = ""
    always: Check | None = None
    check: ModelCheck | None = None
    also: ModelCheck | None = None
    reads: Callable[[Any], str] = str
    titles: Callable[[Any], str] | None = None

    @property
    def default(self) -> Any:
        """What a request without it has; None where that leaves it out."""
        return DEFAULTS.get(self.name)

    @property
    def said(self) -> str:
        """Its label inside a sentence: a word that is all capitals stays so."""
        return self.label if self.label[:2].isupper() else self.label.lower()

    @property
    def is_optional(self) -> bool:
        """Left out unless it was chosen; None stands for that."""
        return self.name in DEFAULTS and self.default is None

    @property
    def is_content(self) -> bool:
        """What to make a picture of, not how: no preset keeps it."""
        return self.kind in CONTENTS

    @property
    def is_number(self) -> bool:
        """Also a choice among numbers, such as ``n``."""
        return self.kind == "number" or isinstance(self.default, int)

    @property
    def posted_name(self) -> str:
        """Its name in the composer's form."""
        return self.posted or self.name

    @property
    def names_of_the_api(self) -> list[tuple[str, ...]]:
        """What the API calls it in an error: its own name, others, and its paths."""
        paths = (self.wire.generations, self.wire.edits, self.wire.responses)
        return [
            (self.name,),
            *((name,) for name in self.also_called),
            *(_named(path) for path in paths if path),
        ]

    def read(self, text: str | None) -> Any:
        """Turn posted text into a value; raises ``ValueError`` for no number."""
        if text in (None, ""):
            return self.default
        assert text is not None  # noqa: S101 - for the type checker
        if not self.is_number:
            return self.typed(text) if self.typed else text
        written = text.strip()
        if len(written) > MAX_DIGITS:
            raise ValueError(written)
        return int(written)

    def post(self, value: Any) -> str:
        """Turn a value into the text that ``read`` reads."""
        return "" if value is None else str(value)

    def words(self, value: Any) -> str:
        """Write a value for a chip, a button or a cell."""
        if value is None:
            return "none" if self.is_content else "left out"
        return self.reads(value)

    def title(self, value: Any) -> str:
        """Write a value as it stands alone: with a capital where it is a choice."""
        if self.titles:
            return self.titles(value)
        text = self.reads(value)
        return text.capitalize() if self.kind == "choice" else text

    def resolved_default(self, case: Case) -> Any:
        """What the API takes when this is left out, None where nobody says."""
        return self.left_out(case, case.model) if self.left_out and case.model else None

    def offered(self, case: Case, model: Model) -> Values:
        """The values worth offering, no two of which mean the same.

        None stands for leaving it out; its explicit equal is not offered beside it.
        """
        values: Values = ()
        if self.steps:
            values = self.steps(case, model)
        elif self.legal:
            values = self.legal(model)
        if not values:
            return ()
        if not self.is_optional:
            return values
        same = self.resolved_default(case)
        return (None, *(value for value in values if value != same))

    def range_of(self, model: Model | None) -> tuple[int, int] | None:
        """The least and the most; None without a model, or where nothing bounds it."""
        return self.bounds(model) if self.bounds and model else None

    def problems(self, case: Case) -> Iterator[Problem]:
        """What is wrong with its value, where the model is known."""
        model = case.model
        if model is None:
            return
        yield from (self.check or self._usual)(case, model)
        if self.also:
            yield from self.also(case, model)

    def _usual(self, case: Case, model: Model) -> Iterator[Problem]:
        """The check that follows from the declaration."""
        value = getattr(case.request, self.name)
        if value is None:
            return
        if value != self.default and (why := self.absent(case, model)):
            yield Problem(self.name, f"{why} {self.remedy}".strip())
        elif self.legal and value not in (allowed := self.legal(model)):
            yield Problem(
                self.name, f"{model.label} takes {listed(allowed, 'or')} here."
            )
        elif bounds := self.range_of(model):
            low, high = bounds
            if not is_whole(value) or not low <= value <= high:
                what = f" {self.unit}" if self.unit else ""
                yield Problem(self.name, f"Choose {low:,} to {high:,}{what}.")


def _named(path: str) -> tuple[str, ...]:
    """Return a path as an error names it: without places in lists."""
    steps = path.split(".")
    return tuple(
        step
        for step in steps
        if not step.isdigit() and step not in ("tools", "extra_body")
    )


def is_whole(value: object) -> bool:
    """Tell whether it is a whole number; True and False are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def unchecked(case: Case, model: Model) -> Iterator[Problem]:
    """For what other checks look after."""
    return iter(())
