"""Readers of the built-in server that stop reading end, and give their thread back."""

import socket
import threading

from waitress import create_server, wasyncore

from playground.management import readers


def test_a_download_that_nobody_takes_is_cut_off(monkeypatch):
    monkeypatch.setattr(readers, "STALLED_S", 10)
    closed = threading.Event()

    def endless(environ, start_response):
        start_response("200 OK", [("Content-Type", "application/zip")])
        try:
            while True:
                yield b"x" * 2**20
        finally:
            closed.set()

    server = create_server(
        endless, host="127.0.0.1", port=0, threads=1, cleanup_interval=0, ident=None
    )
    server.adj.asyncore_loop_timeout = 0.1
    readers.cut_stalled(server)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        address = ("127.0.0.1", server.effective_port)
        with socket.create_connection(address) as reader:
            reader.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            # Whoever goes on taking it is left alone.
            for _ in range(40):
                assert reader.recv(2**20)
            monkeypatch.setattr(readers, "STALLED_S", 0.3)
            assert closed.wait(20)
    finally:
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
        thread.join(5)
        server.task_dispatcher.shutdown(timeout=5)
