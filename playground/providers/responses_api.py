"""The Responses route: a text model that is given the image tool."""

from contextlib import ExitStack
from typing import Any

from playground.catalog import catalog
from playground.imaging import wire
from playground.imaging.outcome import InputFiles, Outcome
from playground.imaging.request import ImageRequest
from playground.providers.attachments import Attachments
from playground.providers.errors.refusals import image_model_on_top
from playground.providers.receiving import Call, receive, text_model_of


def text_model(request: ImageRequest) -> str:
    """Return the model at the top; raises when an image model was put there."""
    name = text_model_of(request)
    if catalog().is_image_model(name):
        raise image_model_on_top(name)
    return name


def call(
    files: InputFiles, asked: Call, *, previous_response_id: str | None = None
) -> Outcome:
    """Send the request and return the whole answer."""
    attachments = Attachments()
    supplied: dict[str, Any] = {
        "sources": [attachments.stand_in(file) for file in files.sources],
        "mask": attachments.stand_in(files.mask) if files.mask else None,
    }
    supplied |= {
        "responses_model": text_model(asked.request),
        "previous": previous_response_id,
    }
    arguments = wire.arguments(asked.request, "responses", supplied)
    responses = asked.connection.api.responses.with_streaming_response
    with ExitStack() as answering:
        with attachments.sending():
            answer = answering.enter_context(responses.create(**arguments))
        return receive(answer.http_response, asked)
