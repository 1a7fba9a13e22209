"""One exchange with the text model: its events, in the order of a real stream.

An answer that is not streamed is the response object of the last event.
"""

import base64
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from playground.simulator import drawing as draw
from playground.simulator.behaviours import moderation_error
from playground.simulator.conversation import Turn
from playground.simulator.conversation_store import KeptPicture
from playground.simulator.drawing import Drawing
from playground.simulator.pace import Pace
from playground.simulator.painter import PaintJob
from playground.simulator.pictures import Picture
from playground.simulator.response_object import ResponseObject, new_id
from playground.simulator.session import Session
from playground.simulator.tools import ImageTool
from playground.simulator.usage import svg_usage, text_tokens
from playground.simulator.wire import Event

_CALL = "response.image_generation_call"
_PICTURE_IN_TOKENS = 765


@dataclass
class Exchange:
    """A valid request, and what has come of it so far."""

    session: Session
    response: ResponseObject
    turn: Turn
    tool: ImageTool | None
    sources: tuple[Picture, ...]
    editing: bool
    streamed: bool
    store: bool
    pictures: int
    _count: int = 0
    _drawn: list[KeptPicture] = field(default_factory=list)

    def drawing(self) -> Drawing | None:
        """None where the request has no tool. The turn before lends its words."""
        if self.tool is None:
            return None
        before = self.turn.before.prompt if self.turn.before else ""
        return draw.resolve(
            self.tool.parameters,
            self.turn.text.strip() or before or "A picture",
            sources=self.sources if self.editing else (),
            mask=self.tool.mask if self.editing else None,
        )

    def events(self, pace: Pace) -> Iterator[Event]:
        """All of a stream, paced: it is drawn while read, and remembered at its end."""
        yield self._event("response.created", response=self.response.to_json())
        yield self._event("response.in_progress", response=self.response.to_json())
        yield from self._think()
        refused = False
        drawing = self.drawing()
        if drawing is not None:
            for number in range(self.pictures):
                yield from self._picture(drawing, number, pace)
            refused = not self._drawn
        words = self._words(refused)
        yield from self._say(words)
        pace.until(1)
        self._remember()
        seen = len(self.turn.pictures) * _PICTURE_IN_TOKENS
        body = self.response.to_json(
            words_in=text_tokens(self.turn.text) + seen,
            words_out=text_tokens(words),
            done=True,
        )
        yield self._event("response.completed", response=body)

    def _event(self, name: str, **data: Any) -> Event:
        number, self._count = self._count, self._count + 1
        return Event(name, {"type": name, **data, "sequence_number": number})

    @property
    def _place(self) -> int:
        return len(self.response.output)

    # --- Items ---------------------------------------------------------------

    def _think(self) -> Iterator[Event]:
        item = {"id": new_id("rs"), "type": "reasoning", "summary": []}
        for step in ("added", "done"):
            yield self._event(
                f"response.output_item.{step}", item=item, output_index=self._place
            )
        self.response.output.append(item)

    def _picture(self, drawing: Drawing, number: int, pace: Pace) -> Iterator[Event]:
        item_id = new_id("ig")
        begun = {"id": item_id, "type": "image_generation_call"}
        yield self._event(
            "response.output_item.added",
            item={**begun, "status": "in_progress"},
            output_index=self._place,
        )
        for step in ("in_progress", "generating"):
            yield self._step(step, item_id)
        stage = self.session.behaviour.moderation_stage
        if stage == "input":
            yield from self._fail(item_id, stage)
            return
        studio = self.session.studio
        job = drawing.job(studio.variation())
        partials = drawing.wanted.partial_images if self.streamed else 0
        for index in range(partials):
            partial = studio.partial(job, index, partials)
            pace.until((number + (index + 1) / (partials + 1)) / self.pictures)
            yield self._partial(drawing, item_id, index, partial)
        finished = studio.finished(job)
        pace.until((number + 1) / self.pictures)
        if stage == "output":
            yield from self._fail(item_id, stage)
            return
        self.response.drawn += studio.usage(drawing, partials=partials)
        self._keep(item_id, job, finished)
        yield self._step("completed", item_id)
        yield self._item_done(self._item(drawing, item_id, finished, number))

    def _step(self, step: str, item_id: str) -> Event:
        return self._event(f"{_CALL}.{step}", output_index=self._place, item_id=item_id)

    def _partial(
        self, drawing: Drawing, item_id: str, index: int, picture: bytes
    ) -> Event:
        return self._event(
            f"{_CALL}.partial_image",
            output_index=self._place,
            item_id=item_id,
            partial_image_index=index,
            partial_image_b64=_b64(picture),
            size=drawing.size_name,
            quality=drawing.quality,
            background=drawing.background,
            output_format=drawing.wanted.output_format,
        )

    def _item(
        self, drawing: Drawing, item_id: str, picture: bytes, number: int
    ) -> dict[str, Any]:
        wanted = drawing.wanted
        item: dict[str, Any] = {
            "id": item_id,
            "type": "image_generation_call",
            "status": "completed",
            "action": "edit" if self.editing else "generate",
            "background": drawing.background,
            "output_format": wanted.output_format,
            "quality": drawing.quality,
            "result": _b64(picture),
            "revised_prompt": self._revised(drawing.prompt, number),
            "size": drawing.size_name,
        }
        if wanted.drawn_in_lines:
            author = wanted.svg_model or self.response.model
            item["svg_usage"] = svg_usage(author, drawing.prompt, picture)
        return item

    def _revised(self, prompt: str, number: int) -> str:
        """Return the prompt as the text model passed it on: in its own words."""
        asked = prompt.strip().rstrip(".")
        if self.editing:
            text = f"Edit the picture: {asked}. Keep everything else as it is."
        else:
            text = f"{asked}. One clear subject, soft light, room around it."
        if self.pictures > 1:
            text += f" Picture {number + 1} of {self.pictures}, unlike the others."
        return text

    def _fail(self, item_id: str, stage: str) -> Iterator[Event]:
        error = moderation_error(self.session.request.request_id, stage).body()
        details = error["error"]
        yield self._item_done(
            {
                "id": item_id,
                "type": "image_generation_call",
                "status": "failed",
                "error": {
                    "code": details["code"],
                    "message": details["message"],
                    "param": details["param"],
                    "type": details["type"],
                    "moderation_details": details["moderation_details"],
                },
                "result": None,
            }
        )

    def _item_done(self, item: dict[str, Any]) -> Event:
        event = self._event(
            "response.output_item.done", item=item, output_index=self._place
        )
        self.response.output.append(item)
        return event

    # --- Words ---------------------------------------------------------------

    def _words(self, refused: bool) -> str:
        if refused:
            return "I can't make this picture: the safety system refused it."
        if self.tool is None:
            return "This is the simulator: it draws, but it does not converse."
        if self.pictures > 1:
            return f"Here are {self.pictures} pictures, each with its own idea."
        if self.turn.wants_words:
            verb = "changed what you asked for and kept" if self.editing else "kept"
            return f"Here is the picture. I {verb} the rest simple and calm."
        return ""

    def _say(self, words: str) -> Iterator[Event]:
        item_id = new_id("msg")
        part = {"type": "output_text", "annotations": [], "logprobs": [], "text": ""}
        message = {
            "id": item_id,
            "type": "message",
            "status": "in_progress",
            "content": [],
            "role": "assistant",
        }
        place: dict[str, Any] = {
            "content_index": 0,
            "item_id": item_id,
            "output_index": self._place,
        }
        yield self._event(
            "response.output_item.added", item=message, output_index=self._place
        )
        yield self._event("response.content_part.added", **place, part=part)
        for piece in _pieces(words):
            yield self._event(
                "response.output_text.delta",
                **place,
                delta=piece,
                logprobs=[],
                obfuscation=secrets.token_hex(8 - len(piece) % 8),
            )
        part = {**part, "text": words}
        yield self._event("response.output_text.done", **place, logprobs=[], text=words)
        yield self._event("response.content_part.done", **place, part=part)
        yield self._item_done({**message, "status": "completed", "content": [part]})

    # --- Memory --------------------------------------------------------------

    def _keep(self, item_id: str, job: PaintJob, finished: bytes) -> None:
        if job.output_format in ("gif", "svg"):
            # What comes next starts from pixels, and from one frame.
            still = replace(job, output_format="png", output_compression=None)
            finished = self.session.studio.finished(still)
        self._drawn.append(KeptPicture(item_id, finished))

    def _remember(self) -> None:
        if not self.store:
            return
        before = self.turn.before.prompt if self.turn.before else ""
        self.session.memory.conversations.keep(
            self.response.id,
            self.turn.text.strip() or before,
            [*self.turn.pictures, *self._drawn],
        )


def _pieces(words: str) -> list[str]:
    first, *rest = words.split(" ")
    return [first, *(f" {word}" for word in rest)] if words else []


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
