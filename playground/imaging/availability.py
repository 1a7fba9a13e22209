"""Which parameters a model and a route take at all, whatever their value."""

from collections.abc import Callable, Mapping

from playground.catalog import Model
from playground.catalog.model import COMPRESSED_FORMATS
from playground.imaging.rule_types import Case


def why_unavailable(parameter: str, case: Case) -> str:
    """Say in a few words why a parameter is not offered; "" when it is."""
    look = _LOOKS.get(parameter)
    return look(case, case.model) if look and case.model else ""


def _n(case: Case, model: Model) -> str:
    if case.on_responses:
        return "On the Responses route the prompt says how many."
    if case.request.output_format == "svg":
        return "SVG is made one at a time."
    return ""


def _partial_images(case: Case, model: Model) -> str:
    if case.request.output_format in ("gif", "svg"):
        return "GIF and SVG arrive finished, without partial pictures."
    return ""


def _output_compression(case: Case, model: Model) -> str:
    if case.request.output_format not in COMPRESSED_FORMATS:
        return "Only JPEG and WebP can be compressed."
    return ""


def _gif_only(case: Case, model: Model) -> str:
    return "" if case.request.output_format == "gif" else "Only for GIF."


def _svg_only(case: Case, model: Model) -> str:
    return "" if case.request.output_format == "svg" else "Only for SVG."


def _input_fidelity(case: Case, model: Model) -> str:
    if not model.input_fidelity:
        return f"{model.label} has no such setting."
    if not case.request.sources and not case.request.previous:
        return "Only with a source picture."
    return ""


def _complexity(case: Case, model: Model) -> str:
    return "" if model.complexity else f"{model.label} has no such setting."


def _mask(case: Case, model: Model) -> str:
    if not model.mask:
        return f"{model.label} takes no mask."
    if case.request.output_format == "gif":
        return "A GIF takes no mask."
    if not case.request.sources:
        return "A mask needs a source picture."
    return ""


def _markup(case: Case, model: Model) -> str:
    if not model.markup:
        return f"{model.label} takes no markup."
    if case.on_responses:
        return "The Responses route takes no markup."
    if not case.request.sources:
        return "Markup needs a source picture."
    if case.request.mask:
        return "Markup and a mask do not go together."
    return ""


def _responses_only(case: Case, model: Model) -> str:
    return "" if case.on_responses else "Only on the Responses route."


_LOOKS: Mapping[str, Callable[[Case, Model], str]] = {
    "n": _n,
    "partial_images": _partial_images,
    "output_compression": _output_compression,
    "frame_count": _gif_only,
    "frame_duration_ms": _gif_only,
    "svg_model": _svg_only,
    "svg_effort": _svg_only,
    "input_fidelity": _input_fidelity,
    "complexity": _complexity,
    "mask": _mask,
    "markup": _markup,
    "action": _responses_only,
    "responses_model": _responses_only,
    "previous": _responses_only,
}
