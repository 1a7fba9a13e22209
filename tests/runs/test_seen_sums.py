"""Sums that are posted: whatever stands there is compared, or nothing."""

from decimal import Decimal

import pytest

from playground.runs.seen import is_more_than


@pytest.mark.parametrize(
    ("seen", "is_more"),
    [
        (None, False),
        ("1.00", False),
        ("0.90", True),
        ("9.9e999999", True),
        ("1e99999999999999999999", True),
        ("-1", True),
        ("nan", True),
        ("", True),
    ],
)
def test_a_sum_is_more_than_what_was_seen(seen, is_more):
    assert is_more_than(seen, Decimal("1.00"), 0) is is_more
