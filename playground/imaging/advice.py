"""What is worth knowing about a request, and does not stop it."""

from collections.abc import Iterator

from playground.catalog import Model, parse_size
from playground.imaging.context import RequestContext
from playground.imaging.parameters.checks import successor_on
from playground.imaging.rule_types import Advice, Case
from playground.imaging.rule_words import date_text, days_text, format_name

Given = Iterator[Advice]


def context_advice(context: RequestContext) -> tuple[Advice, ...]:
    """Return advice at the fields it is about. A refused request gets some, too."""
    model = context.model
    if model is None or not model.callable_on(context.day, context.provider):
        return ()
    return tuple([given for advise in _ALL for given in advise(context.case, model)])


def _stopping(case: Case, model: Model) -> Given:
    if model.state(case.day) != "stopping" or model.shutdown is None:
        return
    days = model.days_left(case.day) or 0
    yield Advice(
        "model",
        f"{model.label} is switched off on {date_text(model.shutdown)}, "
        f"{days_text(days)}. {successor_on(case, model)} takes its place.",
    )


def _simulated_only(case: Case, model: Model) -> Given:
    if case.provider != "simulator" or model.state(case.day) != "gone":
        return
    if model.shutdown is not None:
        yield Advice(
            "model",
            f"{model.label} was switched off on {date_text(model.shutdown)}. Only the "
            f"simulator still draws for it; {successor_on(case, model)} takes its place.",
        )


def _partly_known(case: Case, model: Model) -> Given:
    if model.completeness == "partial":
        yield Advice(
            "model",
            f"OpenAI has not published what a picture of {model.label} costs. The "
            "receipt shows it afterwards.",
        )
    elif model.completeness == "unknown":
        yield Advice(
            "model",
            "The catalogue does not know this model: no price, and any value may be "
            "refused by the server.",
        )


def _size(case: Case, model: Model) -> Given:
    size = parse_size(case.request.size)
    if size is None:
        return
    rule = model.custom_size
    if rule and size[0] * size[1] > rule.experimental_above_pixels:
        yield Advice("size", "Sizes above 2560×1440 are experimental.")
    elif size[0] != size[1]:
        yield Advice("size", "Square pictures are made fastest.")


def _quality(case: Case, model: Model) -> Given:
    request = case.request
    if request.quality == "auto" and model.auto_quality:
        yield Advice("quality", f"Auto has been seen to mean {model.auto_quality}.")
    if request.background == "transparent" and request.quality in ("low", "auto"):
        yield Advice(
            "quality", "Transparent backgrounds come out best at medium or high."
        )


def _background(case: Case, model: Model) -> Given:
    if case.request.background not in model.uncertain_backgrounds:
        return
    if model.facts["uncertain_backgrounds"].confidence == "not found":
        yield Advice(
            "background",
            f"Nothing is published on transparency with {model.label}; the API may "
            "refuse it.",
        )
    else:
        yield Advice("background", f"Transparency is a preview with {model.label}.")


def _format(case: Case, model: Model) -> Given:
    chosen = case.request.output_format
    if chosen in model.preview_formats:
        yield Advice(
            "output_format",
            f"{format_name(chosen)} is a preview: OpenAI has to open it for your "
            "project.",
        )
    elif chosen == "png" and case.request.background != "transparent":
        yield Advice("output_format", "JPEG arrives faster than PNG.")


def _edits(case: Case, model: Model) -> Given:
    request = case.request
    if request.mask:
        words = "A mask guides the change; it is not a hard border."
        first = next(iter(case.sources), None)
        if first and first.format != "png":
            words += (
                f" It is a PNG over a {format_name(first.format)}, and OpenAI's guide "
                "asks for one format: if it is refused, add the source as PNG."
            )
        yield Advice("mask", words)
    if request.input_fidelity == "high":
        yield Advice(
            "input_fidelity",
            "High keeps faces and details of the source closely, and adds 4,160 to "
            "6,240 input tokens a source picture.",
        )


def _counts(case: Case, model: Model) -> Given:
    if case.request.partial_images:
        yield Advice(
            "partial_images", "Each partial picture adds 100 tokens to the price."
        )


def _route(case: Case, model: Model) -> Given:
    if case.on_responses:
        yield Advice(
            "route",
            "The text model's own tokens are charged on top, and it may rewrite the "
            "prompt.",
        )


_ALL = (
    _stopping,
    _simulated_only,
    _partly_known,
    _size,
    _quality,
    _background,
    _format,
    _edits,
    _counts,
    _route,
)
