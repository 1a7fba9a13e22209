"""Servers that send odd answers, and what becomes of them."""

import socket
import threading
import time
from collections.abc import Iterable
from typing import Any

from playground.imaging.outcome import InputFiles, Outcome
from playground.imaging.request import ImageRequest
from playground.providers.errors import ProviderError
from playground.providers.run import run
from tests.providers.odd_answers import Odd
from tests.providers.servers import raw_server


def talking(odd: Odd, stop: threading.Event) -> Any:
    def talk(connection: socket.socket) -> None:
        head = ["HTTP/1.1 200 OK", *odd.headers]
        if odd.label:
            head.append(f"Content-Type: {odd.label}")
        body = odd.body
        if odd.framing == "length":
            head.append(f"Content-Length: {len(body)}")
        elif odd.framing == "short":
            head.append(f"Content-Length: {len(body) + 100}")
        elif odd.framing == "close":
            head.append("Connection: close")
        else:
            head.append("Transfer-Encoding: chunked")
            body = f"{len(body):x}\r\n".encode() + body + b"\r\n"
        connection.sendall("\r\n".join(head).encode() + b"\r\n\r\n")
        for start in range(0, len(body), 4096):
            connection.sendall(body[start : start + 4096])
        if odd.framing == "open":
            stop.wait(10)

    return talk


def run_odd(settings: Any, odd: Odd) -> Outcome | ProviderError:
    stop = threading.Event()
    request = ImageRequest(
        prompt="a fox",
        model="gpt-image-2",
        n=odd.n,
        route=odd.route,
        partial_images=odd.partial_images,
    )
    with raw_server(talking(odd, stop)) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        settings.PLAYGROUND_TIMEOUT_S = 8
        try:
            return run(request, InputFiles())
        except ProviderError as error:
            return error
        finally:
            stop.set()


def words(found: Outcome | ProviderError) -> str:
    if isinstance(found, ProviderError):
        return f"{found.message} {found.remedy}"
    return " ".join([*found.warnings, str((found.error or {}).get("message", ""))])


def serving_parts(settings: Any, parts: Iterable[bytes], pause: float = 0.0) -> Any:
    def talk(connection: socket.socket) -> None:
        for part in parts:
            connection.sendall(part)
            if pause:
                time.sleep(pause)

    return raw_server(talk)
