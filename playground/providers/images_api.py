"""The Images route: generations and edits, in one piece or with partial pictures."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import httpx2

from playground.imaging import wire
from playground.imaging.outcome import InputFile, InputFiles, Outcome, OutputImage
from playground.imaging.request import ImageRequest
from playground.imaging.routing import Endpoint
from playground.providers.answers import (
    Progress,
    is_stream,
    processing_ms,
    timestamp,
    whole,
)
from playground.providers.attachments import opened
from playground.providers.client import Connection
from playground.providers.compatible import (
    read_object,
    read_picture,
    read_pictures,
    read_usage,
    unusable,
)
from playground.providers.errors import ProviderError


def call(
    request: ImageRequest,
    files: InputFiles,
    endpoint: Endpoint,
    connection: Connection,
    progress: Progress,
) -> Outcome:
    """Send the request and return the whole answer."""
    images = connection.api.images.with_raw_response
    with ExitStack() as stack:
        arguments = wire.arguments(request, endpoint, _opened(files, stack))
        send = images.edit if endpoint == "edits" else images.generate
        answer = send(**arguments)
    response: httpx2.Response = answer.http_response
    progress.begin(response)
    if is_stream(response):
        return _read_stream(answer.parse(), response, request, connection, progress)
    # A server that does not stream answers in one piece although it was asked to.
    with whole(response):
        return _read_whole(response, connection, progress.request_id)


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


def _read_whole(
    response: httpx2.Response, connection: Connection, request_id: str | None
) -> Outcome:
    body = read_object(response)
    images, warnings = read_pictures(body, connection, request_id=request_id)
    return Outcome(
        images=tuple(images),
        usage=read_usage(body.get("usage")),
        svg_usage=read_usage(body.get("svg_usage")),
        request_id=request_id,
        processing_ms=processing_ms(response),
        created=timestamp(body.get("created")),
        warnings=tuple(warnings),
    )


@dataclass
class _Gathered:
    images: list[OutputImage] = field(default_factory=list)
    usages: list[Mapping[str, Any]] = field(default_factory=list)
    created: int | None = None
    warnings: list[str] = field(default_factory=list)


def _read_stream(
    events: Iterator[Any],
    response: httpx2.Response,
    request: ImageRequest,
    connection: Connection,
    progress: Progress,
) -> Outcome:
    found = _Gathered()
    try:
        for event in events:
            _take(event, found, connection, progress)
    except Exception as error:
        # What has arrived is paid for and must not be lost.
        if not found.images:
            raise
        found.warnings.append(progress.explain(error))
    finally:
        response.close()
    if not found.images:
        why = found.warnings or ["The answer ended without a finished picture."]
        raise unusable(why[0], request_id=progress.request_id)
    missing = request.n - len(found.images)
    if missing > 0 and not found.warnings:
        found.warnings.append(f"{missing} of {request.n} pictures did not arrive.")
    return Outcome(
        images=tuple(found.images),
        usage=_sum(found.usages) if len(found.usages) == len(found.images) else None,
        request_id=progress.request_id,
        # A stream's headers leave before the work is done; the time in them is not it.
        processing_ms=None,
        created=found.created,
        warnings=tuple(found.warnings),
    )


def _take(
    event: Any, found: _Gathered, connection: Connection, progress: Progress
) -> None:
    body = event.to_dict() if hasattr(event, "to_dict") else {}
    kind = str(body.get("type", ""))
    if kind.endswith(".partial_image"):
        index = body.get("partial_image_index")
        progress.partial(
            body.get("b64_json"),
            image=len(found.images),
            index=index if isinstance(index, int) else 0,
        )
    elif kind.endswith(".completed"):
        try:
            found.images.append(read_picture(body, body, connection))
        except ProviderError as error:
            found.warnings.append(error.message)
        usage = read_usage(body.get("usage"))
        if usage:
            found.usages.append(usage)
        found.created = timestamp(body.get("created_at")) or found.created
    elif kind == "error":
        progress.refuse(body)


def _sum(usages: list[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Add up the pictures' usages; each event counts its own picture."""
    if not usages:
        return None
    total: dict[str, Any] = {}
    for usage in usages:
        for name, value in usage.items():
            if isinstance(value, Mapping):
                before = total.setdefault(name, {})
                for part, count in value.items():
                    before[part] = before.get(part, 0) + count
            elif isinstance(value, int):
                total[name] = total.get(name, 0) + value
    return total
