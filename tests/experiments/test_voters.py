"""What the votes tell about the voters."""

from playground.experiments.ballots import ballots_from_data
from playground.experiments.voters import voters
from tests.experiments.votes import experiment, vote

FIRST, SECOND = "medium/a kite/0", "high/a kite/0"


def of(*rows):
    data = {**experiment(), "votes": list(rows)}
    return voters(ballots_from_data(data).votes)


def test_side_bias_is_the_share_of_left_among_choices():
    rows = [vote(FIRST, SECOND, "first")] * 3
    rows += [vote(FIRST, SECOND, "second"), vote(FIRST, SECOND, "tie")]
    (voter,) = of(*rows)
    assert (voter.side_bias, voter.votes, voter.ties) == (0.75, 5, 1)


def test_side_bias_is_unknown_when_only_ties_were_said():
    (voter,) = of(vote(FIRST, SECOND, "tie"))
    assert voter.side_bias is None


def test_a_swapped_pair_with_the_same_picture_chosen_is_consistent():
    (voter,) = of(
        vote(FIRST, SECOND, "first"), vote(FIRST, SECOND, "first", swapped=True)
    )
    assert (voter.consistency, voter.repeats, voter.side_bias) == (1.0, 1, 0.5)


def test_always_the_left_one_is_not_consistent():
    (voter,) = of(
        vote(FIRST, SECOND, "first"), vote(FIRST, SECOND, "second", swapped=True)
    )
    assert (voter.consistency, voter.side_bias) == (0.0, 1.0)


def test_a_pair_seen_once_says_nothing_about_consistency():
    (voter,) = of(vote(FIRST, SECOND, "first"), vote(FIRST, "high/a kite/1", "first"))
    assert voter.consistency is None


def test_tie_and_both_bad_are_the_same_answer_neither():
    (voter,) = of(vote(FIRST, SECOND, "tie"), vote(FIRST, SECOND, "both_bad"))
    assert voter.consistency == 1.0


def test_voters_do_not_mix():
    found = of(
        vote(FIRST, SECOND, "first", voter="bea"),
        vote(FIRST, SECOND, "second", voter="ann"),
    )
    assert [(voter.voter, voter.consistency) for voter in found] == [
        ("ann", None),
        ("bea", None),
    ]
