"""The composer and a plan read the same form: what one refuses, the other does too."""

import pytest

from playground.experiments.models import BriefSet, Experiment
from playground.library.models import Generation, SourceImage
from playground.runs.posted import posted_request, read_posted
from tests import factories
from tests.experiments.planning import NEW, PLAN
from tests.pages import GOOD, error_texts, soup

pytestmark = pytest.mark.django_db
JPEG = {"output_format": "jpeg"}
REFUSED = {
    "a source that is gone": ({"image": "nosuchcode12"}, "image"),
    "a mask that is gone": ({"mask": "nosuchcode12"}, "mask"),
    "markup that is gone": ({"markup": "nosuchcode12"}, "markup"),
    "a conversation that is gone": ({"previous": "nosuchcode12"}, "previous"),
    "no number": ({**JPEG, "output_compression": "abc"}, "output_compression"),
    "too large": ({**JPEG, "output_compression": "9" * 12}, "output_compression"),
    "out of bounds": ({**JPEG, "output_compression": "101"}, "output_compression"),
    "no size": ({"size": "custom", "size_custom": "big"}, "size"),
    "an illegal size": ({"size": "1000x1"}, "size"),
    "lost characters": ({"responses_model": "gpt\ufffd"}, "responses_model"),
    "a long name": ({"model": "m" * 300}, "model"),
}


@pytest.mark.parametrize(("values", "field"), REFUSED.values(), ids=list(REFUSED))
def test_what_the_composer_refuses_a_plan_refuses_at_its_field(
    client, owner, values, field
):
    refused = client.post("/generations/", {**GOOD, **values})
    assert refused.status_code == 422
    response = client.post(NEW, {**PLAN, **values, "go": "1"})
    assert response.status_code == 422
    told = " ".join(error_texts(response))
    for said in error_texts(refused):
        assert said in told
    page = soup(response)
    (shown,) = page.select(f"#plan [name={field}][aria-invalid=true]")
    assert shown["value"] == values.get("size_custom", values[field])
    assert page.select_one("#settings-note .error")
    # Sent once more as it stands there, it is refused once more.
    again = {it["name"]: it["value"] for it in page.select("#plan input[type=hidden]")}
    again |= {**PLAN, "go": "1", field: shown["value"]}
    assert client.post(NEW, again).status_code == 422
    assert not Experiment.objects.exists()
    assert not Generation.objects.exists()


@pytest.mark.parametrize("typed", ["1024²", "1536 × 1024", "auto"])
def test_what_the_composer_takes_a_plan_takes_as_the_same(client, start, typed):
    values = {
        **JPEG,
        "size": "custom",
        "size_custom": typed,
        "output_compression": " 80",
        "image": factories.source().code,
    }
    client.post("/generations/", {**GOOD, **values})
    asked = Generation.objects.get().request
    assert start(**values).request == asked.changed(prompt="")


def test_a_plan_that_was_kept_misses_a_source_that_went_since(client, owner):
    source = factories.source()
    client.post(NEW, {**PLAN, "image": source.code, "save": "1"})
    SourceImage.objects.all().delete()
    page = soup(client.get(f"{NEW}?brief={BriefSet.objects.get().code}"))
    assert "no longer here" in page.select_one("#settings-note").text
    # Nobody knows its code any more; it is missed all the same.
    (missing,) = page.select("#plan [name=image][checked]")
    again = {**PLAN, "go": "1", "image": missing["value"]}
    assert client.post(NEW, again).status_code == 422
    assert not Experiment.objects.exists()


def test_an_extension_of_what_cannot_be_sent_any_more_leads_to_a_plan_anew(
    client, start
):
    made = start()
    Experiment.objects.update(base={**made.base, "sources": ["0" * 64]})
    page = soup(client.get(f"{NEW}?extends={made.code}"))
    assert "nothing can be added" in page.select_one("#preview").text
    assert page.select_one("#go").has_attr("disabled")
    # Nothing that is ticked there would mend what it has begun with.
    assert "Untick" not in page.text
    anew = page.select_one(f"a[href='{NEW}?anew={made.code}']")["href"]
    assert "Untick" in soup(client.get(anew)).text


def test_another_variable_than_the_one_asked_for_is_not_bought(client, owner):
    # Of PNGs there is no compression to vary.
    plan = {**PLAN, "variable": "output_compression", "go": "1"}
    for posted in (plan, {**PLAN, "second": "output_compression", "go": "1"}):
        response = client.post(NEW, posted)
        assert response.status_code == 422
        assert "Compression cannot be varied" in " ".join(error_texts(response))
    assert not Experiment.objects.exists()


def test_no_plan_is_cut_on_its_way_from_the_composer(client, owner):
    response = client.post(
        NEW,
        {**GOOD, "prompt": "山" * 60_000, "image": "x"},
        headers={"HX-Request": "true"},
    )
    assert response["HX-Redirect"] == "/"
    assert "plan" not in client.session


def test_lost_characters_of_prompts_are_told_and_not_taken_out(client, owner):
    response = client.post(NEW, {**PLAN, "prompts": "a ki\0te", "go": "1"})
    assert response.status_code == 422
    assert "did not arrive" in soup(response).select_one("#prompts-note").text
    assert not Experiment.objects.exists()


def test_a_request_comes_back_from_the_form_as_it_was(owner):
    source, mask = factories.source(), factories.source()
    asked = factories.request(
        sources=(source.sha256,),
        mask=mask.sha256,
        output_format="webp",
        output_compression=80,
        size="1536x1024",
        n=2,
    )
    form = read_posted(posted_request(asked, owner), owner)
    assert (form.request, form.problems) == (asked, {})
    assert read_posted(form.posted(), owner).request == asked
