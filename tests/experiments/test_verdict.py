"""What the votes of an experiment say."""

import pytest

from playground.experiments.ballots import ballots_from_data
from playground.experiments.verdict import verdict
from playground.experiments.words import headline
from tests.experiments.votes import Data, experiment, vote


def judged(data: Data):
    return verdict(ballots_from_data(data))


def only_pair(data: Data):
    (pair,) = judged(data).pairs
    return pair


def half(one: int, other: int) -> str:
    """Each picture wins half of its votes."""
    return "first" if (one + other) % 2 else "second"


def test_all_votes_for_one_value_settle_it_with_four_draws():
    found = judged(experiment())
    (pair,) = found.pairs
    assert (pair.a, pair.b, pair.preference, pair.high) == ("medium", "high", 1.0, 1.0)
    # Chance gives it to one side or the other in 2 of 70 ways to deal eight pictures.
    assert 0.5 < pair.low < 0.7
    assert (pair.settled, pair.needed_per_value) == (True, 0)
    assert (found.settled, found.best) == (True, "medium")
    assert found.sentence == (
        "medium was preferred in 100 % [61–100] over high at a quarter of the cost."
    )


@pytest.mark.parametrize("draws", [2, 3])
def test_two_or_three_draws_are_too_few_however_clear_they_are(draws):
    """Three against three fall like this by chance in 2 of 20 ways."""
    pair = only_pair(experiment(draws=draws))
    assert (pair.preference, pair.settled) == (1.0, False)
    assert pair.low < 0.5


def test_two_draws_under_each_of_four_prompts_are_enough_when_clear():
    assert only_pair(experiment(draws=2, prompts="abcd")).settled


def test_an_even_experiment_is_not_settled():
    found = judged(experiment(draws=4, said=half))
    (pair,) = found.pairs
    assert pair.preference == 0.5
    assert pair.low == pytest.approx(1 - pair.high)
    assert (found.settled, found.best, pair.settled) == (False, None, False)
    # No number of pictures tells two equal values apart, but some show them equal.
    assert pair.needed_for_equal == (0.45, 0.55)
    assert pair.needed_per_value is not None
    assert "over high at a quarter of the cost: too wide an interval to choose by" in (
        found.sentence
    )
    assert "about 210 more pictures a value would show them equal" in found.sentence
    assert "within 45 to 55 %, for about $" in found.sentence
    narrower = judged(experiment(draws=8, said=half))
    assert "no reason seen to pay for high" in narrower.sentence


def test_the_interval_is_the_one_worked_out_by_hand():
    """Four by four; the first picture of medium wins all, the others half of theirs."""

    def said(one: int, other: int) -> str:
        return "first" if one == 0 or (one + other) % 2 else "second"

    # By row: 4, 2, 2, 2 of 4; by column 2, 3, 2, 3 (of 4): mean 10 / 16.
    # Sums of squares, as of a table with rows and columns:
    #   rows 4 × (0.375² + 3 × 0.125²) = 0.75 → by 3 degrees 0.25
    #   columns 4 × 4 × 0.125² = 0.25 → by 3 degrees 1 / 12
    #   all 16 × 0.625 × 0.375 = 3.75 → rest 2.75 by 9 degrees
    variance = (0.25 + 1 / 12 - 2.75 / 9) / 16
    # That is less than the votes alone would have, which is believed instead.
    by_votes = 3.75 / (16 * 15)
    assert variance < by_votes
    # 97.5 %, with 3 degrees of freedom and 1.6 more, as votes say more than pictures.
    t = 2.639292
    factor = t**2 * by_votes / (0.625 * 0.375) / 2
    # (0.625 − p)² = factor × (p (1 − p) + 0.625 × 0.375)
    a, b, c = 1 + factor, -(1.25 + factor), 0.625**2 - factor * 0.625 * 0.375
    root = (b * b - 4 * a * c) ** 0.5
    pair = only_pair(experiment(said=said))
    assert pair.preference == 0.625
    assert pair.low == pytest.approx((-b - root) / (2 * a), abs=1e-6)
    assert pair.high == pytest.approx((-b + root) / (2 * a), abs=1e-6)


def test_few_pictures_weigh_more_than_many_votes():
    """One lucky picture among four: votes by the dozen do not make it more pictures."""

    def said(one: int, other: int) -> str:
        return "first" if one < 2 or half(one, other) == "first" else "second"

    data = experiment(said=said)
    once = only_pair(data)
    again = [dict(row, voter=f"voter {n}") for n in range(6) for row in data["votes"]]
    pair = only_pair({**data, "votes": again})
    assert pair.preference == once.preference == 0.75
    assert not pair.settled
    # The footnote, which takes each vote for a picture of its own, is sure.
    assert pair.by_vote.low > 0.6


def test_ties_and_both_bad_count_half_for_each():
    def said(one: int, other: int) -> str:
        return ("first", "tie", "both_bad", "first")[other]

    pair = only_pair(experiment(said=said))
    assert pair.preference == 0.75
    assert (pair.ties, pair.both_bad, pair.votes) == (4, 4, 16)


def test_only_ties_give_one_half_and_settle_nothing():
    pair = only_pair(experiment(said=lambda one, other: "tie"))
    assert (pair.preference, pair.settled) == (0.5, False)
    assert pair.low < 0.5 < pair.high


def test_many_bad_pairs_are_said():
    found = judged(experiment(said=lambda one, other: "both_bad"))
    assert "medium and high: both were bad in 16 of 16 votes." in found.warnings


def test_votes_within_a_value_say_nothing_about_the_values():
    data = experiment()
    before = only_pair(data)
    data["votes"] += [
        vote("high/a kite/0", f"high/a kite/{n}", "first", voter="bea")
        for n in (1, 2, 3)
    ]
    found = judged(data)
    assert found.pairs == (before,)
    assert [voter.votes for voter in found.voters] == [16, 3]


def test_what_a_voter_is_asked_twice_counts_once():
    data = experiment(said=half)
    before = only_pair(data)
    data["votes"] += [
        row for row in data["votes"] if row["left"] == "medium/a kite/0"
    ] * 5
    pair = only_pair(data)
    assert (pair.preference, pair.low, pair.high) == (
        before.preference,
        before.low,
        before.high,
    )
    assert pair.votes > before.votes


def test_no_votes_are_no_verdict():
    found = judged({**experiment(), "votes": []})
    (pair,) = found.pairs
    assert (pair.preference, pair.low, pair.high) == (None, 0.0, 1.0)
    assert (found.settled, found.best, pair.needed_per_value) == (False, None, None)
    assert found.sentence.startswith("No votes")


def test_one_picture_a_value_says_nothing():
    pair = only_pair(experiment(draws=1))
    assert (pair.low, pair.high, pair.settled) == (0.0, 1.0, False)
    assert "one picture a value" in judged(experiment(draws=1)).sentence


def test_one_picture_a_value_under_many_prompts_is_judged_by_prompts():
    assert not only_pair(experiment(draws=1, prompts="abcdef"[:3])).settled
    assert only_pair(experiment(draws=1, prompts="abcdefghij")).settled


def test_a_prompt_with_single_pictures_does_not_spoil_those_with_many():
    data = experiment(draws=8, prompts="ab")
    one = ("medium/b/0", "high/b/0")
    data["votes"] = [
        row
        for row in data["votes"]
        if "/a/" in row["left"] or {row["left"], row["right"]} == set(one)
    ]
    both = only_pair(data)
    assert both.settled
    data["votes"] = [row for row in data["votes"] if "/a/" in row["left"]]
    assert only_pair(data).low > both.low


def test_a_value_whose_pictures_all_failed_is_named_and_left_out():
    data = experiment(("low", "medium", "high"))
    data["pictures"] = [row for row in data["pictures"] if row["value"] != "high"]
    data["votes"] = [row for row in data["votes"] if "high" not in str(row)]
    found = judged(data)
    assert (found.settled, found.best) == (True, "low")
    assert "high has no pictures and is not compared." in found.warnings
    assert "No votes" not in found.sentence


def test_unequal_draws_count_as_the_fewer():
    data = experiment(draws=8, said=half)
    full = only_pair(data)
    some = ("high/a kite/0", "high/a kite/1", "high/a kite/2")
    data["votes"] = [
        row for row in data["votes"] if row["left"] in some or row["right"] in some
    ]
    pair = only_pair(data)
    assert pair.pictures == (8, 3)
    assert pair.high - pair.low > full.high - full.low


def test_equal_within_the_band_the_cheaper_one_is_taken():
    data = experiment(draws=16, prompts="abcd", said=half)
    found = judged({**data, "equivalence": [0.4, 0.6]})
    (pair,) = found.pairs
    assert (pair.equivalent, pair.settled, pair.differs) == (True, True, False)
    assert (found.settled, found.best) == (True, "medium")
    assert "practically equal to high at a quarter of the cost" in found.sentence


def test_equal_at_an_unknown_cost_is_settled_without_a_best():
    data = experiment(draws=16, prompts="abcd", said=half, costs=(None, 0.1))
    found = judged({**data, "equivalence": [0.4, 0.6]})
    assert (found.settled, found.best) == (True, None)
    assert "cost" not in found.sentence


def test_more_values_are_asked_about_more_strictly():
    """What two values settle, five leave open: chance has ten pairs to try."""

    def said(one: int, other: int) -> str:
        return "second" if (one, other) in {(0, 0), (1, 1)} else "first"

    assert only_pair(experiment(said=said)).settled
    many = judged(experiment(tuple("abcde"), said=said))
    assert len(many.pairs) == 10
    assert not any(pair.settled for pair in many.pairs)
    assert {round(pair.level, 6) for pair in many.pairs} == {0.995}


def test_the_best_of_three_is_better_than_both():
    def said(one: int, other: int) -> str:
        return "first"

    found = judged(experiment(("a", "b", "c"), draws=8, said=said))
    assert (found.settled, found.best) == (True, "a")
    assert found.sentence.startswith("a is the one to take: better than b")


def test_of_three_one_is_out_and_two_are_open():
    data = experiment(("a", "b", "c"), draws=8)
    for row in data["votes"]:
        if {row["left"][0], row["right"][0]} == {"b", "c"}:
            numbers = int(row["left"][-1]) + int(row["right"][-1])
            row["choice"] = "left" if numbers % 4 < 2 else "right"
        else:
            row["choice"] = "left" if row["right"][0] == "a" else "right"
    found = judged(data)
    assert (found.settled, found.best) == (False, None)
    assert found.sentence.startswith(
        "Which value is best is not settled. b was preferred in 100 % ["
    )
    assert "over a at 4 times the cost. b was preferred in 50 % [" in found.sentence
    assert "over c at a quarter of the cost: no reason seen" in found.sentence
    first, pairs = headline(ballots_from_data(data), found.pairs, None)
    assert first == "Which value is best is not settled."
    assert [pair.startswith("b was preferred") for pair in pairs] == [True, True]
    assert " ".join([first, *pairs]) == found.sentence


def test_like_these_prompts_needs_five_and_is_wider():
    assert only_pair(experiment(prompts="abcd", said=half)).like_these is None
    data = experiment(prompts="abcdef", draws=4)
    for row in data["votes"]:
        if "/a/" in row["left"]:
            row["choice"] = {"left": "right", "right": "left"}[row["choice"]]
    pair = only_pair(data)
    assert pair.settled
    # One of six prompts says the contrary: for other prompts that is much.
    assert pair.like_these is not None
    assert not pair.like_these.differs
    assert pair.like_these.low < pair.low
    assert [prompt.preference for prompt in pair.prompts] == [0, 1, 1, 1, 1, 1]


def test_sides_that_were_no_coin_are_said():
    data = experiment()
    data["votes"] = [
        vote(row["left"], row["right"], "first")
        for row in data["votes"]
        if row["left"].startswith("medium")
    ] * 2
    for at, row in enumerate(data["votes"]):
        row["voter"] = f"voter {at}"
    assert any("not by coin" in warning for warning in judged(data).warnings)


def test_more_pictures_are_fewer_the_clearer_it_is():
    def share(of: int):
        return lambda one, other: (
            "first" if (4 * one + other * 5) % 16 < of else "second"
        )

    needed = [
        only_pair(experiment(said=share(of))).needed_per_value for of in (9, 10, 11)
    ]
    assert all(needed)
    assert needed == sorted(needed, reverse=True)


def test_prices_are_said_as_one_says_them():
    def sentence(*costs: float | None) -> str:
        return judged(experiment(said=half, costs=costs, draws=8)).sentence

    assert "at half the cost: no reason seen to pay for high" in sentence(0.02, 0.04)
    assert "medium was preferred in 50 % [" in sentence(0.02, 0.04)
    assert "high was preferred" in sentence(0.04, 0.01)
    assert "at 23 % of the cost" in sentence(0.023, 0.1)
    assert "at no cost" in sentence(0, 0.1)
    assert "at the same cost" in sentence(0.1, 0.1)
    assert "cost" not in sentence(None, 0.1)
