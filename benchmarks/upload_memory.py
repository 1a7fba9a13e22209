"""How much memory an edit with sixteen sources of 10 MB takes while it is sent.

The sources lie on disk, as uploads do. They go to a server in a process of its own
that throws them away, by both routes; and, as an edit, to an application in this
process, which is the way to the simulator. Printed are the peak of what Python
allocated (tracemalloc) and the growth of the process (peak RSS). No more than one
source twice in memory means 20 MB at most.
"""

import base64
import json
import multiprocessing
import os
import resource
import socket
import tempfile
import tracemalloc
from collections.abc import Iterable
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

SOURCES = 16
SOURCE_BYTES = 10 * 2**20
ROUTES = ("edit over HTTP", "edit in process", "Responses over HTTP")
ANSWER = json.dumps({"data": [{"b64_json": base64.b64encode(b"x").decode()}]}).encode()
CONTEXT = multiprocessing.get_context("spawn")


def main() -> None:
    print(f"{SOURCES} sources of {SOURCE_BYTES // 2**20} MB in one call")
    for name, allocated_mb, rss_mb in measure():
        print(f"  {name:<20} allocated {allocated_mb:7.1f} MB   RSS +{rss_mb:7.1f} MB")


def measure() -> list[tuple[str, float, float]]:
    """Return name, allocated MB and growth of RSS in MB, each in a fresh process."""
    rows = []
    for name in ROUTES:
        ours, theirs = CONTEXT.Pipe()
        process = CONTEXT.Process(target=_measured, args=(name, theirs))
        process.start()
        theirs.close()
        rows.append((name, *ours.recv()))
        process.join()
    return rows


def _measured(name: str, result: Connection) -> None:
    ours, theirs = CONTEXT.Pipe()
    sink = CONTEXT.Process(target=_sink, args=(theirs,), daemon=True)
    sink.start()
    try:
        result.send(_call(name, port=ours.recv()))
    finally:
        sink.kill()


def _call(name: str, *, port: int) -> tuple[float, float]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "playground.settings"
    if name != "edit in process":
        os.environ["OPENAI_BASE_URL"] = f"http://127.0.0.1:{port}/v1"
    import django

    django.setup()
    from playground.provider import client
    from playground.provider.errors import AnswerError
    from playground.provider.outcome import InputFile, InputFiles
    from playground.provider.request import ImageRequest
    from playground.provider.run import run

    client._simulator = lambda latency: _application  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.png" for number in range(SOURCES)]
        for path in paths:
            path.write_bytes(os.urandom(SOURCE_BYTES))
        files = tuple(
            InputFile(
                name=path.name,
                media_type="image/png",
                bytes=SOURCE_BYTES,
                open=partial(path.open, "rb"),
            )
            for path in paths
        )
        request = ImageRequest(
            prompt="Put them on one table",
            model="gpt-image-2.5-flare",
            route="responses" if name.startswith("Responses") else "images",
            sources=tuple(path.name for path in paths),
        )
        client.client()
        before = _rss_mb()
        tracemalloc.start()
        try:
            run(request, InputFiles(sources=files))
        except AnswerError:
            pass  # The sink's answer fits one of the routes only.
        return tracemalloc.get_traced_memory()[1] / 2**20, _rss_mb() - before


def _rss_mb() -> float:
    """Return the highest resident size so far, in MB (Linux counts in KB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    while environ["wsgi.input"].read(2**16):
        pass
    start_response("200 OK", [("Content-Type", "application/json")])
    return [ANSWER]


def _sink(port: Connection) -> None:
    """Accept requests, throw their bodies away, and answer all the same."""
    listener = socket.create_server(("127.0.0.1", 0))
    port.send(listener.getsockname()[1])
    while True:
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as stream:
            length = 0
            while (line := stream.readline().strip().lower()) != b"":
                if line.startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            while length:
                length -= len(stream.read(min(length, 2**16)))
            head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
            connection.sendall(f"{head}Content-Length: {len(ANSWER)}\r\n\r\n".encode())
            connection.sendall(ANSWER)


if __name__ == "__main__":
    main()
