"""Good enough, cheapest: in rounds."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.experiments.ballots import BadVotes, ballots_from_data
from playground.experiments.looks import chance_at_look, spent
from playground.experiments.sequential import (
    UNKNOWN,
    Between,
    Rule,
    Standing,
    beginning,
    decide,
    decide_on_votes,
    sentence,
)
from tests.experiments.votes import experiment

LOW, MEDIUM, HIGH = range(3)
COSTS = (1.0, 4.0, 16.0)
RULE = Rule(good_enough=0.4)

CLEARLY = Between(0.52, 0.45, 0.6)
WORSE = Between(0.2, 0.1, 0.35)
MAYBE = Between(0.45, 0.3, 0.6)


def table(**known: Between):
    """Return comparisons by names as lm (low against medium), the others unknown."""
    names = {"l": LOW, "m": MEDIUM, "h": HIGH}
    found = {(names[a], names[b]): what for (a, b), what in known.items()}

    def compare(one: int, other: int) -> Between:
        if (one, other) in found:
            return found[one, other]
        return found[other, one].turned() if (other, one) in found else UNKNOWN

    return compare


def after(compare, *, standing=None, last=False) -> Standing:
    return decide(standing or beginning(3), COSTS, compare, rule=RULE, last=last)


def test_nothing_known_goes_on_with_all():
    found = after(table())
    assert (found.drawing, found.answer) == ((LOW, MEDIUM, HIGH), None)


def test_a_value_clearly_worse_is_out():
    found = after(table(lh=WORSE))
    assert found.drawing == (MEDIUM, HIGH)
    assert found.out == ((LOW, HIGH),)


def test_a_dearer_value_rests_while_a_cheaper_one_is_good_enough():
    found = after(table(mh=CLEARLY))
    assert found.drawing == (LOW, MEDIUM)
    assert found.resting == ((HIGH, MEDIUM),)


def test_it_comes_back_when_the_cheaper_one_is_out():
    rests = after(table(lm=CLEARLY))
    assert rests.drawing == (LOW, HIGH)
    found = after(table(lh=WORSE), standing=rests)
    assert found.drawing == (MEDIUM, HIGH)
    assert (found.out, found.resting) == (((LOW, HIGH),), ())


def test_the_cheapest_good_enough_ends_it():
    found = after(table(lm=WORSE, lh=WORSE, mh=CLEARLY))
    assert (found.answer, found.sure) == (MEDIUM, True)


def test_an_answer_stays():
    found = after(table(lm=CLEARLY, lh=CLEARLY))
    assert found.answer == LOW
    assert after(table(lm=WORSE, lh=WORSE), standing=found) == found


def test_when_the_plan_ends_the_cheapest_that_looks_good_enough_is_named():
    found = after(table(lh=replace(MAYBE, share=0.38), lm=MAYBE, mh=MAYBE), last=True)
    assert (found.answer, found.sure) == (MEDIUM, False)


def test_when_none_looks_good_enough_the_one_that_is_nearest_is_named():
    ring = Between(0.3, 0.2, 0.6)
    found = after(table(lm=ring, mh=ring, hl=Between(0.35, 0.2, 0.6)), last=True)
    assert found.answer == HIGH


def test_a_ring_of_worse_ones_puts_no_one_out():
    found = after(table(lm=WORSE, mh=WORSE, hl=WORSE))
    assert found.drawing == (LOW, MEDIUM, HIGH)


def test_one_value_is_its_own_answer():
    assert beginning(1).answer == 0


@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)),
        min_size=3,
        max_size=3,
    ),
    st.booleans(),
)
def test_someone_is_always_left(rows, last):
    shares = [Between(middle, low, high) for low, middle, high in map(sorted, rows)]
    found = after(table(lm=shares[0], lh=shares[1], mh=shares[2]), last=last)
    assert found.drawing
    assert (found.answer is not None) >= last
    gone = {one for one, _ in (*found.out, *found.resting)}
    assert gone.isdisjoint(found.drawing)
    assert gone | set(found.drawing) == {LOW, MEDIUM, HIGH}


def test_votes_decide_and_are_put_in_words():
    def said(one: int, other: int) -> str:
        return "second"

    data = experiment(("low", "high"), draws=8, said=said)
    ballots = ballots_from_data(data)
    found = decide_on_votes(beginning(2), ballots, looks=(0.25, 0.5))
    assert (found.answer, found.sure) == (1, True)
    assert sentence(found, ballots) == (
        "low is out: clearly worse than high. high is the cheapest that is good enough."
    )


def test_no_votes_decide_nothing_until_the_plan_ends():
    ballots = ballots_from_data({**experiment(("low", "high")), "votes": []})
    found = decide_on_votes(beginning(2), ballots, looks=(0.5,))
    assert found.answer is None
    assert sentence(found, ballots) == "Still open: low, high."
    end = decide_on_votes(found, ballots, looks=(0.5, 1.0), last=True)
    assert "but the plan ended before that was clear" in sentence(end, ballots)


def test_without_a_price_there_is_no_cheapest():
    ballots = ballots_from_data(experiment(costs=(0.1, None)))
    with pytest.raises(BadVotes, match=r"values\[1\]\.cost_usd: is needed"):
        decide_on_votes(beginning(2), ballots, looks=(1.0,))


@pytest.mark.parametrize(
    "wrong", [{"good_enough": 0.5}, {"good_enough": 0}, {"alpha": 1}]
)
def test_a_rule_without_room_is_refused(wrong):
    with pytest.raises(ValueError, match="must lie between"):
        Rule(**wrong)


def test_a_single_look_may_spend_everything():
    assert chance_at_look(0.05, (1.0,)) == pytest.approx(0.05, abs=0.002)


def test_several_looks_are_each_asked_more_strictly():
    looks = (0.25, 0.5, 0.75, 1.0)
    each = [chance_at_look(0.05, looks[: n + 1]) for n in range(4)]
    # Jennison and Turnbull's table for Pocock's boundary and four looks has 0.0182 of
    # two sides at 5 %; of one side and this way of spending it is near.
    assert all(0.012 < one < 0.025 for one in each)
    assert spent(0.05, 1.0) == pytest.approx(0.05)


@pytest.mark.parametrize("looks", [(0.5, 0.5), (0.5, 0.25), (0.5, 1.2), (0.0,)])
def test_looks_that_do_not_rise_are_refused(looks):
    with pytest.raises(ValueError, match="looks must rise"):
        chance_at_look(0.05, looks)


def test_what_the_rest_of_the_plan_would_not_change_is_answered_without_being_sure():
    steady = Between(0.52, 0.35, 0.69, end_low=0.42, end_high=0.62)
    found = after(table(lm=steady, lh=steady))
    assert (found.answer, found.early, found.sure) == (LOW, True, False)
    open_still = Between(0.52, 0.35, 0.69, end_low=0.38, end_high=0.66)
    assert after(table(lm=steady, lh=open_still)).answer is None
    # The one in the middle only where the cheaper one stays below.
    below = Between(0.2, 0.05, 0.5, end_low=0.1, end_high=0.3)
    assert after(table(lm=below, lh=below, mh=steady)).answer == MEDIUM
    unsure = Between(0.3, 0.05, 0.55, end_low=0.15, end_high=0.45)
    assert after(table(lm=unsure, lh=unsure, mh=steady)).answer is None
