"""Odd answers, each with what has to become of it.

``kept`` are the pictures that the answer holds whole; ``told`` are words that have to
be said, in a warning or in the error, and ``silent`` means that there is nothing to say.
"""

import base64
import gzip
import json
from dataclasses import dataclass, field
from typing import Any

import brotli

from tests.providers.odd_bodies import (
    BIG,
    GREY,
    RED,
    TEAL,
    USAGE,
    b64,
    call,
    completed,
    done,
    item_done,
    js,
    partial,
    response,
    rows,
    said,
    sse,
)


@dataclass
class Odd:
    name: str
    body: bytes
    kept: list[bytes] = field(default_factory=list)
    told: str = ""
    n: int = 1
    route: str = "images"
    partial_images: int = 0
    label: str = "application/json"
    # How the body is framed: "length", "close", "chunked", "unended" (a chunked body
    # without its end), "open" (nothing more comes, and the connection stays), "short".
    framing: str = "length"
    silent: bool = False
    headers: tuple[str, ...] = ()
    times: int | None = None


STREAM = "text/event-stream"
RESPONSES = {"route": "responses", "label": STREAM}
DEEP: Any = 1
for _ in range(300):
    DEEP = {"a": DEEP}
BOTTOMLESS = (
    js(rows(TEAL))[:-1] + b', "usage": ' + b'{"a":' * 50_000 + b"1" + b"}" * 50_001
)
URL_SAFE = b64(bytes(range(256)) * 2).translate(str.maketrans("+/", "-_"))

ODD = [
    # --- Another form than was asked for --------------------------------------------
    Odd("a stream though none was asked for", sse(done(TEAL)), [TEAL], silent=True, label=STREAM),
    Odd("a stream labelled as JSON", sse(done(TEAL)), [TEAL], silent=True),
    Odd("JSON labelled as a stream", js(rows(TEAL, usage=USAGE)), [TEAL], silent=True,
        label=STREAM, partial_images=2),
    Odd("JSON without a label", js(rows(TEAL)), [TEAL], silent=True, label=""),
    Odd("JSON labelled as a web page", js(rows(TEAL)), [TEAL], silent=True, label="text/html"),
    Odd("a bare PNG", TEAL, [TEAL], silent=True, label="image/png"),
    Odd("a Responses answer on the Images route", js(response(call(TEAL))), [TEAL], silent=True),
    Odd("an Images answer on the Responses route", js(rows(TEAL)), [TEAL], silent=True,
        route="responses"),
    Odd("JSON with a byte order mark", b"\xef\xbb\xbf" + js(rows(TEAL)), [TEAL], silent=True),
    Odd("JSON in UTF-16", js(rows(TEAL)).decode().encode("utf-16"), [TEAL], silent=True),
    Odd("JSON after blanks that kept the line open", b" \n" * 500 + js(rows(TEAL)), [TEAL],
        silent=True),
    Odd("one JSON object a line", b"\n".join(json.dumps(done(one)).encode() for one in (TEAL, RED)),
        [TEAL, RED], n=2, silent=True),
    Odd("a list instead of an object", js([rows(TEAL)]), [TEAL], silent=True),
    Odd("a whole answer as one event", sse(rows(TEAL, usage=USAGE)), [TEAL], silent=True,
        label=STREAM),
    Odd("events under the name that events without one have",
        sse(done(TEAL)).replace(b"event: image_generation.completed", b"event: message"), [TEAL],
        silent=True, label=STREAM),
    Odd("the kind neither in the name nor in the data", b"event: message\ndata: "
        + json.dumps({"b64_json": b64(TEAL)}).encode() + b"\n\n", [TEAL], silent=True, label=STREAM),
    Odd("a list of rows as an event called message",
        b"event: message\ndata: " + json.dumps(rows(TEAL)).encode() + b"\n\n", [TEAL], silent=True),
    Odd("a preview without its kind",
        sse({"b64_json": b64(GREY), "partial_image_index": 0}, done(TEAL), name=False), [TEAL],
        silent=True, label=STREAM, partial_images=1),
    Odd("a stream with a byte order mark", b"\xef\xbb\xbf" + sse(done(TEAL), name=False), [TEAL],
        silent=True, label=STREAM),
    Odd("events whose data line has lost its name",
        sse(done(TEAL)).replace(b"data: ", b""), [TEAL], silent=True, label=STREAM),
    Odd("a picture in the event that its call is done",
        sse({"type": "response.image_generation_call.completed", "item_id": "ig_1",
             "result": b64(TEAL)}, completed(call(None))), [TEAL], silent=True, **RESPONSES),
    Odd("the closing snapshot first, the picture after it",
        sse(completed(call(None)), item_done(call(TEAL))), [TEAL], silent=True, **RESPONSES),
    Odd("an object instead of a list of rows", js({"data": {"b64_json": b64(TEAL)}}), [TEAL],
        silent=True),
    Odd("texts instead of rows", js({"data": [b64(TEAL), b64(RED)]}), [TEAL, RED], n=2,
        silent=True),
    Odd("a wrapper around it", js({"code": 0, "message": "ok", "data": {"images": [
        {"image": b64(TEAL)}]}}), [TEAL], silent=True),
    Odd("images by another name", js({"images": [b64(BIG), b64(TEAL)], "parameters": {
        "init_image": b64(GREY)}}), [BIG, TEAL], n=2, silent=True),
    Odd("a chat's answer with a picture", js({"choices": [{"message": {"images": [
        {"image_url": {"url": f"data:image/png;base64,{b64(TEAL)}"}}]}}]}), [TEAL], silent=True),
    Odd("a source that the server repeats", js({"input": [{"image_url": b64(BIG)}],
        "data": []}), told="a form that is not known"),
    Odd("rows that call their picture otherwise", js({"data": [{"image_url": {"url":
        f"data:image/png;base64,{b64(TEAL)}"}}, {"base64": b64(RED)}]}), [TEAL, RED], n=2,
        silent=True),
    Odd("a damaged text beside an address", js({"data": [{"b64_json": "%%%", "url":
        f"data:image/png;base64,{b64(TEAL)}"}]}), [TEAL], silent=True),
    Odd("bare base64", b64(TEAL).encode(), [TEAL], silent=True, label="text/plain"),
    Odd("a data URL as the body", f"data:image/png;base64,{b64(TEAL)}".encode(), [TEAL],
        silent=True, label="text/plain"),
    Odd("base64 as an event", f"data: {b64(TEAL)}\n\n".encode(), [TEAL], silent=True, label=STREAM),
    Odd("a bare drawing", b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
        [b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"], silent=True,
        label="image/svg+xml"),
    Odd("a warning before the JSON", b"<br />\n<b>Warning</b>: foo in x.php\n" + js(rows(TEAL)),
        [TEAL], silent=True),
    Odd("something behind the JSON", js(rows(TEAL)) + b"\n<!-- served in 3 s -->", [TEAL],
        silent=True),
    Odd("a body until the connection closes", js(rows(TEAL)), [TEAL], silent=True,
        framing="close"),
    # --- Large ones, which are not copied as text -------------------------------------
    Odd("a large picture", js(rows(BIG, TEAL)), [BIG, TEAL], silent=True, n=2),
    Odd("a large picture in a stream", sse(partial(BIG), "data: ping\n", done(BIG)), [BIG],
        silent=True, label=STREAM, partial_images=1),
    Odd("a large picture with escaped slashes", js(rows(BIG)).replace(b"/", b"\\/"), [BIG],
        silent=True),
    Odd("a large data URL in lines",
        js({"data": [{"url": "data:image/png;base64," + base64.encodebytes(BIG).decode()}]}), [BIG],
        silent=True),
    Odd("a large picture on Responses, twice",
        sse(item_done(call(BIG)), completed(call(BIG))), [BIG], silent=True, **RESPONSES),
    Odd("large JSON cut after one of two", js(rows(BIG, BIG + b"x"))[:-9000], [BIG], "1 of 2",
        n=2, framing="unended"),
    # --- Frames that mean nothing ------------------------------------------------------
    Odd("heartbeats that are no JSON", sse("data: ping\n", done(TEAL)), [TEAL], silent=True,
        label=STREAM),
    Odd("comments and unknown fields", sse(": hello\n", "foo: bar\n", "retry: 5\n", done(TEAL)),
        [TEAL], silent=True, label=STREAM),
    Odd("events of unknown kinds", sse({"type": "x.y", "a": [1]}, done(TEAL), {"type": "z"}),
        [TEAL], silent=True, label=STREAM),
    Odd("events without names", sse(partial(), done(TEAL), name=False), [TEAL], silent=True,
        label=STREAM, partial_images=1),
    Odd("the kind only in the event's name",
        b"event: image_generation.completed\ndata: " + json.dumps({"b64_json": b64(TEAL)}).encode()
        + b"\n\n", [TEAL], silent=True, label=STREAM),
    Odd("lines that end in CR LF", sse(partial(), done(TEAL), end="\r\n"), [TEAL], silent=True,
        label=STREAM, partial_images=1),
    Odd("lines that end in CR", sse(done(TEAL), end="\r"), [TEAL], silent=True, label=STREAM),
    Odd("an event over several data lines",
        b"data: " + json.dumps(done(TEAL), indent=1).replace("\n", "\ndata: ").encode() + b"\n\n",
        [TEAL], silent=True, label=STREAM),
    Odd("no blank line after the last event", sse(done(TEAL)).rstrip(), [TEAL], silent=True,
        label=STREAM),
    Odd("an end mark", sse(done(TEAL), "data: [DONE]\n"), [TEAL], silent=True, label=STREAM),
    # --- Later pieces that are poorer ---------------------------------------------------
    Odd("a closing snapshot without the picture",
        sse(item_done(call(TEAL)), completed(call(None))), [TEAL], silent=True, **RESPONSES),
    Odd("a closing snapshot without any item", sse(item_done(call(TEAL)), completed()), [TEAL],
        silent=True, **RESPONSES),
    Odd("a closing snapshot that repeats the picture",
        sse(item_done(call(TEAL)), completed(call(TEAL))), [TEAL], silent=True, times=1, **RESPONSES),
    Odd("a closing snapshot of one of two",
        sse(item_done(call(TEAL)), item_done(call(RED, "ig_2")), completed(call(RED, "ig_2"))),
        [TEAL, RED], silent=True, **RESPONSES),
    Odd("an item that comes twice, first without its picture",
        sse({"type": "response.output_item.added", "item": call(None, status="in_progress")},
            item_done(call(TEAL)), completed(call(None, status="failed"))), [TEAL], silent=True,
        **RESPONSES),
    Odd("the same picture delivered twice", sse(done(TEAL), done(TEAL)), [TEAL], silent=True,
        label=STREAM, times=1),
    Odd("the same picture twice in one answer", js(rows(TEAL, TEAL)), [TEAL], "kept once", n=2),
    # --- Ends that are none --------------------------------------------------------------
    Odd("no mark of the last chunk", js(rows(TEAL)), [TEAL], framing="unended", silent=True),
    Odd("a length that is never reached", js(rows(TEAL)), [TEAL], framing="short", silent=True),
    Odd("a connection that stays open", js(rows(TEAL)), [TEAL], framing="open", silent=True),
    Odd("a stream that stays open", sse(done(TEAL)), [TEAL], framing="open", label=STREAM,
        silent=True),
    Odd("a Responses stream that stays open", sse(item_done(call(TEAL)), completed(call(None))),
        [TEAL], framing="open", silent=True, **RESPONSES),
    Odd("a stream that breaks after one of two", sse(done(TEAL)), [TEAL], "1 of 2", n=2,
        framing="unended", label=STREAM),
    Odd("JSON cut after one of two", js(rows(TEAL, RED))[:-len(b64(RED)) // 2], [TEAL],
        "1 of 2", n=2, framing="unended"),
    Odd("JSON cut after the last picture", js(rows(TEAL))[:-10], [TEAL], framing="unended",
        told="broke"),
    # --- Base64 in other dress -----------------------------------------------------------
    Odd("the URL-safe alphabet", js({"data": [{"b64_json": URL_SAFE}]}),
        [bytes(range(256)) * 2], silent=True),
    Odd("a data URL in capitals", js({"data": [{"b64_json": "DATA:IMAGE/PNG;BASE64," + b64(TEAL)}]}),
        [TEAL], silent=True),
    Odd("a data URL with more parameters",
        js({"data": [{"url": "data:image/png;charset=utf-8;base64," + b64(TEAL)}]}), [TEAL],
        silent=True),
    Odd("blanks and line breaks",
        js({"data": [{"b64_json": " \r\n".join(b64(TEAL)[i : i + 60] for i in range(0, 900, 60))}]}),
        [TEAL], silent=True),
    Odd("escaped slashes", js(rows(TEAL)).replace(b"/", b"\\/"), [TEAL], silent=True),
    Odd("an SVG as a data URL in words", js({"data": [{"url": "data:image/svg+xml,%3Csvg/%3E"}]}),
        [b"<svg/>"], silent=True),
    Odd("base64 of base64", js({"data": [{"b64_json": b64(b64(TEAL).encode())}]}), [TEAL],
        silent=True),
    # --- Beside the picture ---------------------------------------------------------------
    Odd("usage nested 300 deep", js(rows(TEAL, usage=DEEP)), [TEAL], silent=True),
    Odd("usage nested 50,000 deep", BOTTOMLESS, [TEAL], silent=True),
    Odd("a number of 10,000 digits", js(rows(TEAL))[:-1] + b', "created": ' + b"9" * 10_000 + b"}",
        [TEAL], silent=True),
    Odd("broken characters", js(rows(TEAL))[:-1] + b', "x": "\xff\xfe \xc3"}', [TEAL], silent=True),
    Odd("half a character in the prompt", js(rows(TEAL))[:-1] + b', "x": "\\ud83d"}', [TEAL],
        silent=True),
    Odd("fewer than were asked for", js(rows(TEAL)), [TEAL], "3 of 4 pictures did not arrive", n=4),
    Odd("more than were asked for", js(rows(TEAL, RED)), [TEAL, RED], silent=True),
    Odd("a bad picture beside a good one",
        js({"data": [{"b64_json": "%%%"}, {"b64_json": b64(TEAL)}]}), [TEAL], "damaged", n=2),
    Odd("an error beside the picture", js(rows(TEAL, error={"message": "the second one failed"})),
        [TEAL], "the second one failed", n=2),
    Odd("an error after the picture",
        sse(done(TEAL), {"type": "error", "error": {"message": "out of memory"}}), [TEAL],
        "out of memory", n=2, label=STREAM),
    Odd("a packed answer nobody asked for", gzip.compress(js(rows(TEAL))), [TEAL], silent=True,
        headers=("Content-Encoding: gzip",)),
    Odd("packed in two pieces", gzip.compress(js(rows(TEAL))[:200]) + gzip.compress(
        js(rows(TEAL))[200:]), [TEAL], silent=True, headers=("Content-Encoding: gzip",)),
    Odd("packed, and not a word of it", gzip.compress(js(rows(TEAL))), [TEAL], silent=True),
    Odd("said to be packed, and is not", js(rows(TEAL)), [TEAL], silent=True,
        headers=("Content-Encoding: gzip",)),
    Odd("packed in a way nobody reads", bytes(range(200)), told="packed as “zstd”",
        headers=("Content-Encoding: zstd",)),
    Odd("said to be packed in a way nobody reads", js(rows(TEAL)), [TEAL], silent=True,
        headers=("Content-Encoding: zstd",)),
    Odd("packed with a wrong checksum", gzip.compress(js(rows(TEAL)))[:-8] + b"\0" * 8, [TEAL],
        silent=True, headers=("Content-Encoding: gzip",)),
    Odd("packed by brotli", brotli.compress(js(rows(TEAL))), [TEAL], silent=True,
        headers=("Content-Encoding: br",)),
    Odd("an empty error beside the picture", js(rows(TEAL, error={})), [TEAL], silent=True, n=1),
    Odd("an error that says success", js(rows(TEAL, error={"code": 0, "message": "success"})),
        [TEAL], silent=True),
    Odd("a prompt and an echo of odd kinds", js({"data": [{"b64_json": b64(TEAL),
        "revised_prompt": ["a"], "size": 3, "url": None}], "quality": {"a": 1}}), [TEAL],
        silent=True),
    Odd("usage of odd numbers", js(rows(TEAL, usage={"input_tokens": "10",
        "output_tokens": -5, "input_tokens_details": None})), [TEAL], silent=True, times=1),
    # --- No picture, and the reason --------------------------------------------------------
    Odd("an empty list and a refusal by the safety system",
        js({"data": [], "error": {"code": "moderation_blocked", "message": "No."}}),
        told="safety system refused"),
    Odd("null instead of a list, and a refusal",
        js({"data": None, "error": {"code": "moderation_blocked", "message": "No."}}),
        told="safety system refused"),
    Odd("an error inside a 200", js({"error": "out of memory"}), told="out of memory"),
    Odd("details inside a 200", js({"detail": "the queue is full"}), told="the queue is full"),
    Odd("plain words", b"CUDA out of memory, sorry", told="CUDA out of memory", label="text/plain"),
    Odd("a web page", b"<!doctype html><h1>hello</h1>", told="web page", label="text/html"),
    Odd("an unreadable picture on Responses", sse(completed(call(None) | {"result": "%%%"})),
        told="damaged", **RESPONSES),
    Odd("words alone on Responses", js(response(said("Which fox?"))), told="Which fox?",
        route="responses"),
    Odd("a failed tool", js(response(call(None, status="failed", error={
        "code": "moderation_blocked", "message": "No."}))), told="safety system refused",
        route="responses"),
    Odd("words as a plain content", js(response({"type": "message", "content": "Which fox?"})),
        told="Which fox?", route="responses"),
    Odd("words in a stream whose end has none", sse({"type": "response.output_text.done",
        "item_id": "msg_1", "text": "Which fox?"}, completed()), told="Which fox?", **RESPONSES),
    Odd("an error event in plain words", b"event: error\ndata: CUDA out of memory\n\n",
        told="CUDA out of memory", label=STREAM),
    Odd("plain words labelled as a stream", b"CUDA out of memory, sorry", told="CUDA out of memory",
        label=STREAM),
    Odd("plain words as an event", b"data: CUDA out of memory\n\n", told="CUDA out of memory",
        label=STREAM),
    Odd("a server's own words in a 200", js({"status": "error", "message": "the GPU is busy"}),
        told="the GPU is busy"),
    Odd("a list of errors in a 200", js({"success": False, "errors": [{"code": 7, "message":
        "the GPU is busy"}], "result": None}), told="the GPU is busy"),
    Odd("nothing at all", b"", told="not readable"),
    Odd("an empty object", b"{}", told="no picture"),
]  # fmt: skip
