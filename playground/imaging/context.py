"""A request with everything it is judged and priced by, worked out once.

A page or a run makes one ``RequestContext`` and passes it on. Asking what another
value would bring (``changed``) costs only what that value can change: see ``checking``.
"""

import datetime
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any, cast

from playground.catalog import Model, ProviderKind
from playground.imaging.checking import Check, Finding, Found, Memory
from playground.imaging.estimating import Estimate, estimate
from playground.imaging.parameters import PARAMETERS
from playground.imaging.request import ImageRequest
from playground.imaging.routing import Routing
from playground.imaging.rule_types import Case, Choice, FileFacts, Problem, case_of


class RequestContext:
    """One request, on one day, with one provider, and what is known of its files.

    Files that are not given are not judged: the composer may ask before it has
    looked at them.
    """

    def __init__(
        self,
        request: ImageRequest,
        *,
        day: datetime.date,
        provider: ProviderKind,
        sources: Sequence[FileFacts] = (),
        mask: FileFacts | None = None,
        markup: FileFacts | None = None,
        memory: Memory | None = None,
    ) -> None:
        self.request = request
        self.day = day
        self.provider = provider
        self.sources = sources
        self.mask = mask
        self.markup = markup
        self.memory = memory or Memory()
        self._variants: dict[ImageRequest, RequestContext] = {request: self}
        self._entries: dict[Any, Finding] = {}
        # The context it was changed from, and the fields that are not as there.
        self._origin: tuple[RequestContext, frozenset[str]] | None = None

    @classmethod
    def with_files(
        cls,
        request: ImageRequest,
        facts: Mapping[str, FileFacts],
        *,
        day: datetime.date,
        provider: ProviderKind,
    ) -> "RequestContext":
        """Return the context of a request with all of its files that are known.

        ``facts`` are by digest, and may hold those of other files as well.
        """
        return cls(
            request,
            day=day,
            provider=provider,
            sources=[facts[name] for name in request.sources if name in facts],
            mask=facts.get(request.mask or ""),
            markup=facts.get(request.markup or ""),
        )

    @property
    def facts(self) -> dict[str, FileFacts]:
        """What is known of its files, by digest."""
        known = (*self.sources, self.mask, self.markup)
        return {file.sha256: file for file in known if file}

    def changed(self, **values: Any) -> "RequestContext":
        """Return the context of another request that shares day, provider and files."""
        made = self.of(self.request.changed(**values))
        if made is not self and made._origin is None:
            made._origin = self, frozenset(values)
        return made

    def of(self, request: ImageRequest) -> "RequestContext":
        """The same day, provider and files for another request; kept, and made once."""
        found = self._variants.get(request)
        if found is None:
            found = RequestContext(
                request,
                day=self.day,
                provider=self.provider,
                sources=self.sources,
                mask=self.mask,
                markup=self.markup,
                memory=self.memory,
            )
            found._variants = self._variants
            self._variants[request] = found
        return found

    @cached_property
    def case(self) -> Case:
        return case_of(
            self.request,
            day=self.day,
            provider=self.provider,
            sources=self.sources,
            mask=self.mask,
            markup=self.markup,
        )

    @property
    def model(self) -> Model | None:
        """None for a name that nobody knows."""
        return self.case.model

    @property
    def routing(self) -> Routing:
        return self.case.routing

    @cached_property
    def estimate(self) -> Estimate:
        """For all ``n`` pictures."""
        if self.request.n != 1:
            # Nothing but a factor.
            return self.changed(n=1).estimate.times(self.request.n)
        return estimate(self.request, day=self.day, sources=self.sources)

    @cached_property
    def _known(self) -> frozenset[Problem]:
        return frozenset(self.problems)

    @cached_property
    def problems(self) -> Found:
        """Why the request cannot be sent; empty when it can."""
        is_known, found = self.model is not None, list[Problem]()
        for key, parameter in PARAMETERS.items():
            if parameter.always:
                found += self._look((key, is_known), parameter.always)
        if is_known and not any(problem.field == "model" for problem in found):
            for key, parameter in PARAMETERS.items():
                found += self._look(key, parameter.problems)
        return tuple(found)

    def _look(self, key: Any, check: Check) -> Found:
        if self._origin:
            origin, changed = self._origin
            entry = origin._entries.get(key)
            is_same_model = "model" not in changed
            if (
                entry
                and (is_same_model or not entry.of_model)
                and changed.isdisjoint(entry.of_request)
            ):
                self._entries[key] = entry
                return entry.found
        entry = self._entries[key] = self.memory.find(key, self.case, check)
        return entry.found

    def unavailable(self, name: str) -> str:
        """Say in a few words why a parameter is not offered; "" when it is."""
        return PARAMETERS[name].absent(self.case, self.model) if self.model else ""

    def choices(self, name: str) -> tuple[Choice, ...]:
        """Return the values of one parameter, given the rest of the request.

        A value is legal when choosing it brings no problem that is not there
        already. The value that the request has now is always among them, and nothing
        that means the same. For ``model``, values of other parameters that would
        have to change are named instead.
        """
        if self.model is None and name not in ("model", "route"):
            return ()
        values = self._values(name)
        if not set(values) - {None}:
            return ()
        return tuple(self._choice(name, value) for value in values)

    def _values(self, name: str) -> tuple[Any, ...]:
        parameter, now = PARAMETERS[name], getattr(self.request, name)
        # Which models and routes there are does not depend on the present model.
        model = cast(Model, self.model)
        values = parameter.offered(self.case, model)
        if not values or now in values:
            return values
        same = parameter.resolved_default(self.case)
        if now is not None and now == same:
            return tuple(now if value is None else value for value in values)
        return (*values, now)

    def _choice(self, name: str, value: Any) -> Choice:
        changed = self.changed(**{name: value})
        now, before = getattr(self.request, name), self._known
        changes: tuple[str, ...] = ()
        if name == "model":
            blocking = [it for it in changed.problems if it.field == "model"]
            changes = () if value == now else self._changes(changed.problems)
        else:
            blocking = [
                problem
                for problem in changed.problems
                if problem not in before or (value == now and problem.field == name)
            ]
        return Choice(
            value=value,
            label=_label(name, value, changed),
            legal=not blocking,
            why_not=blocking[0].message if blocking else "",
            changes=changes,
        )

    def _changes(self, after: Found) -> tuple[str, ...]:
        already = {problem.field for problem in self.problems}
        fields = [problem.field for problem in after if problem.field not in already]
        return tuple(dict.fromkeys(field for field in fields if field != "model"))

    def adapted(
        self, keep: Collection[str] = ()
    ) -> "tuple[RequestContext, tuple[Problem, ...]]":
        """Put back to its default every setting that is not legal.

        Returns the context and the problems that were put right, so that it can be
        said what was lost. The model, all contents, and what ``keep`` names are left
        as they are.
        """
        kept = {"model", *keep}
        kept |= {name for name, each in PARAMETERS.items() if each.is_content}
        here, solved = self, []
        for _ in range(len(PARAMETERS)):
            wrong = [
                problem
                for problem in here.problems
                if problem.field not in kept
                and getattr(here.request, problem.field)
                != PARAMETERS[problem.field].default
            ]
            if not wrong:
                break
            solved.append(wrong[0])
            name = wrong[0].field
            here = here.changed(**{name: PARAMETERS[name].default})
        return here, tuple(solved)


def _label(name: str, value: Any, context: RequestContext) -> str:
    """Write a value as a button's words; what is left out by what is taken then."""
    parameter = PARAMETERS[name]
    if value is not None:
        return parameter.title(value)
    taken = parameter.resolved_default(context.case)
    return "Default" if taken is None else f"{parameter.title(taken)} (default)"
