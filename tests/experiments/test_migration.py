"""From an old model to a new one."""

import numpy as np
import pytest

from playground.experiments.ballots import BadVotes, ballots_from_data
from playground.experiments.migration import lend, migration
from playground.experiments.shares import array
from tests.experiments.votes import experiment, vote

BRIEFS = tuple("abcdefgh")


def brief_set(outcomes: dict[str, str], *, draws: int = 8, **changes):
    """Return votes on an old and a new model: who wins under each brief."""
    data = experiment(("old", "new"), draws=draws, prompts=BRIEFS, costs=(0.04, 0.03))
    votes = []
    for brief in BRIEFS:
        for one in range(draws):
            for other in range(draws):
                even = "first" if (one + other) % 2 else "second"
                won = outcomes.get(brief, even)
                pictures = f"old/{brief}/{one}", f"new/{brief}/{other}"
                votes.append(vote(*pictures, won, swapped=(one + other) % 3 == 0))
    return ballots_from_data({**data, "votes": votes, **changes})


def test_each_brief_is_better_worse_or_not_settled():
    found = migration(brief_set({"a": "second", "b": "first"}))
    outcomes = {brief.prompt: brief.outcome for brief in found.briefs}
    assert (outcomes["a"], outcomes["b"], outcomes["c"]) == (
        "better",
        "worse",
        "not settled",
    )
    assert found.count("not settled") == 6
    assert found.overall == "not settled"
    assert found.briefs[0].preference == 1.0
    assert found.briefs[1].high < 0.5


def test_with_a_band_even_briefs_are_equal():
    found = migration(brief_set({"a": "first"}, equivalence=[0.2, 0.8]))
    assert found.count("equal") == 7
    assert found.count("worse") == 1


def test_it_is_put_in_words_with_price_and_time():
    found = migration(brief_set({"a": "second", "b": "first"}), seconds=(20, 10))
    assert found.cost_ratio == pytest.approx(0.75)
    assert found.sentence.startswith(
        "Of 8 briefs, with new instead of old: 1 better, 1 worse, 6 not settled. "
        "Overall not settled: new was preferred in 50 % ["
    )
    assert found.sentence.endswith("at 75 % of the cost, at 50 % of the time.")


def test_all_better_is_better_overall():
    found = migration(brief_set(dict.fromkeys(BRIEFS, "second")))
    assert (found.overall, found.count("better"), found.preference) == (
        "better",
        8,
        1.0,
    )


def test_two_draws_a_brief_are_too_few_for_any_brief():
    found = migration(brief_set({"a": "first"}, draws=2))
    assert found.count("not settled") == 8


def test_one_draw_a_brief_says_nothing_by_brief():
    found = migration(brief_set({}, draws=1))
    assert {(brief.low, brief.high) for brief in found.briefs} == {(0.0, 1.0)}


def test_no_votes_say_nothing():
    data = experiment(("old", "new"))
    found = migration(ballots_from_data({**data, "votes": []}))
    assert (found.briefs, found.preference, found.overall) == ((), None, "not settled")
    assert found.sentence.startswith("No votes")


@pytest.mark.parametrize("values", [("old",), ("old", "new", "newer")])
def test_it_takes_two_values(values):
    with pytest.raises(BadVotes, match="values: must be two"):
        migration(ballots_from_data(experiment(values)))


def test_briefs_lend_each_other_the_more_the_more_alike_they_are():
    shares, known = np.full(20, 0.5), np.full(20, 7.0)
    alike = lend(shares, np.linspace(0.19, 0.21, 20), known)
    apart = lend(shares, np.geomspace(0.02, 2.0, 20), known)
    assert list(alike.freedom) == [35] * 20
    assert alike.factor() == pytest.approx(np.linspace(0.198, 0.202, 20))
    assert apart.freedom.max() < 10
    assert apart.factor()[0] < 0.2 < apart.factor()[-1]


def test_two_briefs_know_no_more_than_both_together():
    lent = lend(array([0.5, 0.5]), array([0.2, 0.2]), array([7.0, 7.0]))
    assert list(lent.freedom) == [14, 14]


def test_a_single_brief_has_nothing_to_lend():
    lent = lend(array([0.5]), array([0.1]), array([7.0]))
    assert (float(lent.factor()[0]), float(lent.freedom[0])) == (0.1, 7)
