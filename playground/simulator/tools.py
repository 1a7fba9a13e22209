"""The image tool of the Responses API, as a request declares it."""

from dataclasses import dataclass
from typing import Any

from playground.catalog import Model, catalog
from playground.catalog.model import ACTIONS
from playground.simulator import errors, pictures
from playground.simulator.behaviours import server_error
from playground.simulator.fields import Fields, kind
from playground.simulator.parameters import COMMON, Parameters, read_parameters
from playground.simulator.pictures import Picture
from playground.simulator.session import Session

IMAGE_TOOL = "image_generation"
# What the API takes when the tool names no model. It has moved twice in a year.
_DEFAULT_MODEL = "gpt-image-2.6-sunburst"
_KEYS = COMMON | {"action", "input_fidelity", "input_image_mask", "type"}
_ECHOED = (
    "complexity",
    "frame_count",
    "frame_duration_ms",
    "input_fidelity",
    "partial_images",
    "svg",
)


@dataclass(frozen=True, kw_only=True)
class ImageTool:
    """A valid declaration; ``echo`` is how the answer repeats it."""

    parameters: Parameters
    action: str
    mask: Picture | None
    echo: dict[str, Any]
    param: str


def read_tools(fields: Fields, session: Session) -> list[ImageTool]:
    """In the order of the request; empty without any. Raises ``ApiError``."""
    return [
        _read_tool(value, f"{fields.param('tools')}[{index}]", session)
        for index, value in enumerate(fields.items("tools") or [])
    ]


def _read_tool(value: Any, param: str, session: Session) -> ImageTool:
    if not isinstance(value, dict):
        raise errors.wrong_type(param, "an object", kind(value))
    tool = Fields(value, prefix=f"{param}.")
    if tool.raw("type") is None:
        raise errors.missing(tool.param("type"))
    tool.one_of("type", (IMAGE_TOOL,))
    tool.refuse_unknown(_KEYS)
    model = _model(tool, session)
    mask = _mask(tool)
    # The events around a picture can be streamed in any format, so that this
    # stream is none in the sense of the images endpoints.
    wanted = read_parameters(
        tool, model, streamed=False, masked=mask is not None, author_known=True
    )
    action = tool.one_of("action", ACTIONS) or "auto"
    return ImageTool(
        parameters=wanted,
        action=action,
        mask=mask,
        echo=_echo(tool, wanted, action),
        param=param,
    )


def _model(tool: Fields, session: Session) -> Model:
    name = tool.text("model")
    if name is not None:
        return session.find_model(name, tool.param("model"))
    model = catalog().get(_DEFAULT_MODEL)
    if model is not None and model.callable_on(session.day(), "simulator"):
        return model
    return catalog().default_model(session.day(), "simulator")


def _mask(tool: Fields) -> Picture | None:
    value = tool.raw("input_image_mask")
    if value == {}:
        # Measured: the real API fails here as well.
        raise server_error()
    if value is None:
        return None
    return pictures.from_reference(value, tool.param("input_image_mask"))


def _echo(tool: Fields, wanted: Parameters, action: str) -> dict[str, Any]:
    echo: dict[str, Any] = {
        "type": IMAGE_TOOL,
        "background": wanted.background,
        "model": wanted.model.id,
        "moderation": wanted.moderation,
        "n": 1,
        "output_compression": 100
        if wanted.output_compression is None
        else wanted.output_compression,
        "output_format": wanted.output_format,
        "quality": wanted.quality or "auto",
        "size": wanted.size or "auto",
    }
    if tool.raw("action") is not None:
        echo["action"] = action
    echo.update(
        {name: tool.raw(name) for name in _ECHOED if tool.raw(name) is not None}
    )
    return echo
