"""Equal requests have equal numbers, and one variable can be taken out of them."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.imaging.fingerprint import (
    controlled_key,
    controlled_keys,
    fingerprint,
    prompt_hash,
    variable_hash,
)
from playground.imaging.parameters import PARAMETERS
from playground.imaging.request import ImageRequest

BASE = ImageRequest(prompt="a fox", model="gpt-image-2", quality="high", route="images")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("prompt", "a fox "),
        ("model", "gpt-image-2.5-sunburst"),
        ("quality", "low"),
        ("quality", "auto"),
        ("route", "responses"),
        ("sources", ("a" * 64,)),
        ("mask", "a" * 64),
        ("output_compression", 0),
        ("previous", "abcdefghjkmn"),
    ],
)
def test_whatever_shapes_the_picture_changes_the_number(name, value):
    assert fingerprint(BASE.changed(**{name: value})) != fingerprint(BASE)


def test_the_order_of_sources_counts():
    one, two = "a" * 64, "b" * 64
    first = fingerprint(BASE.changed(sources=(one, two)))
    assert first != fingerprint(BASE.changed(sources=(two, one)))


def test_circumstances_do_not_count():
    other = BASE.changed(n=4, partial_images=2, safety_identifier="me")
    assert set(PARAMETERS.circumstances) == {"n", "partial_images", "safety_identifier"}
    assert fingerprint(other) == fingerprint(BASE)


def test_numbers_stay_as_they_are_from_version_to_version():
    assert fingerprint(BASE) == -6953449163847687153
    assert prompt_hash("Éclair 🦊") == variable_hash("prompt", "Éclair 🦊")


@given(st.text(max_size=40))
def test_the_prompts_part_can_be_taken_out(prompt):
    changed = BASE.changed(prompt=prompt)
    settings = fingerprint(BASE) ^ prompt_hash(BASE.prompt)
    assert fingerprint(changed) ^ prompt_hash(prompt) == settings
    assert -(2**63) <= fingerprint(changed) < 2**63


def test_two_requests_that_differ_in_one_variable_share_its_key_only():
    low, high = BASE.changed(quality="low"), BASE
    shared = set(controlled_keys(low)) & set(controlled_keys(high))
    without = fingerprint(low) ^ variable_hash("quality", "low")
    assert shared == {controlled_key("quality", without)}
    # A third one leaves it at its default: then that is its fingerprint.
    assert fingerprint(BASE.changed(quality="auto")) == without


def test_two_requests_that_differ_in_two_variables_share_no_key():
    other = BASE.changed(quality="low", model="gpt-image-1")
    assert not set(controlled_keys(other)) & set(controlled_keys(BASE))


def test_all_fields_are_one_or_the_other():
    names = {field.name for field in dataclasses.fields(ImageRequest)}
    assert names == set(PARAMETERS)
