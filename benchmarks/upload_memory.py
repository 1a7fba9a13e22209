"""How much memory an edit with sixteen sources of 10 MB takes while it is sent.

The sources lie on disk, as uploads do. They go to a server in a process of its own
that throws them away, by both routes; and, as an edit, to an application in this
process, which is the way to the simulator. Printed are the peak of what Python
allocated (tracemalloc) and the growth of the process (peak RSS). No more than one
source twice in memory means 20 MB at most.

The other way in comes first: the same sixteen as PNG from a browser into the real
server, which unpacks each to look at it. One of them has 10 MB as a file and as much
again unpacked. Printed is by how much the server grew after it had taken a small one.
"""

import base64
import http.client
import io
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

from PIL import Image

from benchmarks import stage

SOURCES = 16
SOURCE_BYTES = 10 * 2**20
ROUTES = ("edit over HTTP", "edit in process", "Responses over HTTP")
ANSWER = json.dumps({"data": [{"b64_json": base64.b64encode(b"x").decode()}]}).encode()
CONTEXT = multiprocessing.get_context("spawn")


def main() -> None:
    print(f"{SOURCES} sources of {SOURCE_BYTES // 2**20} MB in one call")
    print(f"  {'browser to server':<20} {'':<22} RSS +{taken_in():7.1f} MB")
    for name, allocated_mb, rss_mb in measure():
        print(f"  {name:<20} allocated {allocated_mb:7.1f} MB   RSS +{rss_mb:7.1f} MB")


def taken_in() -> float:
    """Upload the sources to the Studio; return by how much the server grew, in MB."""
    with tempfile.TemporaryDirectory() as folder:
        stage.prepare(folder)
        port = stage.free_port()
        arguments = ("serve", "--no-worker", "--port", str(port))
        with stage.running(folder, *arguments) as server:
            browser = stage.Browser(port)
            browser.wait_until_well(worker=False)
            _upload(port, [_noise(64)])
            before = _peak_mb(server.pid)
            # Noise hardly packs: three bytes a pixel.
            edge = int((SOURCE_BYTES / 3) ** 0.5)
            _upload(port, [_noise(edge) for _ in range(SOURCES)])
            return _peak_mb(server.pid) - before


def _noise(edge: int) -> bytes:
    buffer = io.BytesIO()
    pixels = os.urandom(edge * edge * 3)
    Image.frombytes("RGB", (edge, edge), pixels).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def _upload(port: int, pictures: list[bytes]) -> None:
    """Post them to the composer in one form, as a browser does."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    connection.request("GET", "/")
    page = connection.getresponse()
    cookie = str(page.getheader("Set-Cookie")).partition(";")[0]
    page.read()
    parts = [_part("csrfmiddlewaretoken", cookie.partition("=")[2].encode())]
    parts += [_part("image", picture, "fox.png") for picture in pictures]
    body = b"".join(parts) + b"--edge--\r\n"
    headers = {
        "Content-Type": "multipart/form-data; boundary=edge",
        "Cookie": cookie,
        "Origin": f"http://127.0.0.1:{port}",
    }
    connection.request("POST", "/sources/", body, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != 303:
        raise RuntimeError(f"The sources were not taken: {answer.status}")


def _part(name: str, content: bytes, file: str = "") -> bytes:
    head = f'--edge\r\nContent-Disposition: form-data; name="{name}"'
    if file:
        head += f'; filename="{file}"\r\nContent-Type: image/png'
    return head.encode() + b"\r\n\r\n" + content + b"\r\n"


def _peak_mb(pid: int) -> float:
    """Return the highest resident size of a process so far, in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


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
    from playground.imaging.outcome import InputFile, InputFiles
    from playground.imaging.request import ImageRequest
    from playground.providers import client
    from playground.providers.errors import AnswerError
    from playground.providers.run import run

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
