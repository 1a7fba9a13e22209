"""Pictures that come in more wrapping than the API's own: in lists, words and repr()."""

import base64
import json

import pytest

from playground.providers.errors import ProviderError
from playground.providers.errors.mapping import map_error
from playground.providers.head import Head
from playground.providers.reading.reader import Reader
from tests.providers.servers import picture

PICTURE = picture("teal")
B64 = base64.b64encode(PICTURE).decode()
URL = f"data:image/png;base64,{B64}"


def call(result):
    item = {"id": "ig_1", "type": "image_generation_call", "result": result}
    return {"object": "response", "output": [item]}


def said(text):
    item = {"type": "message", "content": [{"type": "output_text", "text": text}]}
    return {"object": "response", "output": [item]}


def reader(body, n=1):
    reading = Reader(Head(n=n, headers={}), load=lambda url: b"", explain=map_error)
    reading.feed(body if isinstance(body, bytes) else json.dumps(body).encode())
    return reading


@pytest.mark.parametrize(
    "body",
    [
        call([B64]),
        call({"b64_json": B64}),
        call([{"url": URL}]),
        said(f"Here it is: ![a kite]({URL})"),
        {"choices": [{"message": {"content": f"![a kite]({URL})"}}]},
        f"Sure! ![a kite]({URL})".encode(),
        f"<html><img src='{URL}'></html>".encode(),
        {"data": [{"b64_json": f"b'{B64}'"}]},
        {"data": [{"b64_json": f"base64:{B64}"}]},
        {"data": [{"b64_json": f"\u200b{B64}"}]},
    ],
    ids=lambda body: str(body)[:60],
)
def test_it_is_taken_out(body):
    outcome = reader(body, n=None if "output" in str(body)[:40] else 1).outcome()
    assert [image.data for image in outcome.images] == [PICTURE]
    assert len(outcome.text) < 100


def test_what_cannot_be_taken_out_is_put_aside():
    parts = b"--x\r\nContent-Type: image/png\r\n\r\n" + PICTURE + b"\r\n--x--"
    with pytest.raises(ProviderError) as raised:
        reader(parts).outcome()
    assert raised.value.unread


def test_words_of_an_error_inside_are_told():
    reading = reader({"data": {"error": "queue is full"}})
    with pytest.raises(ProviderError) as raised:
        reading.outcome()
    assert raised.value.details["server_message"] == "queue is full"
