"""How long a call takes, and what it counts."""

from types import SimpleNamespace

import pytest

from playground.catalog import catalog
from playground.simulator import pace, usage
from tests.simulator.conftest import MODEL, picture, png


def test_nothing_is_waited_for_when_it_should_be_instant():
    assert pace.seconds("instant", tokens=7024, pictures=10, fast=False) == 0


def test_a_number_is_that_many_seconds():
    assert pace.seconds(2.0, tokens=7024, pictures=10, fast=False) == 2.0


def test_a_realistic_wait_grows_with_the_work_and_stays_bearable():
    def mean(**more):
        work = {"tokens": 196, "pictures": 1, "fast": False, **more}
        return sum(pace.seconds("realistic", **work) for _ in range(200)) / 200

    assert 2 < mean(fast=True) < mean() < mean(tokens=1756) < mean(tokens=7024) < 23
    assert mean() < mean(pictures=4)


def test_work_done_meanwhile_counts_as_waiting(monkeypatch):
    now, slept = [100.0], []
    clock = SimpleNamespace(monotonic=lambda: now[0], sleep=slept.append)
    monkeypatch.setattr(pace, "time", clock)
    call = pace.Pace(2.0, started=100.0)
    now[0] += 0.5
    call.until(0.5)
    now[0] += 1.5
    call.until(1)

    assert slept == [0.5]


def test_each_picture_counts_its_own_input_and_output(raw):
    def count(n):
        files = [png(data=picture((128, 128)))]
        body = raw.edit(
            files, prompt="A hat", model="gpt-image-1.5", quality="low", n=str(n)
        ).json()
        return body["usage"]

    one, two = count(1), count(2)
    # Recorded: 194 tokens for a picture of 128 by 128, and twice that for two.
    assert one["input_tokens_details"]["image_tokens"] == 194
    assert two["input_tokens_details"]["image_tokens"] == 388
    assert two["total_tokens"] == 2 * one["total_tokens"]
    assert one["output_tokens_details"]["image_tokens"] in (272, 408, 400)
    assert 143 <= one["output_tokens_details"]["text_tokens"] <= 308


def test_only_a_model_that_charges_for_words_writes_them(raw):
    body = raw.edit([png()], prompt="A hat", model=MODEL, quality="low").json()

    assert body["usage"]["output_tokens_details"]["text_tokens"] == 0


@pytest.mark.parametrize(
    ("model", "quality", "size", "tokens"),
    [
        ("gpt-image-1.5", "medium", "1024x1536", 1584),
        ("gpt-image-2", "low", "1536x864", 120),
        (MODEL, "xhigh", "1024x1024", 3122),
    ],
)
def test_output_is_counted_by_the_published_rules(raw, model, quality, size, tokens):
    body = raw.generate(prompt="A fox", model=model, quality=quality, size=size).json()

    assert body["usage"]["output_tokens_details"]["image_tokens"] == tokens


def test_a_rule_of_another_model_stands_in_where_none_is_published(raw):
    assert catalog().output_tokens("gpt-image-2.6-flare", "1024x1024", "low") is None

    body = raw.generate(
        prompt="A fox", model="gpt-image-2.6-flare", quality="low", size="1024x1024"
    ).json()
    assert body["usage"]["output_tokens"] == 196


@pytest.mark.parametrize(
    ("text", "tokens"), [("", 0), ("A fox", 2), ("A fox, running.", 6), ("狐", 1)]
)
def test_text_is_counted_by_words_and_long_words_more(text, tokens):
    assert usage.text_tokens(text) == tokens
