"""``POST /v1/responses``: a text model that may call the image tool."""

import re
from typing import Any

from playground.catalog import catalog
from playground.catalog.model import SAFETY_IDENTIFIER_MAX_CHARS
from playground.simulator import errors, pictures
from playground.simulator.bodies import read_json
from playground.simulator.conversation import Turn, read_turn
from playground.simulator.errors import ApiError
from playground.simulator.exchange import Exchange
from playground.simulator.fields import Fields, kind
from playground.simulator.pace import Pace
from playground.simulator.pictures import Picture, UnusablePictureError
from playground.simulator.response_object import ResponseObject
from playground.simulator.session import Session, required_model
from playground.simulator.tools import IMAGE_TOOL, ImageTool, read_tools
from playground.simulator.wire import Headers, Reply

_KEYS = frozenset(
    [
        "access_programs",
        "background",
        "background_options",
        "context_management",
        "conversation",
        "image",
        "include",
        "input",
        "instructions",
        "max_output_tokens",
        "max_tool_calls",
        "metadata",
        "model",
        "moderation",
        "parallel_tool_calls",
        "previous_response_id",
        "prompt",
        "prompt_cache_key",
        "prompt_cache_options",
        "prompt_cache_retention",
        "reasoning",
        "safety_identifier",
        "service_tier",
        "store",
        "stream",
        "stream_options",
        "temperature",
        "text",
        "tool_choice",
        "tools",
        "top_logprobs",
        "top_p",
        "truncation",
        "user",
    ]
)
# The catalogue knows few text models; these names are taken on trust.
_TEXT_MODEL = re.compile(r"(gpt-[0-9]|o[0-9])[\w.-]*")


def create(session: Session) -> Reply:
    """Answer as the API does; raises ``ApiError`` at the first fault, in its order."""
    fields = Fields(read_json(session.request))
    model = _text_model(fields, session)
    fields.refuse_unknown(_KEYS)
    _check_plain(fields)
    streamed = bool(fields.flag("stream")) and session.behaviour.streams
    tools = read_tools(fields, session)
    turn = read_turn(fields, session.memory)
    exchange = _exchange(
        session, fields, ResponseObject(fields, model, []), turn, tools, streamed
    )
    drawing = exchange.drawing()
    call = session.call("responses", drawing, streamed=streamed, prompt=turn.text)
    refusal = session.refuse(call)
    if refusal is not None:
        return refusal
    pace = session.pace(drawing) if drawing else Pace(0)
    events = exchange.events(pace)
    if streamed:
        return session.events(call, events, pace, _limits())
    *_, last = events
    return session.json(call, dict(last.data["response"]), pace, _limits())


def _text_model(fields: Fields, session: Session) -> str:
    name = required_model(fields)
    if catalog().is_image_model(name):
        raise ApiError(
            400,
            f"The requested model '{name}' is not supported with the Responses API.",
        )
    listed = catalog().text_model(name)
    there = listed is None or listed.state(session.day()) in ("current", "stopping")
    known = there and _TEXT_MODEL.fullmatch(name)
    if not known and not (session.behaviour.any_model and name.strip()):
        raise ApiError(
            400,
            f"The requested model '{name}' does not exist.",
            param="model",
            code="model_not_found",
        )
    return name


def _check_plain(fields: Fields) -> None:
    """Check the types of what the answer repeats."""
    for name in ("instructions", "prompt_cache_key", "user"):
        fields.text(name)
    fields.text("safety_identifier", maximum=SAFETY_IDENTIFIER_MAX_CHARS)
    for name in ("store", "parallel_tool_calls"):
        fields.flag(name)
    fields.integer("max_output_tokens", low=16, high=2**31 - 1)
    fields.integer("max_tool_calls", low=1, high=2**31 - 1)
    metadata = fields.inner("metadata")
    if metadata is not None:
        for name in metadata.values:
            metadata.text(name)
    _check_tool_choice(fields.raw("tool_choice"))


def _check_tool_choice(value: Any) -> None:
    if isinstance(value, str):
        if value not in ("none", "auto", "required"):
            raise errors.not_among("tool_choice", value, ("none", "auto", "required"))
    elif isinstance(value, dict):
        choice = Fields(value, prefix="tool_choice.")
        if choice.one_of("type", (IMAGE_TOOL,)) is None:
            raise errors.missing("tool_choice.type")
        choice.refuse_unknown(("type",))
    elif value is not None:
        raise errors.wrong_type("tool_choice", "a string", kind(value))


def _exchange(
    session: Session,
    fields: Fields,
    response: ResponseObject,
    turn: Turn,
    tools: list[ImageTool],
    streamed: bool,
) -> Exchange:
    response.tools = [tool.echo for tool in tools]
    used = tools[0] if tools and fields.raw("tool_choice") != "none" else None
    sources = _sources(turn, used) if used else ()
    editing = bool(used and sources and used.action != "generate")
    if used and used.action == "edit" and not sources:
        # No recorded text.
        raise errors.ApiError(
            400,
            "The action 'edit' needs an image in the conversation.",
            param=f"{used.param}.action",
        )
    if used and used.mask and editing:
        pictures.check_mask(used.mask, sources[0])
    return Exchange(
        session=session,
        response=response,
        turn=turn,
        tool=used,
        sources=sources,
        editing=editing,
        streamed=streamed,
        store=fields.raw("store") is not False,
        pictures=turn.wanted_pictures,
    )


def _sources(turn: Turn, tool: ImageTool) -> tuple[Picture, ...]:
    limit = tool.parameters.model.max_sources
    if len(turn.pictures) > limit:
        raise errors.too_many("input", limit, len(turn.pictures))
    try:
        return tuple(pictures.inspect(kept.data) for kept in turn.pictures)
    except UnusablePictureError:
        raise errors.bad_picture_data("input") from None


def _limits() -> Headers:
    """Return the limits that this route tells and the images endpoints do not."""
    return [
        ("x-ratelimit-limit-requests", "500"),
        ("x-ratelimit-remaining-requests", "499"),
        ("x-ratelimit-reset-requests", "120ms"),
        ("x-ratelimit-limit-tokens", "500000"),
        ("x-ratelimit-remaining-tokens", "499712"),
        ("x-ratelimit-reset-tokens", "34ms"),
    ]
