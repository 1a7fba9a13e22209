"""Whether a request can be sent, what may be chosen, and what is not offered.

The same rules stand behind the form, the buttons of Vary, and the simulator's
tests. Advice that does not stop a request is in ``advice``.
"""

import datetime
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from playground.catalog import Model, ProviderKind, catalog
from playground.catalog.model import SVG_EFFORTS
from playground.catalog.sizes import parse_size, size_text
from playground.imaging.availability import why_unavailable
from playground.imaging.file_rules import check_files
from playground.imaging.parameter_rules import ALWAYS, OF_THE_MODEL
from playground.imaging.request import DEFAULTS, ImageRequest
from playground.imaging.rule_types import Case, Choice, FileFacts, Problem, case_of
from playground.imaging.rule_words import FORMAT_NAMES, QUALITY_NAMES

__all__ = [
    "Choice",
    "FileFacts",
    "Problem",
    "adapted",
    "choices",
    "problems",
    "unavailable",
]


def problems(
    request: ImageRequest,
    *,
    day: datetime.date,
    provider: ProviderKind,
    sources: Sequence[FileFacts] = (),
    mask: FileFacts | None = None,
    markup: FileFacts | None = None,
) -> tuple[Problem, ...]:
    """Return why a request cannot be sent; empty when it can.

    Files are judged by their facts where these are given. For a model that cannot
    be called, nothing else about the model is said.
    """
    return _problems(
        case_of(
            request,
            day=day,
            provider=provider,
            sources=sources,
            mask=mask,
            markup=markup,
        )
    )


def _problems(case: Case) -> tuple[Problem, ...]:
    found = [problem for check in ALWAYS for problem in check(case)]
    if case.model and not any(problem.field == "model" for problem in found):
        found += [
            problem for check in OF_THE_MODEL for problem in check(case, case.model)
        ]
        found += check_files(case)
    return tuple(found)


def unavailable(
    parameter: str,
    request: ImageRequest,
    *,
    day: datetime.date,
    provider: ProviderKind,
) -> str:
    """Say in a few words why a parameter is not offered; "" when it is."""
    return why_unavailable(parameter, case_of(request, day=day, provider=provider))


def choices(
    parameter: str,
    request: ImageRequest,
    *,
    day: datetime.date,
    provider: ProviderKind,
) -> tuple[Choice, ...]:
    """Return the values of one parameter, given the rest of the request.

    A value is legal when choosing it brings no problem that is not there already.
    The value that the request has now is always among them. For ``model``, values
    of other parameters that would have to change are named instead.
    """
    case = case_of(request, day=day, provider=provider)
    values = _values(parameter, case)
    if not set(values) - {None}:
        return ()
    now = getattr(request, parameter)
    if now not in values:
        values = (*values, now)
    before = set(_problems(case))
    return tuple(_choice(parameter, value, case, before) for value in values)


def _choice(parameter: str, value: Any, case: Case, before: set[Problem]) -> Choice:
    changed = case_of(
        case.request.changed(**{parameter: value}), day=case.day, provider=case.provider
    )
    now = getattr(case.request, parameter)
    after = _problems(changed)
    if parameter == "model":
        blocking = [problem for problem in after if problem.field == "model"]
        changes = () if value == now else _changes(after, before)
    else:
        blocking = [
            problem
            for problem in after
            if problem not in before or (value == now and problem.field == parameter)
        ]
        changes = ()
    return Choice(
        value=value,
        label=_label(parameter, value, changed),
        legal=not blocking,
        why_not=blocking[0].message if blocking else "",
        changes=changes,
    )


def _changes(after: tuple[Problem, ...], before: set[Problem]) -> tuple[str, ...]:
    already = {problem.field for problem in before}
    fields = [problem.field for problem in after if problem.field not in already]
    return tuple(dict.fromkeys(field for field in fields if field != "model"))


def adapted(
    request: ImageRequest,
    *,
    day: datetime.date,
    provider: ProviderKind,
    keep: Collection[str] = (),
) -> tuple[ImageRequest, tuple[Problem, ...]]:
    """Put back to its default every setting that is not legal.

    Returns the request and the problems that were put right, so that it can be
    said what was lost. The prompt, the model, the files, the conversation, and
    what ``keep`` names are left as they are.
    """
    kept = {"prompt", "model", "sources", "mask", "markup", "previous", *keep}
    solved: list[Problem] = []
    for _ in range(len(DEFAULTS)):
        wrong = [
            problem
            for problem in problems(request, day=day, provider=provider)
            if problem.field not in kept
            and getattr(request, problem.field) != DEFAULTS[problem.field]
        ]
        if not wrong:
            break
        solved.append(wrong[0])
        request = request.changed(**{wrong[0].field: DEFAULTS[wrong[0].field]})
    return request, tuple(solved)


# --- The values that are worth offering --------------------------------------


def _values(parameter: str, case: Case) -> tuple[Any, ...]:
    if parameter == "model":
        return tuple(model.id for model in catalog().offered(case.day, case.provider))
    if parameter == "route":
        return ("auto", "images", "responses")
    list_values = _LISTS.get(parameter)
    return list_values(case.model, case) if list_values and case.model else ()


def _sizes(model: Model, case: Case) -> tuple[str, ...]:
    auto = ("auto",) if model.size_auto else ()
    if case.request.output_format == "gif" and model.gif and model.custom_size:
        frames = case.request.frame_count or model.gif.default_frames
        edge = model.gif.largest_square(frames, model.custom_size.step)
        return (*auto, f"{edge}x{edge}", *model.sizes)
    return (*auto, *model.sizes, *model.suggested_sizes)


def _input_fidelities(model: Model, case: Case) -> tuple[str | None, ...]:
    # Left out, it is low: offering both would vary nothing.
    return (None, *(value for value in model.input_fidelity if value != "low"))


_LISTS: Mapping[str, Callable[[Model, Case], tuple[Any, ...]]] = {
    "size": _sizes,
    "quality": lambda model, case: model.qualities,
    "output_format": lambda model, case: model.all_formats,
    "output_compression": lambda model, case: (None, 90, 75, 50, 25),
    "background": lambda model, case: model.backgrounds,
    "moderation": lambda model, case: model.moderations,
    "n": lambda model, case: tuple(range(1, model.max_n + 1)),
    "partial_images": lambda model, case: tuple(range(model.max_partial_images + 1)),
    "input_fidelity": _input_fidelities,
    "complexity": lambda model, case: (None, *model.complexity),
    "frame_count": lambda model, case: (None, 4, 12, 16) if model.gif else (),
    "frame_duration_ms": lambda model, case: (None, 100, 400) if model.gif else (),
    "svg_effort": lambda model, case: (None, *SVG_EFFORTS),
    "svg_model": lambda model, case: (None, *catalog().texts.offered(case.day)),
    "action": lambda model, case: (None, "generate", "edit"),
    "responses_model": lambda model, case: (
        None,
        *catalog().texts.offered(case.day)[1:],
    ),
}


def _label(parameter: str, value: Any, case: Case) -> str:
    if value is None:
        return _left_out(parameter, case)
    if parameter == "model":
        return case.model.label if case.model else str(value)
    if parameter == "size" and (parsed := parse_size(str(value))):
        return size_text(*parsed)
    if parameter == "quality":
        return QUALITY_NAMES.get(value, str(value))
    if parameter == "output_format":
        return FORMAT_NAMES.get(value, str(value))
    if parameter == "frame_duration_ms":
        return f"{value} ms"
    if isinstance(value, str) and parameter not in ("responses_model", "svg_model"):
        return value.capitalize()
    return str(value)


def _left_out(parameter: str, case: Case) -> str:
    gif = case.model.gif if case.model else None
    if parameter == "frame_count" and gif:
        return f"{gif.default_frames} (default)"
    if parameter == "frame_duration_ms" and gif:
        return f"{gif.default_ms} ms (default)"
    return {
        "output_compression": "100 (default)",
        "input_fidelity": "Low (default)",
        "responses_model": f"{catalog().default_responses_model(case.day)} (default)",
        "action": "Auto",
    }.get(parameter, "Default")
