"""Shares and prices are written in one way everywhere, and never as 1e+02."""

import pytest

from playground.experiments.ballots import BallotValue
from playground.experiments.cells import Head
from playground.experiments.figures import edge, part, percent, times
from playground.experiments.grid import value_labels
from playground.experiments.words import _cheaper, _cost
from playground.library.models import Image


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (0.0131, 0.01315, " at about the same cost"),
        (0.0150, 0.01, " at 1.5 times the cost"),
        (15, 0.01, " at 1,500 times the cost"),
        (0.023, 0.1, " at 23 % of the cost"),
        (0.0967, 0.1, " at 97 % of the cost"),
        (0.00003, 0.1, " at under 0.1 % of the cost"),
    ],
)
def test_a_cost_beside_another(one, other, said):
    assert _cost(BallotValue("a", one), BallotValue("b", other)) == said


def test_a_hair_of_a_price_is_no_reason():
    assert not _cheaper(BallotValue("a", 0.0131), BallotValue("b", 0.01315))
    assert _cheaper(BallotValue("a", 0.013), BallotValue("b", 0.014))
    assert _cheaper(BallotValue("a", 0.0), BallotValue("b", 0.014))


def test_halves_go_up_and_bands_keep_their_decimals():
    assert [percent(it) for it in (5 / 8, 0.005, 0.335, 0.0049)] == [
        *("63", "1", "34", "0")
    ]
    assert (edge(0.475), edge(0.45)) == ("47.5", "45")


def test_ratios_are_written_out():
    assert [times(it) for it in (130.4, 4, 9.999, 0.25, 1234567)] == [
        *("130", "4", "10", "0.25", "1,234,567")
    ]
    assert [part(it) for it in (0.75, 0.999, 0.0049)] == ["75 %", "100 %", "0.49 %"]


def test_a_mean_duration_is_told_in_whole_milliseconds():
    head = Head(0, "low", ())
    # What it has worked out once, it keeps.
    head.__dict__["images"] = [Image(duration_ms=ms) for ms in (137, 137, 138, None)]
    assert head.ms == 137


def test_no_two_values_have_one_name():
    labels = value_labels("output_compression", ["80", "080"])
    assert len(set(labels)) == 2
