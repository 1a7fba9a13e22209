"""Pictures that differ in exactly one variable are found by their keys."""

import pytest

from playground.library import controlled
from playground.library.controlled import controlled_pairs
from tests import factories

pytestmark = pytest.mark.django_db


def test_they_are_grouped_by_the_variable_that_differs(
    owner, django_assert_num_queries
):
    base = factories.image(quality="low", size="1024x1024", prompt="a kite")
    same = factories.image(quality="low", size="1024x1024", prompt="a kite")
    quality = factories.image(quality="high", size="1024x1024", prompt="a kite")
    unset = factories.image(size="1024x1024", prompt="a kite")
    prompt = factories.image(quality="low", size="1024x1024", prompt="a boat")
    set_too = factories.image(
        quality="low", size="1024x1024", prompt="a kite", background="opaque"
    )
    two = factories.image(quality="high", size="1536x1024", prompt="a kite")
    factories.image(quality="medium", author=factories.person(), prompt="a kite")

    with django_assert_num_queries(5):
        groups = controlled_pairs(owner, base)
    found = {group.variable: [image for image, _ in group.images] for group in groups}
    assert found == {
        "prompt": [prompt],
        "quality": [unset, quality],
        "background": [set_too],
    }
    everything = [image for images in found.values() for image in images]
    assert same not in everything
    assert two not in everything


def test_draws_of_the_same_request_crowd_nothing_out(owner, monkeypatch):
    monkeypatch.setattr(controlled, "MOST", 2)
    values = {"size": "1024x1024", "prompt": "a kite"}
    base = factories.image(quality="low", **values)
    other = factories.image(quality="high", **values)
    for _ in range(3):
        factories.image(quality="low", **values)
        factories.image(quality="high", author=factories.person(), **values)
    (group,) = controlled_pairs(owner, base)
    assert ([image for image, _ in group.images], group.counted) == (
        [other],
        "1 picture",
    )
    for _ in range(3):
        factories.image(quality="medium", **values)
    (group,) = controlled_pairs(owner, base)
    assert group.counted == "2 or more pictures"
