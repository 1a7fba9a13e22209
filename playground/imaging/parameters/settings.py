"""How to make a picture: one declaration for each setting, in the order of pages."""

from typing import Any

from playground.catalog import Model, catalog, parse_size
from playground.catalog.model import SVG_EFFORTS
from playground.catalog.sizes import size_text, typed_size
from playground.imaging.parameters import availability, checks
from playground.imaging.parameters.declaration import Parameter, Wire, everywhere
from playground.imaging.rule_types import Case
from playground.imaging.rule_words import QUALITY_NAMES, format_name


def short_size(size: Any) -> str:
    """Return "1536×1024" for such a size, and "auto" as it is."""
    width, cross, height = str(size).partition("x")
    if not (cross and width.isdigit() and height.isdigit()):
        return str(size)
    return f"{width}×{height}"


def _long_size(size: str) -> str:
    parsed = parse_size(size)
    return size_text(*parsed) if parsed else size.capitalize()


def _model_label(name: str) -> str:
    known = catalog().get(name)
    return known.label if known else name


def _models(case: Case, model: Model) -> tuple[str, ...]:
    return tuple(each.id for each in catalog().offered(case.day, case.provider))


def _sizes(case: Case, model: Model) -> tuple[str, ...]:
    auto = ("auto",) if model.size_auto else ()
    if case.request.output_format == "gif" and model.gif and model.custom_size:
        frames = case.request.frame_count or model.gif.default_frames
        edge = model.gif.largest_square(frames, model.custom_size.step)
        return (*auto, f"{edge}x{edge}", *model.sizes)
    return (*auto, *model.sizes, *model.suggested_sizes)


def text_models(case: Case, model: Model) -> tuple[str, ...]:
    """The names that can be called on the day of the case, whatever the image model."""
    return tuple(catalog().texts.offered(case.day))


def _counts(most: int) -> tuple[int, ...]:
    return tuple(range(1, most + 1))


def _frame_counts(model: Model) -> tuple[int, int] | None:
    return (model.gif.min_frames, model.gif.max_frames) if model.gif else None


def _frame_times(model: Model) -> tuple[int, int] | None:
    return (model.gif.step_ms, model.gif.max_ms) if model.gif else None


MODEL = Parameter(
    name="model",
    label="Model",
    kind="model",
    wire=everywhere("model"),
    note="always sent; on Responses the image model goes into the tool, never to the "
    "top",
    leads=True,
    costs=True,
    is_telling=True,
    is_echoed=True,
    is_beside=True,
    steps=_models,
    titles=_model_label,
    always=checks.check_model,
)

MAIN = (
    Parameter(
        name="quality",
        label="Quality",
        hint="cost and time",
        when_refused="Choose another quality.",
        kind="choice",
        group="main",
        wire=everywhere("quality"),
        costs=True,
        is_telling=True,
        is_echoed=True,
        is_beside=True,
        legal=lambda model: model.qualities,
        titles=lambda value: QUALITY_NAMES.get(value, str(value)),
    ),
    Parameter(
        name="size",
        label="Size",
        hint="square is fastest",
        when_refused="Choose another size.",
        kind="size",
        group="main",
        wire=everywhere("size"),
        costs=True,
        is_telling=True,
        is_echoed=True,
        is_beside=True,
        typed=typed_size,
        steps=_sizes,
        check=checks.check_size,
        reads=short_size,
        titles=_long_size,
    ),
    Parameter(
        name="output_format",
        label="Format",
        when_refused="Choose another format.",
        kind="choice",
        group="main",
        wire=everywhere("output_format"),
        leads=True,
        # GIF and SVG have no price.
        costs=True,
        is_telling=True,
        is_echoed=True,
        is_beside=True,
        legal=lambda model: model.all_formats,
        check=checks.check_format,
        titles=format_name,
    ),
    Parameter(
        name="background",
        label="Background",
        when_refused="Choose another background, or PNG or WebP as the format.",
        kind="choice",
        group="main",
        wire=everywhere("background"),
        is_telling=True,
        is_echoed=True,
        legal=lambda model: model.backgrounds,
        also=checks.check_background,
    ),
    Parameter(
        name="n",
        label="Pictures",
        hint="draws of the same request",
        note="Responses makes as many pictures as the text model asks for",
        when_refused="Ask for one to ten pictures.",
        kind="choice",
        group="main",
        wire=Wire(generations="n", edits="n"),
        of_one_turn=True,
        is_circumstance=True,
        costs=True,
        is_telling=True,
        absent=availability.one_only,
        remedy="Set n to 1.",
        bounds=lambda model: (1, model.max_n),
        unit="pictures",
        steps=lambda case, model: _counts(model.max_n),
    ),
)

MORE = (
    Parameter(
        name="partial_images",
        label="Previews",
        hint="see it being drawn, paid like output",
        note="any other number also sends `stream: true`",
        kind="choice",
        group="more",
        wire=everywhere("partial_images"),
        is_circumstance=True,
        costs=True,
        absent=availability.no_previews,
        remedy="Set it to 0.",
        bounds=lambda model: (0, model.max_partial_images),
        unit="partial pictures",
        steps=lambda case, model: (0, *_counts(model.max_partial_images)),
    ),
    Parameter(
        name="output_compression",
        label="Compression",
        hint="0 smallest, 100 best",
        when_refused="Leave compression out, or choose JPEG or WebP.",
        kind="number",
        group="more",
        wire=everywhere("output_compression"),
        absent=availability.compressed_only,
        bounds=lambda model: (0, checks.BEST_COMPRESSION),
        steps=lambda case, model: (90, 75, 50, 25),
        left_out=lambda case, model: checks.BEST_COMPRESSION,
        check=checks.check_compression,
    ),
    Parameter(
        name="input_fidelity",
        label="Input fidelity",
        hint="high keeps faces and logos",
        when_refused="Leave fidelity out for this model.",
        kind="choice",
        group="more",
        wire=Wire(edits="input_fidelity", responses="tools.0.input_fidelity"),
        costs=True,
        absent=availability.no_fidelity,
        legal=lambda model: model.input_fidelity,
        left_out=lambda case, model: "low",
    ),
    Parameter(
        name="complexity",
        label="Complexity",
        hint="effort of planning the picture",
        kind="choice",
        group="more",
        wire=everywhere("complexity"),
        absent=availability.no_complexity,
        legal=lambda model: model.complexity,
        left_out=lambda case, model: model.default_complexity,
    ),
    Parameter(
        name="frame_count",
        label="Frames",
        hint="pictures in the animation, {low} to {high}",
        note="GIF only",
        kind="number",
        group="more",
        wire=everywhere("frame_count"),
        absent=availability.gif_only,
        bounds=_frame_counts,
        unit="frames",
        steps=lambda case, model: (4, 9, 12, 16) if model.gif else (),
        left_out=lambda case, model: model.gif.default_frames if model.gif else None,
    ),
    Parameter(
        name="frame_duration_ms",
        label="Frame time",
        hint="milliseconds each, {low} to {high}",
        note="GIF only",
        kind="number",
        group="more",
        wire=everywhere("frame_duration_ms"),
        absent=availability.gif_only,
        bounds=_frame_times,
        unit="milliseconds",
        steps=lambda case, model: (100, 200, 400) if model.gif else (),
        left_out=lambda case, model: model.gif.default_ms if model.gif else None,
        reads=lambda value: f"{value} ms",
    ),
    Parameter(
        name="svg_model",
        label="SVG author",
        hint="the model that writes the drawing",
        note="SVG only",
        kind="text",
        group="more",
        wire=everywhere("svg.model"),
        absent=availability.svg_only,
        steps=text_models,
        placeholder="chosen by the API",
        also_called=("svg",),
        always=checks.check_svg_author,
    ),
    Parameter(
        name="svg_effort",
        label="SVG effort",
        hint="how long its author thinks",
        note="SVG only",
        kind="choice",
        group="more",
        wire=everywhere("svg.reasoning.effort"),
        absent=availability.svg_only,
        also_called=("effort",),
        legal=lambda model: SVG_EFFORTS,
    ),
    Parameter(
        name="moderation",
        label="Moderation",
        hint="low filters less",
        note="the SDK's `images.edit` has no such argument, so it travels in "
        "`extra_body`",
        kind="choice",
        group="more",
        wire=Wire(
            generations="moderation",
            edits="extra_body.moderation",
            responses="tools.0.moderation",
        ),
        legal=lambda model: model.moderations,
    ),
    Parameter(
        name="safety_identifier",
        label="Safety identifier",
        hint="a hash that stands for a person",
        kind="text",
        group="more",
        wire=Wire(
            generations="safety_identifier",
            edits="safety_identifier",
            responses="safety_identifier",
        ),
        is_circumstance=True,
        always=checks.check_safety_identifier,
    ),
)
