"""The Responses route: a text model that is given the image tool."""

from collections.abc import Iterator, Mapping
from typing import Any

import httpx2

from playground.catalog import catalog
from playground.imaging import wire
from playground.imaging.outcome import InputFiles, Outcome, OutputImage
from playground.imaging.request import ImageRequest
from playground.providers.answers import (
    Progress,
    is_stream,
    processing_ms,
    timestamp,
    whole,
)
from playground.providers.attachments import Attachments
from playground.providers.client import Connection
from playground.providers.compatible import (
    decode_picture,
    read_object,
    read_usage,
    resolved,
    unusable,
)
from playground.providers.errors import AnswerError, ProviderError
from playground.providers.errors.refusals import image_model_on_top

_FINAL = ("response.completed", "response.incomplete", "response.failed")


def text_model(request: ImageRequest) -> str:
    """Return the model at the top; raises when an image model was put there."""
    models = catalog()
    name = request.responses_model or models.default_responses_model()
    if models.is_image_model(name):
        raise image_model_on_top(name)
    return name


def call(
    request: ImageRequest,
    files: InputFiles,
    connection: Connection,
    progress: Progress,
    *,
    previous_response_id: str | None = None,
) -> Outcome:
    """Send the request and return the whole answer."""
    attachments = Attachments()
    supplied = {
        "responses_model": text_model(request),
        "sources": [attachments.stand_in(file) for file in files.sources],
        "mask": attachments.stand_in(files.mask) if files.mask else None,
        "previous": previous_response_id,
    }
    arguments = wire.arguments(request, "responses", supplied)
    with attachments.sending():
        answer = connection.api.responses.with_raw_response.create(**arguments)
    response: httpx2.Response = answer.http_response
    progress.begin(response)
    if is_stream(response):
        try:
            body = _follow(answer.parse(), progress)
        finally:
            response.close()
    else:
        with whole(response):
            body = read_object(response)
    return _read(body, response, progress)


def _follow(events: Iterator[Any], progress: Progress) -> dict[str, Any]:
    """Return the final response object, or what arrived when the stream broke."""
    items: dict[str, dict[str, Any]] = {}
    seen: list[str] = []
    try:
        for event in events:
            body = event.to_dict() if hasattr(event, "to_dict") else {}
            kind = str(body.get("type", ""))
            if kind == "response.image_generation_call.partial_image":
                _preview(body, seen, progress)
            elif kind == "response.output_item.done":
                _keep(body.get("item"), items)
            elif kind == "error":
                progress.refuse(body)
            elif kind in _FINAL and isinstance(body.get("response"), dict):
                return _completed(body["response"], items)
    except Exception as error:
        if not any(item.get("result") for item in items.values()):
            raise
        return {"output": list(items.values()), "warning": progress.explain(error)}
    if not items:
        raise unusable(
            "The answer ended without a finished picture.",
            request_id=progress.request_id,
        )
    return {"output": list(items.values())}


def _preview(body: Mapping[str, Any], seen: list[str], progress: Progress) -> None:
    item = str(body.get("item_id"))
    if item not in seen:
        seen.append(item)
    index = body.get("partial_image_index")
    progress.partial(
        body.get("partial_image_b64"),
        image=seen.index(item),
        index=index if isinstance(index, int) else 0,
    )


def _keep(item: Any, items: dict[str, dict[str, Any]]) -> None:
    if isinstance(item, dict):
        items[str(item.get("id") or len(items))] = item


def _completed(
    body: dict[str, Any], items: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    """Fill in the items of a final object that came without them."""
    return body if body.get("output") else {**body, "output": list(items.values())}


def _read(
    body: Mapping[str, Any], response: httpx2.Response, progress: Progress
) -> Outcome:
    output = body.get("output")
    items = [item for item in output or () if isinstance(item, Mapping)]
    calls = [item for item in items if item.get("type") == "image_generation_call"]
    model = _image_model(body)
    images: list[OutputImage] = []
    warnings = [str(body["warning"])] if body.get("warning") else []
    failed: list[Mapping[str, Any]] = []
    for item in calls:
        # Live answers have carried finished pictures with the status "generating".
        if item.get("result"):
            try:
                images.append(_picture(item, model))
            except ProviderError as error:
                warnings.append(error.message)
        else:
            failed.append(item)
    text = _text(items)
    if not images:
        _explain(body, failed, text, progress)
    if failed:
        warnings.append(_failed_text(failed, progress))
    if body.get("status") == "incomplete":
        warnings.append("The answer is incomplete.")
    identity = body.get("id")
    return Outcome(
        images=tuple(images),
        usage=read_usage(_path(body, "tool_usage", "image_gen")),
        text_usage=read_usage(body.get("usage")),
        svg_usage=next(
            (usage for item in calls if (usage := read_usage(item.get("svg_usage")))),
            None,
        ),
        text=text,
        response_id=identity if isinstance(identity, str) else None,
        request_id=progress.request_id,
        processing_ms=processing_ms(response),
        created=timestamp(body.get("created_at")),
        warnings=tuple(warnings),
    )


def _picture(item: Mapping[str, Any], model: str | None) -> OutputImage:
    result, revised, identity = (
        item.get(name) for name in ("result", "revised_prompt", "id")
    )
    return OutputImage(
        data=decode_picture(str(result)),
        resolved=resolved(item, model=model),
        revised_prompt=revised if isinstance(revised, str) else None,
        item_id=identity if isinstance(identity, str) else None,
    )


def _image_model(body: Mapping[str, Any]) -> str | None:
    tools = body.get("tools")
    for tool in tools if isinstance(tools, list) else ():
        if isinstance(tool, Mapping) and tool.get("type") == "image_generation":
            model = tool.get("model")
            return model if isinstance(model, str) else None
    return None


def _text(items: list[Mapping[str, Any]]) -> str:
    parts: list[str] = []
    for item in items:
        content = item.get("content")
        if item.get("type") != "message" or not isinstance(content, list):
            continue
        for part in content:
            if isinstance(part, Mapping):
                parts.append(str(part.get("text") or part.get("refusal") or ""))
    return "\n\n".join(part for part in parts if part.strip())


def _explain(
    body: Mapping[str, Any],
    failed: list[Mapping[str, Any]],
    text: str,
    progress: Progress,
) -> None:
    """Raise the reason why there is no picture."""
    request_id = progress.request_id
    for error in (body.get("error"), *(item.get("error") for item in failed)):
        if isinstance(error, Mapping):
            progress.refuse(error)
    if failed:
        raise unusable("The image tool failed without a reason.", request_id=request_id)
    if body.get("status") == "incomplete":
        reason = _path(body, "incomplete_details", "reason") or "no reason given"
        raise unusable(
            f"The answer ended before a picture was made ({reason}).",
            request_id=request_id,
        )
    said = f" It said: “{text[:400]}”" if text else ""
    raise AnswerError(
        f"The text model answered without making a picture.{said}",
        remedy="Ask for a picture in the prompt, for example “Draw …”. The text model's "
        "own words were charged.",
        code="no_picture",
        request_id=request_id,
        may_be_billed=True,
        details={"text": text},
    )


def _failed_text(failed: list[Mapping[str, Any]], progress: Progress) -> str:
    error = failed[0].get("error")
    if not isinstance(error, Mapping):
        return f"{len(failed)} further picture could not be made."
    try:
        progress.refuse(error)
    except ProviderError as reason:
        return f"A further picture could not be made. {reason.message}"


def _path(body: Mapping[str, Any], *names: str) -> Any:
    place: Any = body
    for name in names:
        place = place.get(name) if isinstance(place, Mapping) else None
    return place
