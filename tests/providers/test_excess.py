"""Answers that could cost a worker its memory, its time or its disk."""

import gzip
import socket
import threading
import time
from typing import Any

import pytest

from playground.imaging.outcome import InputFiles, Outcome
from playground.imaging.request import ImageRequest
from playground.providers import addresses, receiving
from playground.providers.errors import ProviderError
from playground.providers.run import run
from tests.providers.odd_answers import STREAM, Odd
from tests.providers.odd_bodies import TEAL, done, js, partial, rows, sse
from tests.providers.odd_talk import run_odd, serving_parts, talking, words
from tests.providers.servers import picture, raw_server


def test_a_small_packed_answer_that_is_huge_is_given_up(settings, monkeypatch):
    monkeypatch.setattr(receiving, "_BESIDE_BYTES", 2**20)
    monkeypatch.setattr(receiving, "PICTURE_MAX_BYTES", 2**20)
    bomb = gzip.compress(b" " * 50 * 2**20, 1)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(bomb)}\r\n\r\n"
    with serving_parts(settings, [head.encode(), bomb]) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        with pytest.raises(ProviderError) as caught:
            run(ImageRequest(prompt="a fox", model="gpt-image-2"), InputFiles())
    assert caught.value.may_be_billed


def test_headers_that_trickle_end_with_the_time_of_the_call(settings):
    settings.PLAYGROUND_TIMEOUT_S = 1
    lines = [b"HTTP/1.1 200 OK\r\n", *(f"X-{n}: 1\r\n".encode() for n in range(100))]
    with serving_parts(settings, lines, pause=0.1) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        started = time.monotonic()
        with pytest.raises(ProviderError) as caught:
            run(ImageRequest(prompt="a fox", model="gpt-image-2"), InputFiles())
        took = time.monotonic() - started
    assert "did not answer in time" in caught.value.message
    assert took < 5


def test_thousands_of_previews_are_not_all_handed_on(settings):
    seen: list[Any] = []
    body = sse(*[partial()] * 10_000, done(TEAL))
    odd = Odd("", body, label=STREAM, partial_images=3)
    with raw_server(talking(odd, threading.Event())) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        request = ImageRequest(prompt="a fox", model="gpt-image-2", partial_images=3)
        outcome = run(request, InputFiles(), on_partial=seen.append)
    assert [image.data for image in outcome.images] == [TEAL]
    assert 0 < len(seen) <= 64


def test_a_server_that_sends_pictures_without_end_is_not_kept_whole(settings):
    many = [picture((number, 1, 1)) for number in range(40)]
    found = run_odd(settings, Odd("", js(rows(*many))))
    assert isinstance(found, Outcome)
    assert [image.data for image in found.images] == many[:11]
    assert "29 more pictures came than were asked for" in words(found)
    assert found.unread


def test_a_picture_by_address_is_asked_for_again(settings, monkeypatch):
    monkeypatch.setattr(addresses, "WAITS_S", (0.0, 0.0, 0.0))
    monkeypatch.setattr(receiving, "WAITS_S", (0.0, 0.0, 0.0))
    answers = [
        js({"data": [{"url": "/files/fox.png"}]}),
        b"503",
        b"503",
        TEAL,
    ]

    def talk(connection: socket.socket) -> None:
        body = answers.pop(0)
        status = "503 Busy" if body == b"503" else "200 OK"
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode() + body)

    with raw_server(talk) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        outcome = run(ImageRequest(prompt="a fox", model="gpt-image-2"), InputFiles())
    assert [image.data for image in outcome.images] == [TEAL]
    assert outcome.fetched


def test_a_picture_that_has_moved_on_its_server_is_followed_and_no_further(
    settings, monkeypatch
):
    monkeypatch.setattr(receiving, "WAITS_S", (0.0, 0.0, 0.0))
    picked: list[tuple[bytes, str, bytes]] = []

    def talk(connection: socket.socket) -> None:
        body, status, location = picked.pop(0)
        more = b"Location: " + location + b"\r\n" if location else b""
        head = (
            f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n"
        )
        connection.sendall(head.encode() + more + b"\r\n" + body)

    with raw_server(talk) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        # By another name of this machine, which a server in a container may use.
        url = address.replace("127.0.0.1", "localhost") + "/files/1"
        rows_ = (js({"data": [{"url": url}]}), "200 OK", b"")
        request = ImageRequest(prompt="a fox", model="gpt-image-2")
        picked += [rows_, (b"", "302 Found", b"/files/2"), (b"", "202 Accepted", b"")]
        picked += [(b"", "200 OK", b""), (TEAL, "200 OK", b"")]
        assert [one.data for one in run(request, InputFiles()).images] == [TEAL]
        picked += [rows_, (b"", "302 Found", b"http://elsewhere.example/2")]
        with pytest.raises(ProviderError, match="sends on to elsewhere"):
            run(request, InputFiles())
