"""An answer that had come when its worker was killed, or had not."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from playground.library.models import Generation
from playground.runs import recovery, spool
from playground.runs.recording import Recording
from playground.runs.recovery import sweep
from playground.runs.spool import spool_codes
from tests.providers.odd_bodies import b64
from tests.providers.servers import picture, raw_server

pytestmark = pytest.mark.django_db
TEAL = picture("teal")


# Loaded once; each call is made by a process of its own, whose number is told.
CALLS = """
import os, sys
from pathlib import Path
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
from django.conf import settings
from playground.imaging.outcome import InputFiles
from playground.imaging.request import ImageRequest
from playground.providers.client import get_ready
from playground.providers.run import run
from playground.runs.recording import Recording
get_ready()
settings.PLAYGROUND_DATA_DIR = Path(sys.argv[1])
for call in sys.argv[2:]:
    settings.OPENAI_BASE_URL, code = call.split()
    child = os.fork()
    if not child:
        run(ImageRequest(prompt="a fox", model="gpt-image-2"), InputFiles(),
            recorder=Recording(code))
        os._exit(0)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def test_an_answer_that_had_come_whole_survives_a_kill(post, data_dir):
    event = {"type": "image_generation.completed", "b64_json": b64(TEAL)}
    bodies = [
        json.dumps({"data": [{"b64_json": b64(TEAL)}]}).encode(),
        f"data: {json.dumps(event)}\n\n: still there\n".encode(),
    ]
    for _ in bodies:
        post()
    runs = list(Generation.objects.order_by("pk"))
    Generation.objects.update(state="sending", sent_at=runs[0].created_at)
    asked = iter(zip(runs, bodies, strict=True))

    def talk(connection: socket.socket) -> None:
        run, body = next(asked)
        raw = Path(data_dir, "spool", f"{run.code}.raw")
        head = b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n"
        connection.sendall(head + body)
        # Its bytes are on disk before the call has returned.
        while not (raw.exists() and body in raw.read_bytes()):
            time.sleep(0.01)
        assert process.stdout
        os.kill(int(process.stdout.readline()), signal.SIGKILL)
        endings.append(int(process.stdout.readline()))

    endings: list[int] = []
    with raw_server(talk) as address:
        calls = [f"{address}/v1 {run.code}" for run in runs]
        with subprocess.Popen(
            [sys.executable, "-c", CALLS, str(data_dir), *calls],
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.wait(240) == 0
    assert endings == [-signal.SIGKILL] * 2
    assert sorted(spool_codes()) == sorted(run.code for run in runs)
    for run in runs:
        recovery._recover(run)
        run.refresh_from_db()
        assert (run.state, run.images.count()) == ("succeeded", 1)
    assert spool_codes() == []


def test_of_a_call_that_was_not_answered_nothing_is_left(data_dir):
    recording = Recording("abc")
    assert spool_codes() == ["abc"]
    recording._file.close()  # As a kill does.
    assert spool.spool_read("abc") is None
    assert spool_codes() == []


def test_an_answer_that_still_arrives_elsewhere_is_not_taken_for_whole(data_dir):
    from playground.providers.head import Head

    recording = Recording("abc")
    recording.begin(Head())
    recording.write(json.dumps({"data": [{"b64_json": b64(TEAL)}]}).encode())
    assert spool.spool_read("abc") is None
    assert spool_codes() == ["abc"]
    recording.end()
    assert [image.data for image in spool.spool_read("abc").images] == [TEAL]
    sweep()
