"""What the tools of PostgreSQL are told, and what they are asked."""

import json
import subprocess
from types import SimpleNamespace

import pytest

from playground import backing_up, database_copies, restoring
from playground.core.database import database


@pytest.fixture
def called(monkeypatch, tmp_path):
    address = (
        "postgres://anna:secret@db.example/kept"
        "?sslmode=verify-full&sslrootcert=/etc/ca.pem&options=-csearch_path%3Dplay"
    )
    known = {"default": database(address, tmp_path)}
    settings = SimpleNamespace(DATABASES=known, PLAYGROUND_DATA_DIR=tmp_path / "there")
    monkeypatch.setattr(database_copies, "settings", settings)
    monkeypatch.setattr(restoring, "settings", settings)
    calls = []

    def run(command, *, env, **options):
        calls.append((command, env))
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(database_copies.subprocess, "run", run)
    monkeypatch.setattr(database_copies.shutil, "which", lambda tool: tool)
    return calls


def test_a_dump_travels_as_the_address_asks(called, monkeypatch, tmp_path):
    monkeypatch.setattr(database_copies.connection, "vendor", "postgresql")
    database_copies.database_copy(tmp_path)
    command, env = called[0]
    assert command[0] == "pg_dump"
    assert env["PGSSLMODE"] == "verify-full"
    assert env["PGSSLROOTCERT"] == "/etc/ca.pem"
    assert env["PGOPTIONS"] == "-csearch_path=play"
    assert (env["PGHOST"], env["PGPASSWORD"]) == ("db.example", "secret")
    assert "secret" not in str(command)


def test_a_dump_is_read_before_it_counts_as_a_backup(called, monkeypatch, tmp_path):
    dump = tmp_path / database_copies.POSTGRESQL
    dump.write_bytes(b"PGDMP")
    files = {dump.name: backing_up.digest_of(dump)}
    (tmp_path / backing_up.LIST).write_text(
        json.dumps({"version": 1, "files": files, "rows": {}})
    )
    backing_up.verify(tmp_path)
    assert called.pop()[0] == ["pg_restore", "--list", str(dump)]
    monkeypatch.setattr(database_copies.connection, "vendor", "postgresql")
    monkeypatch.setattr(restoring, "_has_tables", lambda: False)
    monkeypatch.setattr(database_copies.connection, "close", lambda: None)
    restoring.restore(tmp_path)
    command, _ = called[-1]
    assert {"--single-transaction", "--dbname=kept", str(dump)} <= set(command)
