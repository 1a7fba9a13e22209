"""Money is shared exactly, and written with the digits that make it true."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.imaging.money import padded, share, usd_exact, usd_paid, usd_text

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


def test_points_of_a_column_stand_below_each_other():
    amounts = map(padded, ("$0.00", "$12.0527", "$1,000.123456", "unknown", "$3"))
    behind = [text.partition(".")[2] for text in amounts]
    assert [len(digits) for digits in behind] == [6, 6, 6, 0, 0]
    assert padded("$0.00").rstrip() == "$0.00"
