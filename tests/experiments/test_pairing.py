"""Which two pictures are shown next."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.experiments.ballots import BallotPicture
from playground.experiments.pairing import crossed, schedule


def drawn(draws=8, values=("low", "high"), prompts=("a kite", "a pot")):
    return [
        BallotPicture(f"{value}/{prompt}/{n}", value, prompt)
        for prompt in prompts
        for value in values
        for n in range(draws)
    ]


def compared(plan):
    return [(one.left, one.right) for one in plan if one.kind == "compare"]


def test_the_same_code_and_voter_give_the_same_order():
    plans = [schedule(drawn(), 60, code="abc", voter="ann") for _ in range(2)]
    assert plans[0] == plans[1]
    # Whatever order the pictures come in, and on whatever machine.
    assert schedule(drawn()[::-1], 60, code="abc", voter="ann") == plans[0]
    assert plans[0][0].left == "high/a pot/0"


def test_another_voter_or_code_has_another_order():
    plans = {
        schedule(drawn(), 60, code=code, voter=voter)
        for code, voter in (("abc", "ann"), ("abc", "bea"), ("xyz", "ann"))
    }
    assert len(plans) == 3


def test_only_pictures_of_one_prompt_meet():
    for shown in schedule(drawn(), 200, code="abc"):
        left, right = (name.split("/") for name in (shown.left, shown.right))
        assert left[1] == right[1]
        assert left != right
        assert (left[0] == right[0]) == (shown.kind == "calibrate")


def test_about_one_in_ten_is_of_one_value_and_one_in_twenty_repeats():
    plan = schedule(drawn(16), 200, code="abc")
    kinds = Counter(shown.kind for shown in plan)
    assert (kinds["calibrate"], kinds["repeat"]) == (20, 10)
    assert len(plan) == 200


def test_a_repetition_swaps_the_sides_of_a_pair_seen_a_while_before():
    plan = schedule(drawn(16), 100, code="abc")
    for place, shown in enumerate(plan):
        if shown.kind == "repeat":
            before = [(one.right, one.left) for one in plan[: place - 7]]
            assert (shown.left, shown.right) in before


def test_pictures_are_crossed_evenly_at_every_moment():
    plan = compared(schedule(drawn(8), 300, code="abc"))
    for many in (16, 40, 80, 128):
        seen = Counter(name for both in plan[:many] for name in both)
        assert max(seen.values()) - min(seen.values()) <= 1
        assert len({frozenset(both) for both in plan[:many]}) == many


def test_all_meet_before_any_meets_again_and_then_on_the_other_side():
    pictures = drawn(2, prompts=("a kite",))
    plan = compared(schedule(pictures, 12, code="abc"))
    assert len({frozenset(both) for both in plan[:4]}) == 4
    for at, (left, right) in enumerate(plan[4:8]):
        assert (right, left) == plan[at]


@pytest.mark.parametrize("code", ["abc", "xyz", "k7m"])
def test_sides_are_by_coin(code):
    plan = compared(schedule(drawn(16), 500, code=code))
    left = sum(name.startswith("low") for name, _ in plan)
    assert 0.4 < left / len(plan) < 0.6


@pytest.mark.parametrize(
    "pictures", [[], drawn(4, values=("low",)), drawn(1, values=("low",))]
)
def test_without_two_values_there_is_nothing_to_show(pictures):
    assert schedule(pictures, 10, code="abc") == ()


def test_one_picture_a_value_has_no_calibration():
    plan = schedule(drawn(1), 20, code="abc")
    assert {shown.kind for shown in plan} == {"compare", "repeat"}


@given(st.integers(0, 7), st.integers(0, 7))
def test_crossed_holds_every_meeting_once(one, other):
    met = crossed(range(one), range(10, 10 + other))
    assert sorted(met) == [(a, b) for a in range(one) for b in range(10, 10 + other)]


@given(
    st.integers(1, 4), st.integers(1, 4), st.integers(0, 40), st.sampled_from("abcdef")
)
def test_the_number_of_votes_is_as_fixed(low, high, votes, code):
    pictures = [BallotPicture(n, "low", "p") for n in range(low)]
    pictures += [BallotPicture(n + 10, "high", "p") for n in range(high)]
    assert len(schedule(pictures, votes, code=code)) == votes
