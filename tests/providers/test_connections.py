"""Answers that are none, connections that fail, and what stands between."""

import contextlib
import socket
import threading
import time

import pytest

from playground.providers.errors import (
    AnswerError,
    OutageError,
    RequestError,
    SetupError,
)
from tests.providers.failing import fail, fail_at
from tests.providers.servers import Server, answering, raw_server, serving

# --- Answers that are none --------------------------------------------------


def test_a_web_page_instead_of_an_answer_is_a_matter_of_setup(settings):
    page = Server(b"<html>hi</html>", headers=[("Content-Type", "text/html")])
    error = fail(settings, page)
    assert type(error) is SetupError
    assert not error.may_be_billed


@pytest.mark.parametrize("body", [b"", b'{"data": [', b"[]", b"null", b'{"data": []}'])
def test_an_answer_without_a_picture_may_have_been_charged(settings, body):
    error = fail(settings, Server(body))
    assert type(error) is AnswerError
    assert error.may_be_billed
    assert not error.repeatable


def test_an_error_with_a_good_status_is_an_error(settings):
    error = fail(settings, answering({"error": {"message": "No.", "param": "size"}}))
    assert type(error) is RequestError
    assert error.param == "size"


def test_a_redirect_is_told_and_not_followed(settings):
    elsewhere = answering({"data": []})
    with serving(elsewhere) as target:
        headers = [("Location", f"{target}/v1/images/generations")]
        error = fail(settings, Server(b"", "307 X", headers))
    assert type(error) is SetupError
    assert target in error.message
    assert elsewhere.seen == []


# --- Connections ------------------------------------------------------------


def _closed_port():
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as listener:
        return listener.getsockname()[1]


def test_a_refused_connection_was_not_billed_and_may_be_repeated(settings):
    error = fail_at(settings, f"http://127.0.0.1:{_closed_port()}/v1")
    assert type(error) is OutageError
    assert error.code == "connection_refused"
    assert error.repeatable
    assert not error.may_be_billed


def test_an_unknown_host_was_not_billed_and_may_be_repeated(settings):
    error = fail_at(settings, "http://images.invalid/v1")
    assert error.code == "unknown_host"
    assert "images.invalid" in error.message
    assert error.repeatable


def test_https_where_there_is_none_is_a_matter_of_setup(settings):
    def talk(connection):
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with raw_server(talk, listen=False) as address:
        error = fail_at(settings, f"{address.replace('http', 'https')}/v1")
    assert type(error) is SetupError
    assert "http://" in error.remedy
    assert not error.may_be_billed


def test_a_server_that_hangs_may_have_billed(settings):
    settings.PLAYGROUND_TIMEOUT_S = 1
    over = threading.Event()
    with raw_server(lambda connection: over.wait(60) and None) as address:
        error = fail_at(settings, f"{address}/v1")
        over.set()
    assert error.code == "timeout"
    assert error.may_be_billed
    assert not error.repeatable


def test_a_server_that_trickles_is_given_up_as_a_whole(settings):
    settings.PLAYGROUND_TIMEOUT_S = 1
    patient = []

    def talk(connection):
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        connection.sendall(head + b"Content-Length: 100000\r\n\r\n")
        for _ in range(300):
            connection.sendall(b" ")
            time.sleep(0.1)
        patient.append(connection)

    with raw_server(talk) as address:
        error = fail_at(settings, f"{address}/v1")
        assert not patient
    assert error.code == "timeout"
    assert error.may_be_billed


@pytest.mark.parametrize(
    "answer",
    [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{", b"nonsense\r\n\r\n"],
    ids=["no answer", "half an answer", "no HTTP"],
)
def test_a_broken_answer_may_have_been_billed(settings, answer):
    with raw_server(lambda connection: connection.sendall(answer)) as address:
        error = fail_at(settings, f"{address}/v1")
    assert type(error) is OutageError
    assert error.may_be_billed
    assert not error.repeatable


def test_the_proxy_is_named_where_a_connection_fails(settings, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    monkeypatch.setenv("HTTP_PROXY", f"http://anna:secret@127.0.0.1:{port}")
    monkeypatch.setenv("NO_PROXY", "")
    error = fail_at(settings, "http://images.example:8080/v1")
    assert f"the proxy 127.0.0.1:{port} (HTTP_PROXY)" in error.message
    assert "images.example:8080" in error.message
    assert "secret" not in str(error.to_json())
    assert not error.may_be_billed


def test_a_socks_proxy_without_its_package_is_a_matter_of_setup(settings, monkeypatch):
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1080")
    error = fail_at(settings, "http://127.0.0.1:9/v1")
    assert type(error) is SetupError
    assert "ALL_PROXY" in error.message
    assert not error.may_be_billed
