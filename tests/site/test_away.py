"""What a page says while the database or the disk is away."""

import json

import pytest
from django.db import OperationalError
from django.urls import reverse

from playground.runs import submitting

pytestmark = pytest.mark.django_db
PROMPT = "A long prompt that somebody has thought about for an hour"


@pytest.fixture
def away(client, monkeypatch):
    def gone(*_, **__):
        raise OperationalError("the connection is closed")

    monkeypatch.setattr(submitting.ledger, "reserve", gone)
    client.raise_request_exception = False
    return client


def _submit(client, **headers):
    return client.post(reverse("studio:submit"), {"prompt": PROMPT}, headers=headers)


def test_it_says_when_to_ask_again_and_gives_back_what_was_typed(away):
    answer = _submit(away)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert PROMPT in answer.text
    assert "nothing was charged" in answer.text


def test_an_open_page_keeps_what_was_typed_and_says_why(away):
    answer = _submit(away, HX_Request="true")
    assert answer.status_code == 503
    said = json.loads(answer["HX-Trigger"])["toast"]
    assert "try again in a moment" in said["message"]
