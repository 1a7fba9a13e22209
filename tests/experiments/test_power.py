"""What a design can find."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.experiments.power import (
    StudyDesign,
    chance_to_find,
    sentence,
    share_of_votes,
    smallest_found,
)


def test_sixteen_by_sixteen_finds_80_20_four_times_in_five():
    assert 0.8 <= chance_to_find(StudyDesign(16), 0.8) <= 0.87
    assert sentence(StudyDesign(16)) == (
        "16 draws × 1 prompt shows clear differences: it finds a 79/21 preference "
        "(about 68 % of the votes) about four times in five."
    )


def test_four_draws_of_one_prompt_show_only_very_large_differences():
    assert "4 draws × 1 prompt shows only very large differences" in sentence(
        StudyDesign(4)
    )
    assert chance_to_find(StudyDesign(4), 0.8) < 0.2


@pytest.mark.parametrize("draws", [1, 2])
def test_one_or_two_draws_of_one_prompt_show_nothing(draws):
    assert smallest_found(StudyDesign(draws)) is None
    assert "cannot show which value is better" in sentence(StudyDesign(draws))


def test_single_draws_of_many_prompts_show_something():
    assert chance_to_find(StudyDesign(1, prompts=1), 0.99) == 0
    assert chance_to_find(StudyDesign(1, prompts=20), 0.99) > 0.9


def test_an_equal_value_is_called_different_as_rarely_as_allowed():
    """Half of five percent: the other half is called for the other side."""
    assert chance_to_find(StudyDesign(64, prompts=20), 0.5) == pytest.approx(
        0.025, abs=0.002
    )


def test_voters_choose_less_clearly_than_pictures_differ():
    assert share_of_votes(0.5) == pytest.approx(0.5)
    assert 0.65 < share_of_votes(0.8) < 0.72


def test_more_values_are_harder():
    assert chance_to_find(StudyDesign(8, values=5), 0.9) < chance_to_find(
        StudyDesign(8), 0.9
    )


def test_votes_help_less_than_pictures():
    twice = chance_to_find(StudyDesign(8, votes=128), 0.8)
    assert twice < chance_to_find(StudyDesign(12, votes=128), 0.8)


@given(st.integers(1, 16), st.integers(1, 8), st.integers(2, 4), st.floats(0.55, 0.98))
def test_more_of_anything_never_finds_less(draws, prompts, values, better):
    here = chance_to_find(StudyDesign(draws, prompts, values), better)
    assert 0 <= here <= 1
    for more in (
        chance_to_find(StudyDesign(draws, prompts, values), better + 0.01),
        chance_to_find(StudyDesign(draws, prompts + 1, values), better),
    ):
        assert more >= here - 0.01
    # From one draw to two the question becomes another one: see docs/compare.md.
    if draws > 1:
        assert (
            chance_to_find(StudyDesign(draws + 1, prompts, values), better)
            >= here - 0.01
        )
