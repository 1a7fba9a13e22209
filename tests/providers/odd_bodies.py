"""Bodies of answers, right ones and parts of them, to make odd ones of."""

import base64
import io
import json
from typing import Any

from PIL import Image

from tests.providers.servers import picture

TEAL, RED, GREY = (picture(colour) for colour in ("teal", "red", "grey"))
_file = io.BytesIO()
Image.effect_noise((300, 300), 90).convert("RGB").save(_file, "PNG")
BIG = _file.getvalue()
USAGE = {
    "input_tokens": 10,
    "output_tokens": 200,
    "total_tokens": 210,
    "input_tokens_details": {"text_tokens": 10, "image_tokens": 0},
}


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def rows(*pictures: bytes, **more: Any) -> dict[str, Any]:
    return {"created": 1, "data": [{"b64_json": b64(one)} for one in pictures], **more}


def done(data: bytes, **more: Any) -> dict[str, Any]:
    kind = "image_generation.completed"
    return {"type": kind, "b64_json": b64(data), "usage": USAGE, **more}


def partial(data: bytes = GREY) -> dict[str, Any]:
    kind = "image_generation.partial_image"
    return {"type": kind, "b64_json": b64(data), "partial_image_index": 0}


def call(data: bytes | None, name: str = "ig_1", **more: Any) -> dict[str, Any]:
    item = {"id": name, "type": "image_generation_call", "status": "completed"}
    return {**item, "result": b64(data) if data else None, **more}


def response(*output: dict[str, Any], **more: Any) -> dict[str, Any]:
    usage = {"input_tokens": 2950, "output_tokens": 66, "total_tokens": 3016}
    body = {"id": "resp_1", "object": "response", "status": "completed", "error": None}
    return {**body, "output": list(output), "usage": usage, **more}


def item_done(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "response.output_item.done", "output_index": 0, "item": item}


def completed(*output: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "response.completed", "response": response(*output, **more)}


def said(text: str) -> dict[str, Any]:
    return {"id": "msg_1", "type": "message", "content": [{"text": text}]}


def sse(*events: Any, end: str = "\n", name: bool = True) -> bytes:
    frames = []
    for event in events:
        if isinstance(event, str):
            frames.append(event + end)
            continue
        label = f"event: {event.get('type', '')}{end}" if name else ""
        frames.append(f"{label}data: {json.dumps(event)}{end}{end}")
    return "".join(frames).encode()


def js(value: Any) -> bytes:
    return json.dumps(value, indent=2).encode()
