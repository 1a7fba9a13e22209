"""The processes as a person starts and stops them: real ones."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_S = 120


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _environment(data_dir: Path, **more: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PLAYGROUND_", "OPENAI_", "DATABASE_URL", "DJANGO_"))
    }
    return {
        **kept,
        "PLAYGROUND_DATA_DIR": str(data_dir),
        "PLAYGROUND_SIMULATOR_LATENCY": "instant",
        "PYTHONUNBUFFERED": "1",
        **more,
    }


def _manage(
    data_dir: Path, *arguments: str, **more: str
) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=_environment(data_dir, **more),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )


@contextlib.contextmanager
def _running(data_dir: Path, *arguments: str, **more: str):
    """Run a command until the block ends; its output is in ``process.log``."""
    log = data_dir / f"{arguments[0]}.log"
    with log.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=_environment(data_dir, **more),
            stdout=file,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
    process.log = log
    try:
        yield process
    finally:
        with contextlib.suppress(psutil.NoSuchProcess):
            for child in psutil.Process(process.pid).children(recursive=True):
                child.kill()
        process.kill()
        process.wait()


def _eventually(condition, process=None):
    end = time.monotonic() + PATIENCE_S
    while not (found := condition()):
        output = process.log.read_text() if process else ""
        assert time.monotonic() < end, f"it did not happen\n{output}"
        time.sleep(0.05)
    return found


def _get(url: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()
    except OSError:
        return 0, b""


def _health(port: int) -> dict:
    status, body = _get(f"http://127.0.0.1:{port}/readyz")
    return {**json.loads(body), "status": status} if status else {}


@pytest.fixture
def prepared(made, tmp_path) -> Path:
    """A data folder as ``make run`` leaves it, with no worker known."""
    return Path(shutil.copytree(made, tmp_path / "data"))


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    for command in (["migrate"], ["collectstatic", "--no-input"]):
        done = _manage(folder, *command, "--verbosity", "0")
        assert done.returncode == 0, done.stderr
    return folder


def test_serve_says_what_is_missing_on_a_fresh_data_folder(tmp_path):
    done = _manage(tmp_path, "serve")

    assert done.returncode == 1
    assert "manage.py migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_serve_answers_with_a_worker_and_ends_with_it(prepared):
    port = _free_port()
    with _running(prepared, "serve", "--port", str(port)) as process:
        _eventually(lambda: _health(port).get("ok"), process)
        children = psutil.Process(process.pid).children(recursive=True)
        status, page = _get(f"http://127.0.0.1:{port}/")

        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE_S) == 0

    output = process.log.read_text()
    assert status == 200
    assert b"<h1" in page
    assert len(children) == 1
    assert not children[0].is_running()
    assert f"http://127.0.0.1:{port}/" in output
    assert "simulator" in output
    assert "Traceback" not in output
    assert "Fatal" not in output


def test_a_worker_that_dies_is_started_again(prepared):
    port = _free_port()
    with _running(prepared, "serve", "--port", str(port)) as process:
        first = _eventually(lambda: psutil.Process(process.pid).children(), process)[0]
        _eventually(lambda: _health(port).get("ok"), process)
        first.kill()
        _eventually(
            lambda: [
                child
                for child in psutil.Process(process.pid).children()
                if child.pid != first.pid
            ],
            process,
        )


def test_no_worker_is_left_when_the_server_is_killed(prepared):
    port = _free_port()
    with _running(prepared, "serve", "--port", str(port)) as process:
        worker = _eventually(lambda: psutil.Process(process.pid).children(), process)[0]
        _eventually(lambda: _health(port).get("ok"), process)
        process.kill()
        _eventually(lambda: not worker.is_running())


def test_health_is_503_without_a_worker_and_200_with_one(prepared):
    port = _free_port()
    options = ["--port", str(port), "--no-worker"]
    with _running(prepared, "serve", *options) as process:
        before = _eventually(lambda: _health(port), process)
        with _running(prepared, "work", "--concurrency", "3") as worker:
            after = _eventually(
                lambda: (found := _health(port)).get("ok") and found, process
            )
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(PATIENCE_S) == 0
        gone = _health(port)

    assert before["status"] == 503
    assert before["database"]["ok"]
    assert "manage.py work" in before["engine"]["message"]
    assert after["status"] == 200
    assert after["engine"]["concurrency"] == 3
    assert gone["status"] == 503


def test_health_is_503_and_not_an_error_without_a_database(prepared):
    port = _free_port()
    options = ["--port", str(port), "--no-worker"]
    with _running(prepared, "serve", *options) as process:
        _eventually(lambda: _health(port), process)
        for file in prepared.glob("playground.sqlite3*"):
            file.unlink()
        (prepared / "playground.sqlite3").write_bytes(b"this is no database" * 500)
        report = _health(port)

    assert report["status"] == 503
    assert report["database"] == {
        "ok": False,
        "message": "The database does not answer.",
    }
    assert report["storage"]["ok"]


def test_the_server_sends_no_body_after_the_headers_of_head(prepared):
    port = _free_port()
    options = ["--port", str(port), "--no-worker"]
    with _running(prepared, "serve", *options) as process:
        _eventually(lambda: _health(port), process)
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(
                b"HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            )
            answer = b"".join(iter(lambda: connection.recv(65536), b""))

    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b"\r\n\r\n")


def test_a_taken_port_is_told_in_a_sentence(prepared):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = _manage(prepared, "serve", "--port", str(port))

    assert done.returncode == 1
    assert f"Port {port} is taken" in done.stderr
    assert "PLAYGROUND_PORT=" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("value", ["0", "-1", "99999", "8_000", "٨٠٠٠", "many"])
@pytest.mark.parametrize("command", ["serve", "simulator"])
def test_a_port_that_is_none_is_told_in_a_sentence(command, value):
    with pytest.raises(CommandError, match="must be a whole number from 1 to 65535"):
        call_command(command, f"--port={value}")


@pytest.mark.parametrize("value", ["-1", "nan", "inf", "soon"])
def test_a_wait_that_is_none_is_told_in_a_sentence(value):
    told = "must be instant, realistic or 0 to 3600 seconds"
    with pytest.raises(CommandError, match=told):
        call_command("simulator", f"--latency={value}")


def test_a_wrong_option_ends_the_command_without_a_trace(prepared):
    done = _manage(prepared, "simulator", "--port=many")

    assert done.returncode == 2
    assert "must be a whole number from 1 to 65535" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::"])
def test_serve_refuses_to_be_reached_by_others(prepared, host):
    done = _manage(prepared, "serve", "--host", host)

    assert done.returncode == 1
    assert "there is no login" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        (
            "PLAYGROUND_PORT",
            "many",
            "Configuration: PLAYGROUND_PORT must be a whole number from 1 to 65535, "
            "not 'many'.",
        ),
        (
            "PLAYGROUND_PORT",
            "8_000",
            "Configuration: PLAYGROUND_PORT must be a whole number from 1 to 65535, "
            "not '8_000'.",
        ),
        (
            "OPENAI_BASE_URL",
            "https://user:secret@host:99999/v1",
            "Configuration: OPENAI_BASE_URL must be an address such as "
            "https://images.example.org/v1, not 'https://…@host:99999/v1'.",
        ),
        (
            "DATABASE_URL",
            "postgresql://user:secret@host:port/name",
            "Configuration: DATABASE_URL must look like "
            "postgresql://user:password@host:5432/name.",
        ),
        (
            "PLAYGROUND_DATA_DIR",
            "/dev/null",
            "Configuration: PLAYGROUND_DATA_DIR must be a folder to write to, not "
            "'/dev/null': Not a directory.",
        ),
        (
            "PLAYGROUND_DATA_DIR",
            "/proc/playground",
            "Configuration: PLAYGROUND_DATA_DIR must be a folder to write to, not "
            "'/proc/playground': No such file or directory.",
        ),
    ],
)
def test_a_wrong_variable_is_told_in_a_sentence(prepared, name, value, told):
    done = _manage(prepared, "serve", **{name: value})

    assert done.returncode == 1
    assert done.stderr.strip() == told


def test_a_database_that_does_not_answer_is_told_in_a_sentence(prepared):
    address = f"postgresql://user:secret@127.0.0.1:{_free_port()}/name"
    done = _manage(prepared, "serve", DATABASE_URL=address)

    assert done.returncode == 1
    assert "The database does not work" in done.stderr
    assert "DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr


def test_the_simulator_answers_over_http(prepared):
    port = _free_port()
    options = ["--port", str(port), "--latency", "instant"]
    with _running(prepared, "simulator", *options) as process:
        status, body = _eventually(
            lambda: (got := _get(f"http://127.0.0.1:{port}/v1/models"))[0] and got,
            process,
        )
    assert status in (200, 401)
    assert json.loads(body)
