"""Tokens and prices before a call, against OpenAI's published tables."""

import itertools
from decimal import Decimal
from typing import Any

import pytest

from playground.catalog import catalog
from playground.imaging.estimating import estimate, output_tokens
from playground.imaging.request import ImageRequest
from playground.imaging.rule_types import FileFacts
from tests.imaging.asking import FLARE, MINI, ONE, ONE_FIVE, TODAY, TWO

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
