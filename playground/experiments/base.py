"""The settings that an experiment starts from: what stays the same in all its cells."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from playground.imaging.context import RequestContext
from playground.imaging.parameters import PARAMETERS, Parameter
from playground.imaging.request import ImageRequest
from playground.imaging.rule_types import Problem
from playground.people.models import User
from playground.runs.posted import CUSTOM_SIZE, read_posted

# A plan has its own prompts and draws; nobody watches its partial pictures.
OWN = ("prompt", "n", "partial_images")
LONGEST = 200
TYPED = ("size", "number", "text")


@dataclass(frozen=True)
class Wrong:
    """A setting that cannot be sent as it stands, with a field to mend it in.

    ``typed`` is what was typed; ``missing`` what is not there any more, to be kept or
    left out.
    """

    name: str
    label: str
    typed: str = ""
    missing: tuple[str, ...] = ()


class Settings:
    """What stays the same in a plan: read from a form, told, and posted along."""

    def __init__(self, posted: QueryDict, user: User) -> None:
        self._form = read_posted(posted, user)
        own = {PARAMETERS[name].posted_name for name in OWN}
        self._said = {
            name: message
            for name, message in self._form.problems.items()
            if name not in own
        }
        self._named = {each.posted_name: each for each in PARAMETERS.values()}

    @property
    def request(self) -> ImageRequest:
        """Without prompt, number and previews, which a plan has of its own."""
        return self._form.request.changed(
            **{name: PARAMETERS[name].default for name in OWN if name != "prompt"},
            prompt="",
        )

    @property
    def problem(self) -> str:
        """What could not be read, in the words of the composer; "" where nothing."""
        return " ".join(
            f"{self._named[name].label}: {message}"
            for name, message in self._said.items()
        )

    def wrong(self, refused: Problem | None = None) -> list[Wrong]:
        """Return what has to be mended: what could not be read or the rules refuse."""
        found = [self._wrong(self._named[name]) for name in self._said]
        if refused and PARAMETERS[refused.field].kind in TYPED:
            found.append(self._wrong(PARAMETERS[refused.field]))
        return found

    def _wrong(self, parameter: Parameter) -> Wrong:
        name, label = parameter.posted_name, parameter.label
        if parameter.is_content:
            gone = self._form.gone.get(name) or [self._form.data.get(name, "")]
            return Wrong(name, label, missing=tuple(gone))
        typed = self._form.data.get(name, "")
        if name == "size" and typed == CUSTOM_SIZE:
            typed = self._form.data.get("size_custom", "")
        return Wrong(name, label, typed=typed.replace("\0", ""))

    def hidden(self, wrong: Collection[Wrong]) -> list[tuple[str, str]]:
        """Return the rest as fields of a form, which are read here again."""
        visible = {each.name for each in wrong if not each.missing}
        left_out = [
            name for name, each in PARAMETERS.items() if each.posted_name in visible
        ]
        posted = self._form.posted(leaving_out=(*OWN, *left_out))
        return [(name, value) for name, values in posted.lists() for value in values]


def read_value(name: str, text: str) -> Any:
    """Read a posted value of a parameter; ValueError where it is none."""
    return PARAMETERS[name].read(text.strip()[:LONGEST])


def cell_context(context: RequestContext, prompt: str, **values: Any) -> RequestContext:
    """Return the context of one cell.

    Another model may not take every setting: those go back to their defaults, and
    only then.
    """
    found = context.changed(prompt=prompt, **values)
    if "model" in values and found.problems:
        found, _ = found.adapted(values)
    return found
