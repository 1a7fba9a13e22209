"""What the Responses API answers, in parts and whole, for the tests in this folder."""

import base64
import json

from playground.imaging.outcome import InputFiles
from playground.imaging.request import ImageRequest
from playground.providers.run import run
from tests.providers.servers import Server, answering, picture, serving

MODEL = "gpt-image-2.5-flare"
NOTHING = InputFiles()


def asked(**values):
    usual = {"prompt": "Draw a fox", "route": "responses", "quality": "low"}
    return ImageRequest(model=MODEL, **{**usual, **values})


def b64(colour):
    return base64.b64encode(picture(colour)).decode()


def call(colour="teal", **values):
    item = {
        "id": f"ig_{colour}",
        "type": "image_generation_call",
        "status": "completed",
        "result": b64(colour),
        "revised_prompt": f"A {colour} fox",
        "size": "1024x1024",
        "quality": "low",
        "background": "opaque",
        "output_format": "png",
    }
    return {**item, **values}


def refused(**error):
    values = {"type": "image_generation_user_error", "code": "moderation_blocked"}
    details = {"moderation_stage": "output", "categories": ["violence"]}
    message = {"message": "Refused by the safety system."}
    error = {**values, **message, "moderation_details": details, **error}
    return call("grey", status="failed", result=None, error=error)


def message(text):
    content = [{"type": "output_text", "text": text, "annotations": []}]
    return {"id": "msg_1", "type": "message", "role": "assistant", "content": content}


def response(*output, **values):
    response = {
        "id": "resp_1",
        "object": "response",
        "created_at": 1_790_000_000,
        "status": "completed",
        "error": None,
        "output": list(output),
        "tools": [{"type": "image_generation", "model": f"{MODEL}-2026-09-08"}],
        "usage": {"input_tokens": 2941, "output_tokens": 66, "total_tokens": 3007},
    }
    return {**response, **values}


def ran(settings, response, **values):
    server = answering(response, headers={"x-request-id": "req_9"})
    with serving(server) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        outcome = run(asked(), NOTHING, **values)
    return outcome, server.seen[0].json


def streamed(settings, *events, on_partial=None):
    body = "".join(
        f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events
    )
    headers = [("Content-Type", "text/event-stream"), ("x-request-id", "req_9")]
    with serving(Server(body.encode(), headers=headers)) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        return run(asked(partial_images=1), NOTHING, on_partial=on_partial)


def partial(item, index):
    return {
        "type": "response.image_generation_call.partial_image",
        "item_id": item,
        "output_index": 0,
        "partial_image_index": index,
        "partial_image_b64": b64("grey"),
    }


def done(item):
    return {"type": "response.output_item.done", "output_index": 0, "item": item}
