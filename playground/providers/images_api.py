"""The Images route: generations and edits."""

from contextlib import ExitStack
from typing import Any

from playground.imaging import wire
from playground.imaging.outcome import InputFile, InputFiles, Outcome
from playground.imaging.routing import Endpoint
from playground.providers.attachments import opened
from playground.providers.receiving import Call, receive


def call(files: InputFiles, endpoint: Endpoint, asked: Call) -> Outcome:
    """Send the request and return the whole answer."""
    images = asked.connection.api.images.with_streaming_response
    send = images.edit if endpoint == "edits" else images.generate
    with ExitStack() as answering:
        with ExitStack() as sending:
            arguments = wire.arguments(asked.request, endpoint, _opened(files, sending))
            answer = answering.enter_context(send(**arguments))
        return receive(answer.http_response, asked)


def _opened(files: InputFiles, stack: ExitStack) -> dict[str, Any]:
    """Open every file for sending.

    They go out as open files, 64 KB at a time. Without a name and a media type the
    API takes a part for unknown data and refuses it.
    """

    def part(file: InputFile) -> tuple[str, Any, str]:
        return file.name, stack.enter_context(opened(file)), file.media_type

    sources = [part(file) for file in files.sources]
    return {
        "sources": sources[0] if len(sources) == 1 else sources,
        "mask": part(files.mask) if files.mask else None,
        "markup": part(files.markup) if files.markup else None,
    }
