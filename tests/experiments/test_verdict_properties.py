"""What is true of the verdict of any experiment."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.experiments.ballots import ballots_from_data
from playground.experiments.verdict import verdict
from tests.experiments.votes import Data, experiment


def judged(data: Data):
    return verdict(ballots_from_data(data))


def only_pair(data: Data):
    (pair,) = judged(data).pairs
    return pair


@st.composite
def experiments(draw: st.DrawFn) -> Data:
    data = experiment(
        tuple("abc"[: draw(st.integers(2, 3))]),
        draws=draw(st.integers(1, 2)),
        prompts="pqr"[: draw(st.integers(1, 3))],
    )
    for row in data["votes"]:
        row["choice"] = draw(st.sampled_from(["left", "right", "tie", "both_bad"]))
        row["voter"] = draw(st.sampled_from(["ann", "bea"]))
    keep = draw(st.integers(0, len(data["votes"])))
    random.Random(draw(st.integers(0, 99))).shuffle(data["votes"])
    data["votes"] = data["votes"][:keep]
    return data


@settings(deadline=None, max_examples=60)
@given(experiments(), st.randoms(use_true_random=False))
def test_the_order_of_votes_and_pictures_changes_nothing(data, dice):
    before = judged(data)
    dice.shuffle(data["votes"])
    dice.shuffle(data["pictures"])
    after = judged(data)
    assert after.voters == before.voters
    for one, other in zip(before.pairs, after.pairs, strict=True):
        assert (one.low, one.high) == pytest.approx((other.low, other.high), abs=1e-9)


@settings(deadline=None, max_examples=60)
@given(experiments())
def test_the_order_of_values_mirrors(data):
    before = judged(data)
    after = judged({**data, "values": data["values"][::-1]})
    found = {(pair.b, pair.a): pair for pair in after.pairs}
    for pair in before.pairs:
        other = found[pair.a, pair.b]
        assert pair.settled == other.settled
        assert pair.low == pytest.approx(1 - other.high, abs=1e-9)
        if pair.preference is not None:
            assert pair.preference == pytest.approx(1 - other.preference, abs=1e-9)


@settings(deadline=None, max_examples=60)
@given(experiments())
def test_swapping_sides_changes_only_the_side_bias(data):
    before = judged(data)
    for row in data["votes"]:
        row["left"], row["right"] = row["right"], row["left"]
        row["choice"] = {"left": "right", "right": "left"}.get(
            row["choice"], row["choice"]
        )
    after = judged(data)
    for pair, other in zip(before.pairs, after.pairs, strict=True):
        assert (pair.preference, pair.low, pair.high) == (
            other.preference,
            other.low,
            other.high,
        )
    for one, other in zip(before.voters, after.voters, strict=True):
        assert one.consistency == other.consistency
        if one.side_bias is not None:
            assert one.side_bias == pytest.approx(1 - other.side_bias)


@settings(deadline=None, max_examples=100)
@given(experiments())
def test_what_is_settled_leaves_one_half_out(data):
    for pair in judged(data).pairs:
        assert 0 <= pair.low <= pair.high <= 1
        assert pair.differs == (not pair.low <= 0.5 <= pair.high)
        if pair.preference is not None:
            assert pair.low - 1e-9 <= pair.preference <= pair.high + 1e-9
