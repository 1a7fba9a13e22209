"""The processes as a person starts and stops them: real ones."""

import gc
import json
import runpy
import shutil
import signal

import psutil
import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import (
    CommandError,
    call_command,
    execute_from_command_line,
)

from playground.core.database import SQLITE_FILE
from tests.processes import (
    PATIENCE_S,
    ROOT,
    eventually,
    free_port,
    get,
    has_ended,
    health,
    manage,
    running,
)


def test_serve_says_what_is_missing_on_a_fresh_data_folder(tmp_path):
    done = manage(tmp_path, "serve")

    assert done.returncode == 1
    assert "manage.py migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_loaded_at_the_start_is_not_looked_through_for_garbage():
    gc.unfreeze()
    gc.disable()
    apps.get_app_config("playground").ready()

    assert gc.isenabled()
    assert gc.get_freeze_count() > 100_000


def _workers(process):
    return psutil.Process(process.pid).children()


def test_serve_answers_with_a_worker_restarts_it_and_ends_with_it(prepared):
    port = free_port()
    with running(prepared, "serve", "--port", str(port)) as process:
        eventually(lambda: health(port).get("ok"), process)
        (first,) = _workers(process)
        status, page = get(f"http://127.0.0.1:{port}/")
        first.kill()
        second = eventually(
            lambda: [child for child in _workers(process) if child.pid != first.pid],
            process,
        )
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE_S) == 0

    output = process.log.read_text()
    assert status == 200
    assert b"<h1" in page
    assert len(second) == 1
    assert has_ended(second[0])
    assert f"http://127.0.0.1:{port}/" in output
    assert "simulator" in output
    assert "Traceback" not in output
    assert "Fatal" not in output


def test_a_server_for_many_names_its_port_and_leaves_no_worker_when_killed(prepared):
    port = free_port()
    options = ["--port", str(port)]
    with running(prepared, "serve", *options, PLAYGROUND_ACCOUNTS="true") as process:
        eventually(lambda: health(port).get("ok"), process)
        assert f"once: http://127.0.0.1:{port}/" in process.log.read_text()
        (worker,) = _workers(process)
        process.kill()
        eventually(lambda: has_ended(worker))


def test_health_is_503_without_a_worker_or_a_database_and_200_with_both(
    prepared, tmp_path
):
    port = free_port()
    options = ["--port", str(port), "--no-worker"]
    with running(prepared, "serve", *options) as process:
        eventually(lambda: get(f"http://127.0.0.1:{port}/healthz")[0], process)
        # No thread has opened it yet, and so none goes on with what was moved away.
        database = [
            shutil.move(it, tmp_path) for it in prepared.glob(f"{SQLITE_FILE}*")
        ]
        (prepared / SQLITE_FILE).write_bytes(b"this is no database" * 500)
        broken = health(port)
        (prepared / SQLITE_FILE).unlink()
        for file in database:
            shutil.move(file, prepared)
        before = health(port)
        with running(prepared, "work", "--concurrency", "3") as worker:
            after = eventually(
                lambda: (found := health(port)).get("ok") and found, process
            )
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(PATIENCE_S) == 0
        gone = health(port)

    assert broken["status"] == 503
    message = "The database does not answer."
    assert broken["database"] == {"ok": False, "message": message}
    assert broken["storage"]["ok"]
    assert before["status"] == 503
    assert before["database"]["ok"]
    assert "manage.py work" in before["engine"]["message"]
    assert after["status"] == 200
    assert after["engine"]["concurrency"] == 3
    assert gone["status"] == 503


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


def test_a_wrong_option_ends_the_command_without_a_trace(capsys):
    with pytest.raises(SystemExit) as ended:
        execute_from_command_line(["manage.py", "simulator", "--port=many"])
    said = capsys.readouterr().err

    assert ended.value.code == 2
    assert "must be a whole number from 1 to 65535" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::"])
def test_serve_refuses_to_be_reached_by_others(host):
    with pytest.raises(CommandError, match="there is no login"):
        call_command("serve", host=host)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        (
            "PLAYGROUND_PORT",
            "many",
            "PLAYGROUND_PORT must be a whole number from 1 to 65535, not 'many'.",
        ),
        (
            "PLAYGROUND_PORT",
            "8_000",
            "PLAYGROUND_PORT must be a whole number from 1 to 65535, not '8_000'.",
        ),
        (
            "OPENAI_BASE_URL",
            "https://user:secret@host:99999/v1",
            "OPENAI_BASE_URL must be an address such as "
            "https://images.example.org/v1, not 'https://…@host:99999/v1'.",
        ),
        (
            "DATABASE_URL",
            "postgresql://user:secret@host:port/name",
            "DATABASE_URL must look like postgresql://user:password@host:5432/name.",
        ),
        (
            "PLAYGROUND_DATA_DIR",
            "/dev/null",
            "PLAYGROUND_DATA_DIR must be a folder to write to, not "
            "'/dev/null': Not a directory.",
        ),
        (
            "PLAYGROUND_DATA_DIR",
            "/proc/playground",
            "PLAYGROUND_DATA_DIR must be a folder to write to, not "
            "'/proc/playground': No such file or directory.",
        ),
    ],
)
def test_a_wrong_variable_is_told_in_a_sentence(monkeypatch, name, value, told):
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured) as error:
        runpy.run_path(str(ROOT / "playground" / "settings.py"))
    assert str(error.value) == told


def test_a_wrong_variable_ends_the_command_without_a_trace(tmp_path):
    done = manage(tmp_path, "serve", PLAYGROUND_PORT="many")

    assert done.returncode == 1
    assert done.stderr == (
        "Configuration: PLAYGROUND_PORT must be a whole number from 1 to 65535, "
        "not 'many'.\n"
    )


def test_a_database_that_does_not_answer_is_told_in_a_sentence(prepared):
    address = f"postgresql://user:secret@127.0.0.1:{free_port()}/name"
    done = manage(prepared, "serve", DATABASE_URL=address)

    assert done.returncode == 1
    assert "The database does not work" in done.stderr
    assert "DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr


def test_the_simulator_answers_over_http(prepared):
    port = free_port()
    options = ["--port", str(port), "--latency", "instant"]
    with running(prepared, "simulator", *options) as process:
        status, body = eventually(
            lambda: (got := get(f"http://127.0.0.1:{port}/v1/models"))[0] and got,
            process,
        )
    assert status in (200, 401)
    assert json.loads(body)
