"""Prompts as they are typed, and what becomes of them."""

import pytest

from playground.experiments.prompts import BadPrompts, expand, replacing, typed


def test_lists_are_expanded_in_order_and_said():
    found = expand("a {linocut|gouache} of a {fox|hare}\na boat")
    assert found.prompts == (
        "a linocut of a fox",
        "a linocut of a hare",
        "a gouache of a fox",
        "a gouache of a hare",
        "a boat",
    )
    assert found.words == "2 lines became 5 prompts."


def test_what_is_not_multiplied_says_nothing_and_repetitions_are_told():
    assert expand("one\n\ntwo\n").words == ""
    again = expand("one\none\ntwo")
    assert again.prompts == ("one", "two")
    assert again.words == "1 repetition left out."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a kite\na {fox|hare", "Line 2: the { at character 3 has no }"),
        ("{a|{b|c}}", "list inside a list"),
        ("{a|b}" * 13, "more than 5,000"),
    ],
)
def test_what_cannot_be_read_is_explained_at_its_place(text, said):
    with pytest.raises(BadPrompts, match="Line") as refused:
        expand(text)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "prompt",
    ["plain", 'JSON {"a": 1}', "a {x|y} b", "two\nlines", "back\\slash \\n", "a  b"],
)
def test_a_prompt_can_be_typed_so_that_it_stays_as_it_is(prompt):
    assert expand(typed(prompt)).prompts == (prompt,)


def test_a_text_is_replaced_by_each_of_several_in_order_and_said():
    found = expand(
        "a fox in {snow|rain}\na boat", replacing("fox", "fox\n\nhare\r\nfox")
    )
    assert found.prompts == (
        "a fox in snow",
        "a fox in rain",
        "a hare in snow",
        "a hare in rain",
        "a boat",
    )
    assert found.words == (
        "“fox” is replaced by 2 texts in 1 of 2 lines; the others stay. "
        "2 lines became 5 prompts."
    )


def test_a_replacement_that_would_fill_the_memory_is_refused_before_it_is_made():
    with pytest.raises(BadPrompts, match="would become longer") as refused:
        expand("a" * 400_000, replacing("a", "b" * 39_000))
    assert refused.value.field == "replace"
    many = replacing("a", "\n".join(str(number) for number in range(9000)))
    with pytest.raises(BadPrompts, match="more than 5,000"):
        expand("\n".join(["a fox"] * 200_000), many)


@pytest.mark.parametrize(
    ("text", "by", "field"),
    [("fox", "", "replace"), ("", "hare", "find"), ("Fox", "b", "find")],
)
def test_what_cannot_be_replaced_is_said_at_its_field(text, by, field):
    with pytest.raises(BadPrompts) as refused:
        expand("a fox", replacing(text, by))
    assert refused.value.field == field
