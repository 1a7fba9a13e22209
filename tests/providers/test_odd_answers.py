"""What an odd answer delivered is kept, and told as it is.

Every answer goes over a real connection to the real client.
"""

import json

import pytest

from playground.imaging.outcome import InputFiles
from playground.imaging.request import ImageRequest
from playground.providers import receiving
from playground.providers.errors import ProviderError
from playground.providers.reading.usage import read_usage
from playground.providers.run import run
from tests.providers.odd_answers import ODD, Odd
from tests.providers.odd_bodies import BIG, RED, TEAL, USAGE, b64, done, js, sse
from tests.providers.odd_talk import run_odd, serving_parts, words


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd.name)
def test_an_odd_answer_is_kept_and_told_as_it_is(settings, monkeypatch, odd):
    monkeypatch.setattr(receiving, "GRACE_S", 0.3)
    found = run_odd(settings, odd)
    images = [] if isinstance(found, ProviderError) else list(found.images)
    assert [image.data for image in images] == odd.kept
    assert odd.told in words(found)
    if odd.silent:
        assert words(found).strip() == ""
    if odd.times:
        assert found.usage in (None, USAGE)  # Never doubled.


def test_the_table_is_long_enough():
    assert len({odd.name for odd in ODD}) >= 40


def test_pictures_that_come_one_a_line_are_waited_for(settings, monkeypatch):
    """The first line is closed JSON, and yet not the end."""
    monkeypatch.setattr(receiving, "GRACE_S", 0.2)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n\r\n"
    lines = [json.dumps(done(one)).encode() + b"\n" for one in (TEAL, RED)]
    with serving_parts(settings, [head + lines[0], lines[1]], pause=0.6) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        outcome = run(
            ImageRequest(prompt="a fox", model="gpt-image-2", n=2), InputFiles()
        )
    assert [image.data for image in outcome.images] == [TEAL, RED]


def test_usage_that_is_no_usage_is_not_kept():
    huge = {f"x{number}": number for number in range(1000)}
    told = {**huge, "note": "a" * 10_000, **USAGE, "deep": {"a": {"b": 1}}}
    kept = read_usage(told)
    assert kept is not None
    assert {name: kept[name] for name in USAGE} == USAGE
    assert len(json.dumps(kept)) < 3000


def test_what_looks_paid_and_is_not_understood_is_put_aside(settings):
    for body in (
        js({"strange": {"thing": b64(BIG)}}),
        sse({"type": "x.finished", "strange": b64(BIG)}),
        b"Here you are: " + b64(BIG).encode(),
        bytes(range(200)),
    ):
        packed = ("Content-Encoding: zstd",) if body[:1] == b"\0" else ()
        found = run_odd(settings, Odd("", body, headers=packed))
        assert isinstance(found, ProviderError)
        assert found.unread, body[:40]
        assert found.may_be_billed
