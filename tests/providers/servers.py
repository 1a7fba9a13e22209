"""Real servers on loopback: well-behaved, odd, and broken ones."""

import contextlib
import io
import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from typing import Any

from PIL import Image
from waitress import create_server, wasyncore

from playground.imaging.outcome import InputFile

Application = Callable[..., Any]


@contextlib.contextmanager
def serving(application: Application) -> Iterator[str]:
    """Serve over real HTTP, and yield the address without a path."""
    server = create_server(
        application,
        host="127.0.0.1",
        port=0,
        threads=4,
        log_socket_errors=False,
        max_request_body_size=2**30,
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:

        def close() -> None:
            for channel in list(server.active_channels.values()):
                channel.handle_close()
            wasyncore.close_all(server._map)

        # In the server's own thread: its loop ends when nothing is left open.
        # It may be gone before the call has returned.
        with contextlib.suppress(OSError):
            server.trigger.pull_trigger(close)
        thread.join(5)
        server.task_dispatcher.shutdown(timeout=5)


@contextlib.contextmanager
def raw_server(
    talk: Callable[[socket.socket], None], *, listen: bool = True
) -> Iterator[str]:
    """Accept connections and let ``talk`` do what no decent server does.

    The request has been read when ``talk`` is called (unless not to ``listen``);
    the connection is closed after it.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    stopping = threading.Event()

    def accept() -> None:
        while not stopping.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                if listen:
                    _read_request(connection)
                with contextlib.suppress(OSError):
                    talk(connection)

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        stopping.set()
        # Closing alone does not wake up who waits in accept.
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def _read_request(connection: socket.socket) -> None:
    received = b""
    while b"\r\n\r\n" not in received:
        chunk = connection.recv(65536)
        if not chunk:
            return
        received += chunk
    head, _, body = received.partition(b"\r\n\r\n")
    length = next(
        (
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        ),
        0,
    )
    while len(body) < length:
        chunk = connection.recv(65536)
        if not chunk:
            return
        body += chunk


@dataclass
class Seen:
    """One request, as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def parts(self) -> list[tuple[str, str | None, str | None, bytes]]:
        """Return name, file name, media type and content of each form field."""
        head = f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode()
        message = BytesParser().parsebytes(head + self.body)
        payload = message.get_payload()
        assert isinstance(payload, list)
        return [_part(part) for part in payload if isinstance(part, Message)]


def _part(part: Message) -> tuple[str, str | None, str | None, bytes]:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    disposition = part["content-disposition"]
    name = part.get_param("name", header="content-disposition")
    media_type = part.get_content_type() if "filename" in disposition else None
    return str(name), part.get_filename(), media_type, content


@dataclass
class Server:
    """A server that answers always the same, or passes on, and remembers."""

    body: bytes = b""
    status: str = "200 OK"
    headers: list[tuple[str, str]] = field(
        default_factory=lambda: [("Content-Type", "application/json")]
    )
    behind: Application | None = None
    seen: list[Seen] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length)
        headers = {
            name[5:].lower().replace("_", "-"): value
            for name, value in environ.items()
            if name.startswith("HTTP_")
        }
        headers["content-type"] = environ.get("CONTENT_TYPE", "")
        path = environ["PATH_INFO"]
        self.seen.append(Seen(environ["REQUEST_METHOD"], path, headers, body))
        if self.behind:
            return self.behind(
                {**environ, "wsgi.input": io.BytesIO(body)}, start_response
            )
        start_response(self.status, self.headers)
        return [self.body]


def answering(
    value: Any, status: str = "200 OK", headers: dict[str, str] | None = None
) -> Server:
    """Return a server that answers with JSON."""
    kinds = {"Content-Type": "application/json", **(headers or {})}
    return Server(json.dumps(value).encode(), status, list(kinds.items()))


def picture(colour: str = "teal", mode: str = "RGB", size: int = 64) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, (size, size), colour).save(buffer, "PNG")
    return buffer.getvalue()


def input_file(data: bytes, name: str = "cat.png") -> InputFile:
    suffix = name.rpartition(".")[2]
    media_type = f"image/{'jpeg' if suffix == 'jpg' else suffix}"
    return InputFile(
        name=name,
        media_type=media_type,
        bytes=len(data),
        open=lambda: io.BytesIO(data),
    )
