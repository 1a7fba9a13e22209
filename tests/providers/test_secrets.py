"""No key goes further than to the server it is for."""

import json
import logging

import pytest

from playground.providers.errors import AnswerError
from playground.providers.errors.mapping import without_key
from playground.providers.run import run
from tests.providers.failing import NOTHING, asking, error_body, fail
from tests.providers.servers import answering, serving

KEY = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789"
PLAIN_KEY = "geheimnis"


# --- The key ----------------------------------------------------------------


@pytest.mark.parametrize("key", [KEY, PLAIN_KEY])
@pytest.mark.parametrize("place", ["message", "code", "moderation_details", "detail"])
def test_a_key_that_the_server_repeats_goes_no_further(settings, caplog, key, place):
    caplog.set_level(logging.DEBUG)
    settings.OPENAI_API_KEY = key
    error = {"message": f"Wrong key {key}", "code": "x", "moderation_details": {}}
    body = {"error": error}
    if place == "detail":
        body = {"detail": f"key {key}"}
    elif place != "message":
        error[place] = {"categories": [key]} if place == "moderation_details" else key
    found = fail(settings, answering(body, "401 X"))
    told = f"{found!r} {found} {found.to_json()} {vars(found)}"
    assert key not in told
    assert key not in caplog.text
    assert "[key]" in told


@pytest.mark.parametrize("key", [KEY, PLAIN_KEY])
def test_a_key_in_a_good_answer_goes_no_further_either(settings, key):
    settings.OPENAI_API_KEY = key
    row = {"b64_json": "iVBORw0KGgo=", "revised_prompt": f"a fox {key}"}
    bad = {"b64_json": None, "error": {"message": f"the second one: {key}"}}
    body = {
        "data": [row, bad],
        "object": "response",
        "output": [{"type": "message", "content": f"With {key} I drew a fox"}],
    }
    headers = {"x-request-id": f"req {key}", "openai-organization": f"org {key}"}
    with serving(answering(body, headers=headers)) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        found = run(asking(n=2), NOTHING)
    assert found.images
    assert key not in repr(found)
    with serving(answering({**row, **body, "data": None}, headers=headers)) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        assert key not in repr(run(asking(), NOTHING))


def test_the_exception_of_the_sdk_is_not_printed_with_ours(settings):
    settings.OPENAI_API_KEY = KEY
    error = fail(settings, error_body(401, f"Wrong key {KEY}"))
    assert error.__suppress_context__
    assert error.__cause__ is None


def test_whatever_looks_like_a_key_is_taken_out_even_if_it_is_not_ours():
    error = AnswerError(f"{KEY} and sk-abc****wxyz", remedy=f"not {KEY}", code=KEY)
    cleaned = without_key(error)
    assert KEY not in f"{cleaned!r} {cleaned.to_json()}"
    assert "****" not in cleaned.message


@pytest.mark.parametrize("key", [KEY, PLAIN_KEY])
def test_a_key_at_the_place_of_the_cut_leaves_no_piece(settings, key):
    settings.OPENAI_API_KEY = key
    for length in range(560, 601, 5):
        message = f"{'x' * (length - 1)} {key} and more"
        error = fail(settings, error_body(400, message))
        told = json.dumps(error.to_json())
        assert key[:8] not in told
