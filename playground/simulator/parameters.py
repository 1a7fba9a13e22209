"""The parameters of one drawing, read and checked in the API's order.

The order is measured: model, unknown keys, prompt, images, ``n``, ``quality``,
``output_compression``, ``size``. What has no measured place comes between, and
rules that join two parameters come last. What is legal, the catalogue says.
"""

from dataclasses import dataclass, replace

from playground.catalog import Model
from playground.catalog.model import (
    PROMPT_MAX_CHARS,
    SAFETY_IDENTIFIER_MAX_CHARS,
    SVG_EFFORTS,
    TRANSPARENT_FORMATS,
)
from playground.simulator import errors, sizes
from playground.simulator.fields import Fields

_QUALITIES = ("low", "medium", "high", "xhigh", "max", "standard", "hd", "auto")
_FORMATS = ("png", "webp", "jpeg", "gif", "svg")
_BACKGROUNDS = ("transparent", "opaque", "auto")
_MODERATIONS = ("auto", "low")
_LEVELS = ("low", "medium", "high")

# What every surface takes: both images endpoints and the Responses tool.
COMMON = frozenset(
    {
        "background",
        "complexity",
        "frame_count",
        "frame_duration_ms",
        "model",
        "moderation",
        "output_compression",
        "output_format",
        "partial_images",
        "quality",
        "size",
        "svg",
    }
)


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """What was asked for, legal for its model. ``None`` is left to the model."""

    model: Model
    n: int = 1
    quality: str | None = None
    output_format: str = "png"
    background: str = "auto"
    moderation: str = "auto"
    output_compression: int | None = None
    partial_images: int = 0
    size: str | None = None
    input_fidelity: str | None = None
    complexity: str | None = None
    frame_count: int | None = None
    frame_duration_ms: int | None = None
    svg_model: str | None = None
    svg_effort: str | None = None

    @property
    def moving(self) -> bool:
        return self.output_format == "gif"

    @property
    def drawn_in_lines(self) -> bool:
        return self.output_format == "svg"


def read_prompt(fields: Fields) -> str:
    """Raise ``ApiError`` where it is missing, empty, or too long."""
    prompt = fields.required_text("prompt")
    if not prompt:
        raise errors.empty_string(fields.param("prompt"))
    if len(prompt) > PROMPT_MAX_CHARS:
        raise errors.too_long(fields.param("prompt"), PROMPT_MAX_CHARS, len(prompt))
    return prompt


def read_parameters(
    fields: Fields,
    model: Model,
    *,
    streamed: bool,
    masked: bool = False,
    author_known: bool = False,
) -> Parameters:
    """Read what all surfaces share.

    ``masked`` says that a mask came too, ``author_known`` that somebody draws an
    SVG even if ``svg`` names nobody: the outer model of a response.
    """
    n = fields.integer("n", low=1, high=model.max_n)
    quality = fields.one_of("quality", _legal(model.qualities, _QUALITIES))
    parameters = Parameters(
        model=model,
        n=n or 1,
        quality=None if quality == "auto" else quality,
        output_format=fields.one_of(
            "output_format", _legal(model.all_formats, _FORMATS)
        )
        or "png",
        background=fields.one_of("background", _legal(model.backgrounds, _BACKGROUNDS))
        or "auto",
        moderation=fields.one_of("moderation", _legal(model.moderations, _MODERATIONS))
        or "auto",
        input_fidelity=_input_fidelity(fields, model),
        complexity=_complexity(fields, model),
        output_compression=fields.integer("output_compression", low=0, high=100),
        partial_images=fields.integer(
            "partial_images", low=0, high=model.max_partial_images
        )
        or 0,
        frame_count=_frame_count(fields, model),
        frame_duration_ms=_frame_duration(fields, model),
        **_svg(fields, author_known),
    )
    parameters = replace(parameters, size=_size(fields, parameters))
    _check_together(fields, parameters, streamed=streamed, masked=masked)
    return parameters


def _legal(offered: tuple[str, ...], order: tuple[str, ...]) -> tuple[str, ...]:
    """Return what the model offers, in the order in which the API names it."""
    return tuple(option for option in order if option in offered)


def _input_fidelity(fields: Fields, model: Model) -> str | None:
    if fields.raw("input_fidelity") is None:
        return None
    if not model.input_fidelity:
        raise errors.no_fidelity(model.id, fields.param("input_fidelity"))
    return fields.one_of(
        "input_fidelity", _legal(model.input_fidelity, ("high", "low"))
    )


def _complexity(fields: Fields, model: Model) -> str | None:
    if fields.raw("complexity") is not None and not model.complexity:
        raise errors.unknown(fields.param("complexity"))
    return fields.one_of("complexity", _legal(model.complexity, _LEVELS))


def _frame_count(fields: Fields, model: Model) -> int | None:
    low, high = (model.gif.min_frames, model.gif.max_frames) if model.gif else (2, 16)
    return fields.integer("frame_count", low=low, high=high)


def _frame_duration(fields: Fields, model: Model) -> int | None:
    low, high = (model.gif.step_ms, model.gif.max_ms) if model.gif else (10, 655_350)
    return fields.integer("frame_duration_ms", low=low, high=high)


def _size(fields: Fields, wanted: Parameters) -> str | None:
    value = fields.raw("size")
    sizes.check(
        value,
        wanted.model,
        fields.param("size"),
        output_format=wanted.output_format,
        frame_count=wanted.frame_count,
    )
    return None if value in (None, "auto") else str(value)


def _svg(fields: Fields, author_known: bool) -> dict[str, str | None]:
    author = fields.inner("svg")
    if author is None:
        return {}
    author.refuse_unknown(("model", "reasoning"))
    if author.raw("model") is None and not author_known:
        raise errors.missing(author.param("model"))
    reasoning = author.inner("reasoning")
    if reasoning is not None:
        reasoning.refuse_unknown(("effort",))
    return {
        "svg_model": author.text("model"),
        "svg_effort": reasoning.one_of("effort", SVG_EFFORTS) if reasoning else None,
    }


def _check_together(
    fields: Fields, wanted: Parameters, *, streamed: bool, masked: bool
) -> None:
    see_through = wanted.output_format in TRANSPARENT_FORMATS
    if wanted.background == "transparent" and not see_through:
        raise errors.refused(
            "Transparent background is not supported for "
            f"{wanted.output_format.upper()} output format",
            fields.param("background"),
        )
    compressed = wanted.output_compression not in (None, 100)
    if compressed and wanted.output_format == "png":
        raise errors.refused(
            "Compression less than 100 is not supported for PNG output format",
            code="invalid_png_output_compression",
        )
    if wanted.moving:
        _check_gif(fields, wanted, streamed=streamed, masked=masked)
    else:
        _only_for(fields, ("frame_count", "frame_duration_ms"), "gif")
    if wanted.drawn_in_lines:
        _check_svg(fields, wanted, streamed=streamed)
    else:
        _only_for(fields, ("svg",), "svg")


# The rules of GIF and SVG are documented, the texts of their errors are not.


def _only_for(fields: Fields, names: tuple[str, ...], output_format: str) -> None:
    for name in names:
        if fields.raw(name) is not None:
            raise errors.refused(
                f"'{name}' is only supported with output_format={output_format}.",
                fields.param(name),
            )


def _check_gif(
    fields: Fields, wanted: Parameters, *, streamed: bool, masked: bool
) -> None:
    barred = {
        "stream": streamed,
        "partial_images": wanted.partial_images > 0,
        "mask": masked,
        "output_compression": wanted.output_compression not in (None, 100),
    }
    _refuse_barred(fields, barred, "GIF")


def _check_svg(fields: Fields, wanted: Parameters, *, streamed: bool) -> None:
    barred = {
        "n": wanted.n > 1,
        "stream": streamed,
        "partial_images": wanted.partial_images > 0,
        "output_compression": wanted.output_compression is not None,
    }
    _refuse_barred(fields, barred, "SVG")


def _refuse_barred(fields: Fields, barred: dict[str, bool], kind: str) -> None:
    for name, given in barred.items():
        if given:
            raise errors.refused(
                f"'{name}' is not supported for {kind} output.", fields.param(name)
            )


def read_identifier(fields: Fields) -> str | None:
    """Return the effective identifier: ``safety_identifier``, else ``user``."""
    given = fields.text("safety_identifier", maximum=SAFETY_IDENTIFIER_MAX_CHARS)
    user = fields.raw("user")
    return given or (user if isinstance(user, str) and user else None)
