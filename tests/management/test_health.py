"""Health, figures and logs, as machines beside the service ask for them."""

import json
import logging
import shutil
from collections import namedtuple
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from playground.core.json_logs import JsonFormatter
from playground.library.models import Generation
from playground.runs.beat import beat
from tests import factories

pytestmark = pytest.mark.django_db


def test_health_is_told_without_https_too(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code in (200, 503)
    assert client.get("/").status_code == 301
    assert client.get("/healthz/more").status_code == 301


def test_alive_asks_nothing_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").json() == {"ok": True}


def test_ready_tells_about_each_part(client):
    beat("one", concurrency=3)
    answer = client.get("/readyz")
    told = answer.json()
    assert answer.status_code == 200
    assert told["engine"] == {"ok": True, "workers": 1, "concurrency": 3}
    assert told["queue"] == {"ok": True, "waiting": 0, "oldest_s": 0}
    assert told["storage"]["free_mb"] > 0


def test_a_dead_worker_is_not_ready(client):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["engine"]["ok"] is False


def test_a_run_that_nobody_takes_is_not_ready(client):
    beat("one", concurrency=3)
    run = factories.generation(state="queued")
    long_ago = timezone.now() - timedelta(hours=2)
    Generation.objects.filter(pk=run.pk).update(created_at=long_ago)
    told = client.get("/readyz").json()
    assert told["queue"]["ok"] is False
    assert "1 queued runs has waited for 72" in told["queue"]["message"]


def test_a_full_disk_is_not_ready(client, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(9, 9, 2**20))
    told = client.get("/readyz").json()
    assert told["storage"] == {
        "ok": False,
        "message": "Only 1 MB are left for pictures.",
    }


def test_metrics_are_for_who_has_the_token(client, settings, owner):
    assert client.get("/metrics").status_code == 404
    settings.PLAYGROUND_METRICS_TOKEN = "a-long-token"
    assert client.get("/metrics").status_code == 401
    wrong = client.get("/metrics", headers={"Authorization": "Bearer wrong-é"})
    assert wrong.status_code == 401
    factories.in_the_books(factories.generation())
    factories.in_the_books(factories.generation(state="unknown", provider="openai"))
    factories.generation(state="queued")
    beat("one", concurrency=3)
    answer = client.get("/metrics", headers={"Authorization": "Bearer a-long-token"})
    told = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    for line in (
        'playground_runs{state="succeeded"} 1.0',
        'playground_runs{state="unknown"} 1.0',
        'playground_runs{state="queued"} 1.0',
        "playground_worker_slots 3.0",
        'playground_usd_spent{money="simulated"} 0.0053',
        'playground_usd_spent{money="real"} 0.0',
        'playground_usd_doubtful{money="real"} 0.0053',
        'playground_calls_total{model="gpt-image-2.5-sunburst",'
        'provider="simulator",state="succeeded"} 1.0',
        'playground_call_seconds_count{model="gpt-image-2.5-sunburst",'
        'provider="simulator"} 1.0',
    ):
        assert line in told.splitlines()
    assert "playground_queue_oldest_seconds" in told
    # All runs are not counted anew for each who asks.
    with CaptureQueriesContext(connection) as asked:
        client.get("/metrics", headers={"Authorization": "Bearer a-long-token"})
    assert not [it for it in asked if "GROUP BY" in it["sql"]]


@pytest.fixture
def lines(caplog):
    """What the JSON log says, line by line."""
    caplog.set_level(logging.INFO, "playground.access")
    caplog.handler.setFormatter(JsonFormatter())
    written: list[dict] = []

    class Writing(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(json.loads(JsonFormatter().format(record)))

    handler = Writing()
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def test_a_line_of_the_log_has_the_id_of_its_request(client, owner, lines):
    answer = client.get(
        "/gallery/?q=a+secret+harbour", headers={"X-Request-ID": "proxy-1"}
    )
    assert answer.headers["X-Request-ID"] == "proxy-1"
    access = [line for line in lines if line["logger"] == "playground.access"]
    assert access[-1]["request_id"] == "proxy-1"
    assert (access[-1]["path"], access[-1]["status"]) == ("/gallery/", 200)
    assert "harbour" not in json.dumps(lines)
    other = client.get("/healthz", headers={"X-Request-ID": "no id\n"})
    assert len(other.headers["X-Request-ID"]) == 16


def test_an_error_is_logged_without_what_it_says(client, owner, lines, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("INSERT … a secret harbour sk-proj-abcdefghijklmnop")

    monkeypatch.setattr(connection, "cursor", fail)
    client.raise_request_exception = False
    assert client.get("/gallery/").status_code >= 500
    failed = [line for line in lines if "error" in line]
    assert failed
    assert "harbour" not in json.dumps(lines)
    assert "sk-proj" not in json.dumps(lines)
