""""""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.imaging.parameters import PARAMETERS
from playground.imaging.request import FIELDS, ImageRequest, apply, difference
from playground.library.differences import comparable, compare, marks, variables
from playground.library.models import Image
from tests import factories
from tests.library.drawing import draw, names

pytestmark = pytest.mark.django_db


# --- The verdict ------------------------------------------------------------


def test_two_draws_of_the_same_request_differ_in_nothing():
    result = compare([draw(quality="low"), draw(quality="low")])

    assert result.verdict == "Nothing differs: two draws of the same request"
    assert result.variables == ()
    assert result.is_controlled


def test_three_draws_are_counted():
    result = compare([draw(), draw(), draw()])

    assert result.verdict == "Nothing differs: three draws of the same request"


def test_one_variable_is_named():
    result = compare([draw(quality="low"), draw(quality="high")])

    assert result.verdict == "Exactly one variable differs: quality"
    assert result.variables == ("quality",)
    assert result.row("quality").values == ("low", "high")


def test_one_variable_over_six_pictures_is_still_one():
    tiers = ["low", "medium", "high", "low", "medium", "high"]

    result = compare([draw(quality=tier) for tier in tiers])

    assert result.verdict == "Exactly one variable differs: quality"
    assert result.row("quality").values == tuple(tiers)


def test_several_variables_are_counted_and_named():
    other = {"data": factories.picture_bytes(size=(96, 64), alpha=True)}

    result = compare(
        [
            draw(quality="low", size="1024x1024"),
            draw(quality="high", size="1536x1024", background="transparent", **other),
        ]
    )

    assert result.verdict == (
        "Three variables differ: quality, size and background; "
        "the result won't tell which one mattered"
    )
    assert not result.is_controlled


def test_the_verdict_speaks_of_parameters_as_pages_do():
    webp = {"output_format": "webp", "data": factories.picture_bytes("webp")}
    result = compare([draw(), draw(svg_model="gpt-6.1-sol", **webp)])

    assert result.verdict.startswith("Two variables differ: format and SVG author")
    assert result.variables == ("output_format", "svg_model")


def test_a_variable_counts_once_whichever_pictures_differ_in_it():
    result = compare([draw(), draw(quality="low"), draw(prompt="a paper boat"), draw()])

    assert result.variables == ("prompt", "quality")


def test_one_picture_is_not_a_comparison():
    result = compare([draw()])

    assert result.verdict == "One picture: nothing to compare it with yet"
    assert result.different == ()
    assert result.confounds == ()


def test_no_picture_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="at least one"):
        compare([])


# --- Rows -------------------------------------------------------------------


def test_every_field_of_a_request_has_its_row():
    result = compare([draw(), draw()])

    rows = names([*result.equal, *result.different])
    assert set(FIELDS) <= set(rows)
    assert len(rows) == len(set(rows))
    assert set(PARAMETERS.variables) | set(PARAMETERS.circumstances) == set(FIELDS)


@pytest.mark.parametrize(
    ("name", "value"),
    [("n", 4), ("partial_images", 2), ("safety_identifier", "team-7")],
)
def test_circumstances_are_shown_but_do_not_count(name, value):
    result = compare([draw(), draw(**{name: value})])

    assert name in names(result.different)
    assert result.variables == ()
    assert result.verdict.startswith("Nothing differs")


def test_a_route_left_open_is_the_route_it_took():
    open_choice, images = draw(route="auto"), draw(route="images")

    assert "route" in names(compare([open_choice, images]).equal)


def test_another_route_is_a_variable():
    result = compare([draw(route="images"), draw(route="responses")])

    assert result.variables == ("route",)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sources", ("a" * 64, "b" * 64)),
        ("mask", "c" * 64),
        ("markup", "d" * 64),
        ("responses_model", "gpt-5"),
        ("input_fidelity", "high"),
    ],
)
def test_files_and_route_settings_are_variables(name, value):
    assert compare([draw(), draw(**{name: value})]).variables == (name,)


def test_the_order_of_sources_matters():
    one, other = "a" * 64, "b" * 64

    result = compare([draw(sources=(one, other)), draw(sources=(other, one))])

    assert result.variables == ("sources",)


def test_outcomes_stand_beside_the_parameters():
    cheap = draw(cost_usd=Decimal("0.0059"), duration_ms=6200)
    dear = draw(cost_usd=Decimal("0.0132"), duration_ms=9800, pixels=(96, 64))

    result = compare([cheap, dear])

    assert result.row("price").values == (Decimal("0.0059"), Decimal("0.0132"))
    assert result.row("time").values == (6200, 9800)
    assert result.row("pixels").values == ("64x48", "96x64")
    assert result.row("bytes").values == (cheap.bytes, dear.bytes)


def test_requested_and_resolved_stand_side_by_side():
    row = compare([draw(), draw(quality="high")]).row("quality")

    assert row.values == ("auto", "high")
    assert row.resolved == ("medium", "high")


def test_json_keeps_the_digits_of_money():
    data = compare(
        [draw(cost_usd=Decimal("0.00590000")), draw(cost_usd=None)]
    ).to_json()

    price = next(row for row in data["different"] if row["name"] == "price")
    assert price == {"name": "price", "kind": "outcome", "values": ["0.0059", None]}


# --- Marks ------------------------------------------------------------------


def test_tiles_are_marked_with_what_differs_from_the_reference():
    reference = draw(quality="low", size="1024x1024")
    wide = factories.picture_bytes(size=(96, 64))
    other = draw(quality="high", size="1536x1024", data=wide)
    twin = draw(quality="low", size="1024x1024")

    found = marks(reference, [other, twin])

    assert found == {
        other.code: "differs in: size, quality",
        twin.code: "same request",
    }


def test_what_only_was_asked_for_differently_does_not_count():
    """A size, a format and a background that the files do not have."""
    small, large = draw(size="1024x1024"), draw(size="1536x1024")

    result = compare([small, large])
    words = "Nothing differs in the files, only in what was asked for: size"
    assert (result.verdict, result.variables) == (words, ())
    assert marks(small, [large])[large.code] == "only asked for another size"

    result = compare([small, draw(size="1536x1024", quality="high")])
    assert result.verdict == (
        "Exactly one variable differs: quality; "
        "size only in what was asked for, not in the files"
    )

    asked = {"output_format": "webp", "background": "transparent"}
    result = compare([draw(), draw(**asked)])
    assert result.variables == ()
    assert result.verdict.endswith("asked for: format and background")
    assert len(result.confounds) == 2


def test_what_differs_in_the_files_alone_is_said_too():
    wide = factories.picture_bytes(size=(96, 64))

    result = compare([draw(quality="low"), draw(quality="high", data=wide)])
    assert result.verdict == (
        "Exactly one variable differs: quality, but the files differ in size"
    )
    assert not result.is_controlled
    result = compare([draw(), draw(data=wide)])
    assert result.verdict.startswith("Nothing differs: two draws of the same request")
    assert result.verdict.endswith(", but the files differ in size")


# --- Cost -------------------------------------------------------------------


def test_comparing_costs_the_same_queries_for_any_number(django_assert_num_queries):
    run = factories.generation(quality="low")
    factories.source(generation=run)
    codes = [factories.image(generation=run).code]
    codes += [draw(quality="high").code for _ in range(5)]

    for count in (2, 6):
        with django_assert_num_queries(3):
            images = comparable(Image.objects.filter(code__in=codes[:count]))
            compare(list(images))


# --- Requests ---------------------------------------------------------------

_values = {
    "prompt": st.sampled_from(["a fox", "a grey fox", "A fox"]),
    "model": st.sampled_from(["gpt-image-2", "gpt-image-2.5-sunburst"]),
    "size": st.sampled_from(["auto", "1024x1024", "1536x1024"]),
    "quality": st.sampled_from(["auto", "low", "high"]),
    "output_compression": st.none() | st.integers(0, 100),
    "n": st.integers(1, 10),
    "sources": st.lists(st.sampled_from(["a" * 64, "b" * 64]), max_size=2).map(tuple),
    "mask": st.none() | st.just("c" * 64),
    "route": st.sampled_from(["auto", "images", "responses"]),
    "previous": st.none() | st.just("abcdefgh2345"),
}


requests = st.builds(ImageRequest, **_values)


@given(requests, requests)
def test_difference_is_empty_exactly_for_equal_requests(one, other):
    assert (difference(one, other) == {}) == (one == other)


@given(requests, requests)
def test_difference_is_symmetric_and_leads_from_one_to_the_other(one, other):
    forth, back = difference(one, other), difference(other, one)

    assert forth.keys() == back.keys()
    assert apply(one, forth) == other
    assert apply(other, back) == one


@given(requests, requests)
def test_variables_are_the_differences_without_the_circumstances(one, other):
    assert set(variables(one, other)) == set(difference(one, other)) - set(
        PARAMETERS.circumstances
    )
