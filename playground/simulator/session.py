"""One request on its way through the simulator, and the scenario it runs under."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from playground.catalog import Model, catalog, permissive
from playground.simulator import errors
from playground.simulator.behaviours import Behaviour, Call, moderation_error
from playground.simulator.drawing import Drawing, Studio
from playground.simulator.fields import Fields
from playground.simulator.memory import Memory
from playground.simulator.pace import Pace
from playground.simulator.wire import (
    Event,
    Headers,
    Reply,
    Request,
    account_headers,
    event_reply,
    json_reply,
)


@dataclass(frozen=True, kw_only=True)
class Session:
    """What an endpoint needs beside the request's own fields."""

    request: Request
    behaviour: Behaviour
    studio: Studio
    memory: Memory
    day: Callable[[], datetime.date]

    def find_model(self, model_id: str, param: str) -> Model:
        """Return an image model that can be called today, or refuse."""
        model = catalog().get(model_id)
        if model is not None and model.callable_on(self.day(), "simulator"):
            return model
        if self.behaviour.any_model and model_id.strip():
            return permissive(model_id)
        raise errors.no_such_model(model_id, param)

    def call(
        self, endpoint: str, drawing: Drawing | None, *, streamed: bool, prompt: str
    ) -> Call:
        """What behaviours are told; ``drawing`` is None where only words are wanted."""
        return Call(
            request=self.request,
            endpoint=endpoint,
            model=drawing.wanted.model.id if drawing else "",
            prompt=prompt,
            streamed=streamed,
            memory=self.memory,
        )

    def refuse(self, call: Call) -> Reply | None:
        """Let the scenario refuse a valid call: by a reply, or by raising."""
        return self.behaviour.refuse(call) if self.behaviour.refuse else None

    def refuse_unsafe(self, stage: str) -> None:
        """Raise ``ApiError`` where the scenario refuses; ``stage`` is input or output."""
        if self.behaviour.moderation_stage == stage:
            raise moderation_error(self.request.request_id, stage)

    def pace(self, drawing: Drawing) -> Pace:
        return self.studio.pace(drawing, slower=self.behaviour.slower)

    def json(
        self, call: Call, answer: dict[str, Any], pace: Pace, headers: Headers
    ) -> Reply:
        """Reply with a body, as the scenario would have it."""
        if self.behaviour.reshape:
            answer = self.behaviour.reshape(call, answer)
        headers = [*account_headers(self.request, pace.elapsed_ms), *headers]
        reply = json_reply(answer, headers=headers)
        if self.behaviour.corrupt and isinstance(reply.body, bytes):
            reply.headers.append(("Content-Length", str(len(reply.body))))
            reply.body = self.behaviour.corrupt(reply.body)
        return reply

    def events(
        self, call: Call, events: Iterator[Event], pace: Pace, headers: Headers
    ) -> Reply:
        """Reply with a stream, as the scenario would have it."""
        behaviour = self.behaviour
        if behaviour.reshape:
            events = self._reshaped(call, events)
        if behaviour.restream:
            events = behaviour.restream(call, events)
        headers = [*account_headers(self.request, pace.elapsed_ms), *headers]
        return event_reply(events, headers)

    def _reshaped(self, call: Call, events: Iterator[Event]) -> Iterator[Event]:
        assert self.behaviour.reshape  # noqa: S101 - for the type checker
        for event in events:
            yield Event(event.name, self.behaviour.reshape(call, dict(event.data)))


def required_model(fields: Fields) -> str:
    """Read the model's name: it is checked before everything else."""
    return fields.required_text("model")
