"""Nobody locks the others out: real servers, real sockets."""

import contextlib
import http.client
import signal
import socket
import threading

import psutil
import pytest

from tests.processes import PATIENCE_S, eventually, free_port, get, manage, running

SERVERS = ["waitress", "granian"]


@pytest.fixture(params=SERVERS)
def serving(request, prepared):
    port = free_port()
    arguments = ["serve", "--no-worker", "--server", request.param, "--port", str(port)]
    with running(prepared, *arguments) as process:
        url = f"http://127.0.0.1:{port}/healthz"
        eventually(lambda: get(url)[0] == 200, process)
        yield process, port


def _open(port: int, head: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    connection.sendall(head)
    return connection


def _page(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/models/")
        return connection.getresponse().status
    finally:
        connection.close()


def test_300_idle_and_200_slow_connections_lock_nobody_out(serving):
    _, port = serving
    ask = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    with contextlib.ExitStack() as stack:
        for _ in range(300):
            idle = stack.enter_context(_open(port, ask + b"\r\n"))
            assert idle.recv(4096).startswith(b"HTTP/1.1 200")
        assert _page(port) == 200
        slow = [stack.enter_context(_open(port, ask + b"X-Slow: ")) for _ in range(200)]
        stop = threading.Event()
        drip = threading.Thread(target=_drip, args=(slow, stop))
        drip.start()
        try:
            assert _page(port) == 200
        finally:
            stop.set()
            drip.join()


def _drip(connections: list[socket.socket], stop: threading.Event) -> None:
    while not stop.wait(0.2):
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.send(b"a")


def test_an_answer_to_head_has_no_body(serving):
    _, port = serving
    ask = b"HEAD /models/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    with _open(port, ask) as connection:
        told = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = told.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert body == b""


def test_it_ends_in_good_order(serving):
    process, port = serving
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE_S) == 0
    assert "Traceback" not in process.log.read_text()
    assert get(f"http://127.0.0.1:{port}/healthz")[0] == 0


def test_it_ends_although_its_processes_are_still_loading(prepared):
    arguments = ["serve", "--no-worker", "--server=granian", f"--port={free_port()}"]
    with running(prepared, *arguments) as process:
        started = psutil.Process(process.pid)
        eventually(lambda: len(started.children(recursive=True)) > 2, process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_S) == 0


@pytest.mark.parametrize("server", SERVERS)
def test_a_taken_port_is_said_in_words(prepared, server):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = manage(prepared, "serve", "--server", server, "--port", str(port))
    assert done.returncode == 1
    assert f"Port {port} is taken" in done.stderr
    assert "PLAYGROUND_PORT=" in done.stderr
    assert "Traceback" not in done.stderr
