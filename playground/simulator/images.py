"""``POST /v1/images/generations`` and ``POST /v1/images/edits``."""

import base64
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playground.catalog import catalog
from playground.simulator import drawing as draw
from playground.simulator import edits
from playground.simulator.behaviours import moderation_error
from playground.simulator.bodies import read_json
from playground.simulator.drawing import Drawing
from playground.simulator.errors import ApiError
from playground.simulator.fields import Fields
from playground.simulator.pace import Pace
from playground.simulator.parameters import (
    COMMON,
    read_identifier,
    read_parameters,
    read_prompt,
)
from playground.simulator.session import Session, required_model
from playground.simulator.usage import svg_usage
from playground.simulator.wire import Event, Reply

_KEYS = COMMON | {"n", "prompt", "safety_identifier", "stream", "user"}


@dataclass(frozen=True, kw_only=True)
class _Job:
    """A valid request to either endpoint."""

    drawing: Drawing
    event: str
    streamed: bool
    safety_identifier: str | None


def generations(session: Session) -> Reply:
    """Answer as the API does; raises ``ApiError`` at the first fault, in its order."""
    fields = Fields(read_json(session.request))
    model = session.find_model(required_model(fields), "model")
    fields.refuse_unknown(_KEYS)
    prompt = read_prompt(fields)
    streamed = bool(fields.flag("stream")) and session.behaviour.streams
    parameters = read_parameters(fields, model, streamed=streamed)
    job = _Job(
        drawing=draw.resolve(parameters, prompt),
        event="image_generation",
        streamed=streamed,
        safety_identifier=read_identifier(fields),
    )
    return _answer(session, "generations", job)


def edit(session: Session) -> Reply:
    """Answer as the API does; raises ``ApiError`` at the first fault, in its order."""
    fields, files = edits.read_body(session.request)
    model = session.find_model(required_model(fields), "model")
    edits.refuse_unknown(fields, files, model, _KEYS)
    prompt = read_prompt(fields)
    sources = edits.read_sources(fields, files, model)
    streamed = bool(fields.flag("stream")) and session.behaviour.streams
    masked = edits.is_given(fields, files, "mask")
    parameters = read_parameters(fields, model, streamed=streamed, masked=masked)
    # A mask does not hold up the other checks: it is looked at last.
    mask, markup = edits.read_overlays(fields, files, sources[0])
    job = _Job(
        drawing=draw.resolve(
            parameters, prompt, sources=sources, mask=mask, markup=markup
        ),
        event="image_edit",
        streamed=streamed,
        safety_identifier=read_identifier(fields),
    )
    return _answer(session, "edits", job)


def _answer(session: Session, endpoint: str, job: _Job) -> Reply:
    drawing = job.drawing
    call = session.call(endpoint, drawing, streamed=job.streamed, prompt=drawing.prompt)
    refusal = session.refuse(call)
    if refusal is not None:
        return refusal
    session.refuse_unsafe("input")
    pace = session.pace(drawing)
    if job.streamed:
        return session.events(call, _events(session, job, pace), pace, [])
    body = _body(session, job)
    pace.until(1)
    session.refuse_unsafe("output")
    return session.json(call, body, pace, [])


def _body(session: Session, job: _Job) -> dict[str, Any]:
    drawing, studio = job.drawing, session.studio
    wanted = drawing.wanted
    pictures = [
        studio.finished(drawing.job(studio.variation())) for _ in range(wanted.n)
    ]
    body: dict[str, Any] = {
        "created": int(time.time()),
        "background": drawing.background,
        "data": [{"b64_json": _b64(picture)} for picture in pictures],
        "output_format": wanted.output_format,
        "quality": drawing.quality,
    }
    if job.safety_identifier:
        body["safety_identifier"] = job.safety_identifier
    body["size"] = drawing.size_name
    if wanted.drawn_in_lines:
        body["svg_usage"] = svg_usage(_author(job), drawing.prompt, pictures[0])
    body["usage"] = studio.usage(drawing).times(wanted.n).to_json()
    return body


def _author(job: _Job) -> str:
    return job.drawing.wanted.svg_model or catalog().default_responses_model()


def _events(session: Session, job: _Job, pace: Pace) -> Iterator[Event]:
    """Draw while the events are fetched: partial pictures, then the finished one.

    Several pictures come one after the other. Each one's last event counts that
    picture's own usage.
    """
    wanted = job.drawing.wanted
    steps = wanted.partial_images + 1
    for number in range(wanted.n):
        painted = job.drawing.job(session.studio.variation())
        for index in range(wanted.partial_images):
            picture = session.studio.partial(painted, index, wanted.partial_images)
            pace.until((number + (index + 1) / steps) / wanted.n)
            yield _event(job, "partial_image", picture, partial_image_index=index)
        finished = session.studio.finished(painted)
        pace.until((number + 1) / wanted.n)
        if session.behaviour.moderation_stage == "output":
            yield _error(moderation_error(session.request.request_id, "output"))
            return
        used = session.studio.usage(job.drawing, partials=wanted.partial_images)
        last: dict[str, Any] = {"usage": used.to_event()}
        if job.safety_identifier:
            last["safety_identifier"] = job.safety_identifier
        yield _event(job, "completed", finished, **last)


def _event(job: _Job, kind: str, picture: bytes, **more: Any) -> Event:
    name = f"{job.event}.{kind}"
    data = {
        "type": name,
        "b64_json": _b64(picture),
        "created_at": int(time.time()),
        "size": job.drawing.size_name,
        "quality": job.drawing.quality,
        "background": job.drawing.background,
        "output_format": job.drawing.wanted.output_format,
        **more,
    }
    return Event(name, data)


def _error(error: ApiError) -> Event:
    return Event("error", {"type": "error", **error.body()})


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
