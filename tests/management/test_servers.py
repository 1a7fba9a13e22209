"""Nobody locks the others out: real servers, real sockets."""

import contextlib
import gc
import http.client
import signal
import socket
import threading
import warnings

import psutil
import pytest
from django.core.management import CommandError, call_command

from tests.processes import PATIENCE_S, eventually, free_port, get, running

SERVERS = ["waitress", "granian"]


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


@pytest.mark.parametrize("server", SERVERS)
def test_a_server_locks_nobody_out_and_ends_in_good_order(prepared, server, subtests):
    port = free_port()
    arguments = ["serve", "--no-worker", "--server", server, "--port", str(port)]
    # Alone, one of granian's has all of the crowd to itself.
    with running(prepared, *arguments, PLAYGROUND_SERVER_PROCESSES="1") as process:
        url = f"http://127.0.0.1:{port}/healthz"
        eventually(lambda: get(url)[0] == 200, process)
        with subtests.test("an answer to HEAD has no body"):
            _ask_for_head(port)
        with subtests.test("300 idle and 200 slow connections lock nobody out"):
            _crowd(port)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_S) == 0
        assert "Traceback" not in process.log.read_text()
        assert get(url)[0] == 0


def _crowd(port: int) -> None:
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


def _ask_for_head(port: int) -> None:
    ask = b"HEAD /models/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    with _open(port, ask) as connection:
        told = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = told.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert body == b""


def test_it_ends_although_its_processes_are_still_loading(prepared):
    arguments = ["serve", "--no-worker", "--server=granian", f"--port={free_port()}"]
    with running(prepared, *arguments) as process:
        started = psutil.Process(process.pid)
        eventually(lambda: len(started.children(recursive=True)) > 2, process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_S) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("server", SERVERS)
def test_a_taken_port_is_said_in_words_before_the_server_is_started(
    installation, settings, server
):
    settings.STATIC_ROOT = str(installation / "static")
    for name in ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME"):
        setattr(settings, name, getattr(settings, name))  # Which it sets, to be undone.
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError) as refused:
            call_command("serve", server=server, port=port)
    said = str(refused.value)
    assert f"Port {port} is taken" in said
    assert f"PLAYGROUND_PORT={port + 1}" in said
    # What waitress had opened by then is closed by the end of the process.
    del refused
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
