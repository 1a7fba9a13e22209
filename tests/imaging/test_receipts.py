"""What a call has cost, by the usage that its answer told."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from playground.imaging.pricing import receipt
from tests.imaging.asking import FLARE, ONE, ONE_FIVE, TODAY, TWO

# --- Receipts ----------------------------------------------------------------

RECORDED = {
    "input_tokens": 11,
    "input_tokens_details": {"image_tokens": 0, "text_tokens": 11},
    "output_tokens": 6240,
    "output_tokens_details": {"image_tokens": 6240, "text_tokens": 0},
    "total_tokens": 6251,
}


def test_a_receipt_from_recorded_usage():
    found = receipt(ONE, RECORDED, day=date(2026, 6, 10))
    assert found.usd == (11 * Decimal(5) + 6240 * Decimal(40)) / 1_000_000
    assert found.complete
    assert found.price_version == "1 from 2025-04-23"
    assert [part.label for part in found.lines] == ["Prompt", "Pictures"]


def test_a_stream_has_no_output_details_and_all_of_it_is_pictures():
    usage = {name: RECORDED[name] for name in RECORDED if "output_tokens_d" not in name}
    assert (
        receipt(FLARE, usage, day=TODAY).usd == receipt(FLARE, RECORDED, day=TODAY).usd
    )


def test_the_text_that_1_5_writes_is_charged_as_text():
    usage = {
        "input_tokens": 405,
        "input_tokens_details": {"image_tokens": 388, "text_tokens": 17},
        "output_tokens": 500,
        "output_tokens_details": {"image_tokens": 272, "text_tokens": 228},
    }
    found = receipt(ONE_FIVE, usage, day=TODAY)
    assert found.usd == (
        17 * Decimal(5) + 388 * Decimal(8) + 272 * Decimal(32) + 228 * Decimal(10)
    ) / Decimal(1_000_000)
    assert found.complete


def test_cached_tokens_are_cheaper():
    usage = RECORDED | {
        "input_tokens": 110,
        "input_tokens_details": {"image_tokens": 100, "text_tokens": 10},
        "cached_tokens": 64,
        "cached_tokens_details": {"cached_image_tokens": 60, "cached_text_tokens": 4},
    }
    found = receipt(FLARE, usage, day=TODAY)
    assert found.usd == (
        6 * Decimal(5)
        + 4 * Decimal("1.25")
        + 40 * Decimal(8)
        + 60 * Decimal(2)
        + 6240 * Decimal(30)
    ) / Decimal(1_000_000)


def test_an_unknown_text_models_price_is_unknown_and_the_sum_says_so():
    found = receipt(
        FLARE,
        RECORDED,
        day=TODAY,
        text_model="gpt-9-nova",
        text_usage={"input_tokens": 3000, "output_tokens": 100, "total_tokens": 3100},
    )
    assert found.usd == receipt(FLARE, RECORDED, day=TODAY).usd
    assert not found.complete
    assert [part.usd for part in found.lines[-2:]] == [None, None]
    assert "comes on top" in found.basis


@pytest.mark.parametrize(
    ("model", "usd"),
    [
        ("gpt-5", "0.0043475"),
        ("gpt-5-2025-08-07", "0.0043475"),
        ("gpt-6.1-sol", "0.00656"),
        ("gpt-6.1-terra", "0.00328"),
        ("gpt-6-luna", "0.000328"),
    ],
)
def test_a_text_models_own_words_are_billed(model, usd):
    usage = {"input_tokens": 2950, "output_tokens": 66}
    alone = receipt(FLARE, RECORDED, day=TODAY)
    found = receipt(FLARE, RECORDED, day=TODAY, text_model=model, text_usage=usage)
    assert found.usd - alone.usd == Decimal(usd)
    assert found.complete == alone.complete


def test_cached_written_and_long_input_have_prices_of_their_own():
    usage = {
        "input_tokens": 3000,
        "input_tokens_details": {"cached_tokens": 1000, "cache_write_tokens": 500},
        "output_tokens": 100,
    }
    found = receipt(
        FLARE,
        None,
        day=TODAY,
        text_model="gpt-6.1-sol",
        text_usage=usage,
        pictures=False,
    )
    # 1500 at 2.00, 1000 at 0.10, 500 at 2.50, 100 at 10.00
    assert found.usd == Decimal("0.00535")
    assert found.complete
    assert "No picture was made" in found.basis
    long = {"input_tokens": 300_000, "output_tokens": 100}
    found = receipt(
        FLARE,
        None,
        day=TODAY,
        text_model="gpt-6.1-sol",
        text_usage=long,
        pictures=False,
    )
    assert found.usd == Decimal("1.2015")


def test_the_price_of_a_text_model_is_that_of_the_day():
    usage = {"input_tokens": 1_000_000, "output_tokens": 0}
    usd = [
        receipt(
            FLARE,
            None,
            day=date(2026, 7, day),
            text_model="gpt-5.6-luna",
            text_usage=usage,
            pictures=False,
        ).usd
        for day in (29, 30)
    ]
    # Both are long requests, at twice the price.
    assert usd == [Decimal("2"), Decimal("0.4")]


def test_output_of_1_5_that_is_not_told_apart_is_only_the_least_it_can_be():
    usage = {"input_tokens": 10, "output_tokens": 480}
    usage["input_tokens_details"] = {"text_tokens": 10, "image_tokens": 0}
    found = receipt("gpt-image-1.5", usage, day=TODAY)
    # At the price of words; pictures cost more.
    assert found.usd == Decimal("0.00485")
    assert not found.complete
    assert "can be more" in found.basis


def test_the_author_of_an_svg_is_a_line_of_its_own():
    svg = {"model": "gpt-5", "input_tokens": 5, "output_tokens": 7, "total_tokens": 12}
    found = receipt("gpt-image-2.6-flare", RECORDED, day=TODAY, svg_usage=svg)
    assert [(part.label, part.usd) for part in found.lines[-2:]] == [
        ("gpt-5: input", Decimal("0.00000625")),
        ("gpt-5: output", Decimal("0.00007")),
    ]


@pytest.mark.parametrize(
    "usage",
    [
        None,
        {},
        {"output_tokens": "many"},
        {"output_tokens": -5},
        {"output_tokens": True},
    ],
)
def test_usage_that_is_missing_or_odd_leaves_the_price_unknown(usage: Any):
    found = receipt(FLARE, usage, day=TODAY)
    assert found.usd is None
    assert not found.complete
    assert "unknown" in found.basis


def test_an_input_that_cannot_be_split_is_not_guessed():
    found = receipt(FLARE, {"input_tokens": 9, "output_tokens": 100}, day=TODAY)
    assert found.usd == Decimal("0.003")
    assert not found.complete


def test_a_model_without_a_price_gets_its_tokens_listed():
    found = receipt("sd-cpp-local", RECORDED, day=TODAY)
    assert found.usd is None
    assert found.price_version == ""
    assert [part.tokens for part in found.lines] == [11, 6240]


def test_a_receipt_is_kept_with_decimal_texts():
    kept = receipt(FLARE, RECORDED, day=TODAY).to_json()
    assert kept["usd"] == "0.187255"
    assert kept["lines"][0]["usd_per_million"] == "5.00"
    assert kept["complete"] is True


def test_a_receipt_of_the_past_uses_the_price_of_its_day():
    assert receipt(FLARE, RECORDED, day=date(2026, 9, 7)).usd is None


@pytest.mark.parametrize(
    ("usage", "usd", "open_line"),
    [
        (
            {
                "input_tokens": 50,
                "output_tokens": 196,
                "input_tokens_details": {"text_tokens": 20, "image_tokens": 0},
            },
            "0.00598",
            "Input not told apart",
        ),
        (
            {
                "input_tokens": 20,
                "output_tokens": 300,
                "input_tokens_details": {"text_tokens": 20, "image_tokens": 0},
                "output_tokens_details": {"image_tokens": 196, "text_tokens": 50},
            },
            None,
            "Output not told apart",
        ),
    ],
)
def test_tokens_that_nobody_tells_apart_do_not_vanish(usage, usd, open_line):
    found = receipt(TWO, usage, day=TODAY)
    assert not found.complete
    assert open_line in [part.label for part in found.lines if part.usd is None]
    assert "can be more" in found.basis
    if usd:
        assert found.usd == Decimal(usd)


def test_a_server_that_counts_nothing_gives_no_price():
    found = receipt(TWO, {"input_tokens": 0, "output_tokens": 0}, day=TODAY)
    assert found.usd is None
    assert not found.complete
