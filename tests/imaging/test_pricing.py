import itertools
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.catalog import catalog
from playground.imaging.pricing import (
    estimate,
    output_tokens,
    receipt,
    share,
    usd_exact,
    usd_paid,
    usd_text,
)
from playground.imaging.request import ImageRequest
from playground.imaging.rules import FileFacts

TODAY = date(2026, 11, 21)
FLARE, TWO, ONE_FIVE = "gpt-image-2.5-flare", "gpt-image-2", "gpt-image-1.5"
MINI, ONE = "gpt-image-1-mini", "gpt-image-1"
QUALITIES = ("low", "medium", "high", "xhigh", "max")

# OpenAI's own figures. Size, then 2 low to high, then 2.5 low to max.
FORMULA_TABLE = """
1024x1024 196 1756 7024   196 439 1756 3122 7024
1536x1024 158 1372 5488   158 343 1372 2459 5488
1024x1536 158 1372 5488   158 343 1372 2459 5488
1536x864  120 1078 4312   120 280 1078 1917 4312
2048x1152 157 1413 5650   157 367 1413 2511 5650
2048x2048 397 3568 14272  397 892 3568 6343 14272
2560x1440 205 1843 7370   205 478 1843 3276 7370
3840x2160 371 3336 13342  371 865 3336 5930 13342
1440x480  54  517  2067   54  130 517  905  2067
1254x1254 229 2058 8232   229 515 2058 3659 8232
"""
PER_IMAGE_TABLE = """
gpt-image-1.5 low     .009 .013 .013
gpt-image-1.5 medium  .034 .05  .05
gpt-image-1.5 high    .133 .20  .20
gpt-image-1   low     .011 .016 .016
gpt-image-1   medium  .042 .063 .063
gpt-image-1   high    .167 .25  .25
gpt-image-2   low     .006 .005 .005
gpt-image-2   medium  .053 .041 .041
gpt-image-2   high    .211 .165 .165
"""
SIZES = ("1024x1024", "1024x1536", "1536x1024")


def rows(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]


def ask(**values: Any) -> ImageRequest:
    values = {"prompt": "a kite", "model": FLARE, "size": "1024x1024"} | values
    return ImageRequest(**values)


def source(width: int, height: int) -> FileFacts:
    return FileFacts(
        sha256=f"{width}x{height}",
        format="png",
        width_px=width,
        height_px=height,
        bytes=1000,
        has_alpha=False,
    )


# --- Tokens ------------------------------------------------------------------


@pytest.mark.parametrize("row", rows(FORMULA_TABLE), ids=lambda row: row[0])
def test_the_formula_gives_the_calculators_tokens(row: list[str]):
    size, expected = row[0], [int(cell) for cell in row[1:]]
    assert [output_tokens(TWO, size, q) for q in QUALITIES[:3]] == expected[:3]
    assert [output_tokens(FLARE, size, q) for q in QUALITIES] == expected[3:]


def test_the_formula_gives_what_was_billed():
    assert output_tokens(TWO, "768x1024", "low") == 134


@pytest.mark.parametrize("model", [ONE_FIVE, MINI, ONE, "chatgpt-image-latest"])
def test_the_models_before_2_have_a_table(model: str):
    found = [output_tokens(model, size, q) for q in QUALITIES[:3] for size in SIZES]
    assert found == [272, 408, 400, 1056, 1584, 1568, 4160, 6240, 6208]


@pytest.mark.parametrize(
    ("model", "size", "quality"),
    [
        (FLARE, "auto", "low"),
        (FLARE, "1024x1024", "auto"),
        (TWO, "1024x1024", "max"),
        (ONE_FIVE, "1536x864", "low"),
        ("gpt-image-2.6-flare", "1024x1024", "low"),
        ("nobody", "1024x1024", "low"),
    ],
)
def test_what_no_table_covers_is_unknown(model: str, size: str, quality: str):
    assert output_tokens(model, size, quality) is None


@pytest.mark.parametrize(
    ("width", "height", "tokens"),
    [(1024, 1024, 1024), (1536, 1024, 1536), (341, 512, 704), (1179, 2556, 1482)],
)
def test_sources_of_2_5_are_counted_in_patches(width: int, height: int, tokens: int):
    assert catalog().input_image_tokens(FLARE, width, height) == tokens


@pytest.mark.parametrize(
    ("width", "height", "fidelity", "tokens"),
    [
        (128, 128, "low", 194),
        (1024, 1024, "low", 194),
        (1024, 1536, "low", 323),
        (1024, 1024, "high", 194 + 4160),
        (1024, 1536, "high", 323 + 6240),
    ],
)
def test_sources_of_1_5_are_counted_in_tiles(
    width: int, height: int, fidelity: Any, tokens: int
):
    found = catalog().input_image_tokens(ONE_FIVE, width, height, fidelity)
    assert found == tokens


# --- Estimates ---------------------------------------------------------------


@pytest.mark.parametrize("row", rows(PER_IMAGE_TABLE), ids=" ".join)
def test_estimates_come_to_the_published_prices(row: list[str]):
    model, quality, *prices = row
    for size, price in zip(SIZES, map(Decimal, prices), strict=True):
        found = estimate(ask(model=model, quality=quality, size=size), day=TODAY)
        assert found.usd is not None
        cent = Decimal("0.01")
        assert found.usd.quantize(cent) == price.quantize(cent)
        assert "price list" not in found.basis
        assert catalog().per_image_table(model)[quality][size] == price  # type: ignore[index]
        assert found.exact


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ("1024x1024", ".00588 .01317 .05268 .09366 .21072"),
        ("1536x1024", ".00474 .01029 .04116 .07377 .16464"),
        ("3840x2160", ".01113 .02595 .10008 .1779 .40026"),
    ],
)
def test_estimates_of_2_5(size: str, expected: str):
    found = [estimate(ask(size=size, quality=q), day=TODAY).usd for q in QUALITIES]
    assert found == [Decimal(price) for price in expected.split()]


def test_1_mini_is_estimated_by_its_tokens_and_quotes_the_list():
    expected = {
        "low": (".002176", "$0.005"),
        "medium": (".008448", "$0.011"),
        "high": (".03328", "$0.036"),
    }
    for quality, (usd, published) in expected.items():
        found = estimate(ask(model=MINI, quality=quality), day=TODAY)
        assert found.usd == Decimal(usd)
        assert f"price list says {published}" in found.basis


def test_pictures_and_partial_pictures_multiply():
    one = estimate(ask(quality="low"), day=TODAY).usd
    many = estimate(ask(quality="low", n=3, partial_images=2), day=TODAY)
    assert one is not None
    assert many.usd == 3 * (one + 2 * 100 * Decimal("0.00003"))
    assert [part.label for part in many.lines] == ["Pictures", "Partial pictures"]


def test_n_multiplies_the_source_pictures():
    request = ask(model=ONE_FIVE, quality="low", n=2, sources=("a",))
    found = estimate(request, day=TODAY, sources=[source(128, 128)])
    line = found.lines[-1]
    assert (line.label, line.tokens) == ("Source pictures", 388)
    assert found.usd == 2 * (272 * Decimal(32) + 194 * Decimal(8)) / 1_000_000


def test_high_fidelity_adds_to_the_price():
    request = ask(model=ONE_FIVE, quality="low", sources=("a",))
    low = estimate(request, day=TODAY, sources=[source(1024, 1024)]).usd
    high = estimate(
        request.changed(input_fidelity="high"), day=TODAY, sources=[source(1024, 1024)]
    ).usd
    assert low is not None
    assert high == low + 4160 * Decimal(8) / 1_000_000


def test_sources_without_a_rule_are_left_out_and_said_so():
    request = ask(model=TWO, quality="low", sources=("a",))
    found = estimate(request, day=TODAY, sources=[source(128, 128)])
    assert found.usd == Decimal("0.00588")
    assert not found.exact
    assert "source pictures, whose tokens are not published" in found.basis
    assert found.lines[-1].usd is None


def test_sources_that_were_not_looked_at_are_left_out():
    found = estimate(ask(quality="low", sources=("a",)), day=TODAY)
    assert "the source pictures" in found.basis
    assert "not published" not in found.basis


def test_a_size_that_is_still_being_typed_has_no_price_yet():
    found = estimate(ask(model=TWO, size="custom"), day=TODAY)
    assert found.text == "unknown"
    assert "depends on the size" in found.basis


@pytest.mark.parametrize("model", ["gpt-image-2.6-sunburst", "gpt-image-2.6-flare"])
def test_the_price_of_2_6_is_unknown_and_says_why(model: str):
    found = estimate(ask(model=model, quality="low"), day=TODAY)
    assert found.usd is None
    assert found.text == "unknown"
    assert "has not published" in found.basis


@pytest.mark.parametrize(
    "request_", [ask(model="nobody"), ask(size="rubbish"), ask(quality="ultra")]
)
def test_what_makes_no_sense_has_no_price(request_: ImageRequest):
    found = estimate(request_, day=TODAY)
    assert found.usd is None
    assert found.basis


def test_auto_quality_that_has_been_seen_is_marked():
    found = estimate(ask(model=ONE_FIVE, quality="auto"), day=TODAY)
    assert found.usd == Decimal("0.033792")
    assert not found.exact
    assert "taking auto for medium" in found.basis


def test_auto_that_nobody_has_seen_gives_a_range():
    found = estimate(ask(quality="auto"), day=TODAY)
    assert found.usd is None
    assert (found.low_usd, found.high_usd) == (Decimal("0.00588"), Decimal("0.21072"))
    assert found.text == "$0.0059 to $0.21"
    assert "auto decides" in found.basis


def test_the_responses_route_says_that_its_text_model_comes_on_top():
    found = estimate(ask(quality="low", route="responses"), day=TODAY)
    assert "the text model" in found.basis


def test_every_basis_fits_into_its_column():
    routes, sizes = ("images", "responses"), ("auto", "1024x1024")
    for model, route, size in itertools.product(catalog().models, routes, sizes):
        for quality in ("auto", "high"):
            request = ask(
                model=model, route=route, size=size, quality=quality, sources=("a",)
            )
            basis = estimate(request, day=TODAY, sources=[source(64, 64)]).basis
            assert 10 < len(basis) <= 300


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


# --- Money -------------------------------------------------------------------


@given(
    st.decimals(0, 1000, places=8).filter(lambda total: total >= 0), st.integers(1, 12)
)
def test_shares_add_up_exactly(total: Decimal, n: int):
    parts = [part for part in share(total, n) if part is not None]
    assert len(parts) == n
    assert sum(parts) == total
    assert max(parts) - min(parts) <= Decimal("0.00000001")


def test_a_share_of_the_unknown_is_unknown():
    assert share(None, 2) == [None, None]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0.00588", "$0.0059"),
        ("0.01317", "$0.013"),
        ("0.05268", "$0.053"),
        ("0.0999", "$0.10"),
        ("0.42", "$0.42"),
        ("1.2", "$1.20"),
        ("1234.567", "$1,234.57"),
        ("0", "$0.00"),
        ("0.00000063", "$0.00000063"),
        ("-0.04", "−$0.040"),
        (None, "unknown"),
    ],
)
def test_money_is_written_with_the_digits_that_make_it_true(
    value: str | None, text: str
):
    assert usd_text(None if value is None else Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [("0.04", "+$0.040"), ("-0.0059", "−$0.0059"), ("0", "±$0.00"), (None, "unknown")],
)
def test_differences_carry_a_sign(value: str | None, text: str):
    assert usd_text(None if value is None else Decimal(value), signed=True) == text


@pytest.mark.parametrize(
    ("value", "text"), [("0.05268", "$0.05268"), ("5", "$5.00"), ("-0.1", "−$0.10")]
)
def test_exact_money_keeps_every_digit(value: str, text: str):
    assert usd_exact(Decimal(value)) == text


@pytest.mark.parametrize(
    ("usd", "text"),
    [
        ("0.05268", "$0.0527"),
        ("0.00588", "$0.0059"),
        ("0.0103", "$0.0103"),
        ("0.21072", "$0.2107"),
        ("0.000055", "$0.000055"),
        ("1.234", "$1.23"),
        ("0", "$0.00"),
        (None, "unknown"),
    ],
)
def test_what_was_paid_is_told_to_the_hundredth_of_a_cent(usd, text):
    assert usd_paid(None if usd is None else Decimal(usd)) == text


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
