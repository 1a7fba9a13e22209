"""Why a model or a route does not take a parameter at all, whatever its value.

Each says it in a few words, and "" where it is taken.
"""

from playground.catalog import Model
from playground.catalog.model import COMPRESSED_FORMATS
from playground.imaging.rule_types import Case


def one_only(case: Case, model: Model) -> str:
    """Of ``n``: several pictures come from the Images API only, and not as SVG."""
    if case.on_responses:
        return "On the Responses route the prompt says how many."
    if case.request.output_format == "svg":
        return "SVG is made one at a time."
    return ""


def no_previews(case: Case, model: Model) -> str:
    """Of ``partial_images``: formats that cannot be shown half made."""
    if case.request.output_format in ("gif", "svg"):
        return "GIF and SVG arrive finished, without partial pictures."
    return ""


def compressed_only(case: Case, model: Model) -> str:
    """Of ``output_compression``."""
    if case.request.output_format not in COMPRESSED_FORMATS:
        return "Only JPEG and WebP can be compressed."
    return ""


def gif_only(case: Case, model: Model) -> str:
    """Of ``frame_count`` and ``frame_duration_ms``."""
    return "" if case.request.output_format == "gif" else "Only for GIF."


def svg_only(case: Case, model: Model) -> str:
    """Of what only drawings have."""
    return "" if case.request.output_format == "svg" else "Only for SVG."


def no_fidelity(case: Case, model: Model) -> str:
    """Of ``input_fidelity``: a model that has it, and something to be true to."""
    if not model.input_fidelity:
        return f"{model.label} has no such setting."
    if not case.request.sources and not case.request.previous:
        return "Only with a source picture."
    return ""


def no_complexity(case: Case, model: Model) -> str:
    """Of ``complexity``."""
    return "" if model.complexity else f"{model.label} has no such setting."


def no_mask(case: Case, model: Model) -> str:
    """Of ``mask``: the reason that no choice can help comes first."""
    if not model.mask:
        return f"{model.label} takes no mask."
    if case.request.output_format == "gif":
        return "A GIF takes no mask."
    if not case.request.sources:
        return "A mask needs a source picture."
    return ""


def no_markup(case: Case, model: Model) -> str:
    """Of ``markup``: the reason that no choice can help comes first."""
    if not model.markup:
        return f"{model.label} takes no markup."
    if case.on_responses:
        return "The Responses route takes no markup."
    if not case.request.sources:
        return "Markup needs a source picture."
    if case.request.mask:
        return "Markup and a mask do not go together."
    return ""


def responses_only(case: Case, model: Model) -> str:
    """Of what a text model alone can do."""
    return "" if case.on_responses else "Only on the Responses route."
