from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.imaging.outcome import Resolved
from playground.imaging.parameters import PARAMETERS
from playground.imaging.request import FIELDS, ImageRequest, apply, difference
from playground.library.differences import (
    comparable,
    compare,
    marks,
    variables,
)
from playground.library.models import Image
from tests import factories

pytestmark = pytest.mark.django_db


def draw(resolved=None, **values):
    """Make a picture whose answer echoes what was asked, unless told otherwise."""
    asked = factories.request(
        **{name: value for name, value in values.items() if name in FIELDS}
    )
    echo = resolved or Resolved(
        model=None,
        size=asked.size if asked.size != "auto" else "1024x1024",
        quality=asked.quality if asked.quality != "auto" else "medium",
        background=asked.background if asked.background != "auto" else "opaque",
        output_format=asked.output_format,
    )
    return factories.image(resolved=echo, **values)


def names(rows):
    return [row.name for row in rows]


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


# --- Confounds --------------------------------------------------------------


def test_auto_that_resolved_differently_is_told():
    result = compare(
        [
            draw(resolved=Resolved(quality="low")),
            draw(resolved=Resolved(quality="high")),
        ]
    )

    assert result.verdict.startswith("Nothing differs")
    assert "quality" in names(result.different)
    assert "quality was auto and resolved differently: low, high" in result.confounds


def test_auto_that_became_what_the_other_asked_for_is_told():
    result = compare([draw(), draw(quality="medium")])

    assert result.variables == ("quality",)
    assert (
        "quality auto became medium, the same as was asked for: "
        "in effect it does not differ"
    ) in result.confounds


def test_auto_whose_outcome_is_not_told_is_told():
    silent = Resolved(size="1024x1024", background="opaque")

    result = compare([draw(resolved=silent), draw(resolved=silent)])

    assert result.confounds == (
        "quality was auto, and the answer does not say what it became",
    )


def test_a_size_that_is_not_told_is_measured():
    silent = Resolved(quality="low", background="opaque")

    same = compare([draw(resolved=silent), draw(resolved=silent)])
    wide = factories.picture_bytes(size=(96, 64))
    other = compare([draw(resolved=silent), draw(resolved=silent, data=wide)])

    assert same.confounds == ()
    assert other.confounds == ("size was auto and resolved differently: 64×48, 96×64",)


def test_an_answer_that_disobeys_is_told():
    obedient = draw(quality="high")
    other = draw(
        quality="high",
        resolved=Resolved(size="1024x1024", quality="low", background="opaque"),
    )

    assert compare([obedient, other]).confounds == (
        "Picture 2 asked for quality high, but the API says it made low",
    )


def test_a_prompt_that_the_text_model_rewrote_is_told():
    one, other = draw(route="responses"), draw(route="responses")
    other.revised_prompt = "A paper aeroplane, folded with care"

    assert compare([one, other]).confounds == (
        "The text model rewrote the prompt of one picture: "
        "they were not drawn from the same words",
    )


def test_one_rewritten_prompt_for_all_confounds_nothing():
    one, other = draw(route="responses"), draw(route="responses")
    one.revised_prompt = other.revised_prompt = "A paper aeroplane"

    assert compare([one, other]).confounds == ()


def test_another_snapshot_of_the_same_name_is_told():
    one, other = draw(model="gpt-image-2"), draw(model="gpt-image-2")
    one.resolved["model"] = "gpt-image-2-2026-04-21"
    other.resolved["model"] = "gpt-image-2-2026-10-01"

    assert compare([one, other]).confounds == (
        "gpt-image-2 was answered by different snapshots: "
        "gpt-image-2-2026-04-21, gpt-image-2-2026-10-01",
    )


def test_two_names_of_one_model_are_told():
    result = compare([draw(model="gpt-image-2"), draw(model="gpt-image-2-2026-04-21")])

    assert result.variables == ("model",)
    assert result.confounds == (
        "gpt-image-2 and gpt-image-2-2026-04-21 are names of one model; "
        "the undated name may stand for another snapshot",
    )


def test_different_providers_are_told():
    result = compare([draw(provider="simulator"), draw(provider="openai")])

    assert "provider" in names(result.different)
    assert result.confounds == (
        "Made by the simulator and OpenAI: these are not the same machines",
    )


def test_an_unknown_price_is_told():
    assert compare([draw(), draw(cost_usd=None)]).confounds == (
        "The price of one picture is unknown",
    )


def test_different_price_lists_are_told():
    result = compare(
        [
            draw(receipt={"price_version": "2026-11-01"}),
            draw(receipt={"price_version": "2026-12-01"}),
        ]
    )

    assert result.confounds == ("The prices come from different price lists",)


def test_calls_with_more_pictures_or_partials_are_told():
    result = compare([draw(), draw(n=4, partial_images=2)])

    assert result.confounds == (
        "The number of pictures differs: the time is that of the whole call, "
        "the price a share of it",
        "The number of previews differs: each adds to the price",
    )


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


def test_two_servers_that_differ_only_in_their_port_are_told():
    ports = (8080, 8081)
    pictures = [
        draw(provider="compatible", provider_id=f"compatible:127.0.0.1:{port}/v1")
        for port in ports
    ]
    result = compare(pictures)

    assert "provider" in names(result.different)
    assert result.confounds == (
        "Made by the server at 127.0.0.1:8080/v1 and the server at "
        "127.0.0.1:8081/v1: these are not the same machines",
    )
