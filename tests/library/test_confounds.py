"""What else differed than what was asked for, and is told beside a verdict."""

import pytest

from playground.imaging.outcome import Resolved
from playground.library.differences import compare
from tests import factories
from tests.library.drawing import draw, names

pytestmark = pytest.mark.django_db


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
