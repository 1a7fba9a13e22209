"""Every form that spends carries the price that was seen, and starts things once."""

import pytest

from playground.experiments.models import Experiment
from playground.library.models import Generation
from tests.factories import generation, image
from tests.pages import soup

pytestmark = pytest.mark.django_db

STUDIO = {"prompt": "A kite", "size": "1024x1024", "quality": "low"}


@pytest.fixture
def parent(db):
    return image(size="1024x1024", quality="low")


def forms(parent):
    """All forms that spend: the address of a page, of its form, and what is typed."""
    code = parent.code
    failed = generation(state="failed", size="1024x1024", quality="low")
    spoken = generation(state="succeeded", route="responses", response_id="resp_1")
    return [
        ("/", "/generations/", STUDIO),
        (f"/images/{code}/again/", None, {}),
        (f"/images/{code}/side-by-side/?name=quality", None, {"value": "medium"}),
        (
            f"/images/{code}/vary/",
            f"/images/{code}/vary/",
            {"name": "quality", "value": "medium"},
        ),
        (f"/images/{code}/vary/", f"/images/{code}/again/", {}),
        (
            f"/images/{code}/vary/",
            f"/images/{code}/vary/",
            {"name": "prompt", "value": "A bird"},
        ),
        (f"/generations/{failed.code}/again/", None, {}),
        (
            f"/generations/{spoken.code}/",
            f"/generations/{spoken.code}/next/",
            {"prompt": "Darker"},
        ),
        (f"/experiments/new/?image={code}", "/experiments/new/", {"go": "1"}),
        ("/setup/gates/", "/setup/first-picture/", {}),
    ]


def posted(page, action, typed):
    """Return the fields of the form, as a browser posts them."""
    for form in page.select(f'form[method="post"][action="{action}"]'):
        fields = {}
        for field in form.select("input, textarea, select"):
            name, kind = field.get("name"), field.get("type", "text")
            if not name or (
                kind in ("checkbox", "radio") and not field.has_attr("checked")
            ):
                continue
            if kind in ("file", "submit"):
                continue
            value = (
                field.get("value", "")
                if field.name == "input"
                else field.get_text().removeprefix("\n")
            )
            if field.name == "select":
                chosen = field.select_one("option[selected]") or field.select_one(
                    "option"
                )
                value = chosen.get("value", "")
            fields.setdefault(name, []).append(value)
        if "name" in typed and fields.get("name", [""])[0] != typed["name"]:
            continue
        values = [it.get("value") for it in form.select("button[name=value]")]
        if values and typed.get("value") not in values:
            continue
        return {**fields, **typed}
    raise AssertionError(f"no form for {action}")


def made():
    return Generation.objects.count() + Experiment.objects.count()


def test_no_form_spends_twice_or_more_than_was_seen(client, parent, monkeypatch):
    monkeypatch.setattr("playground.experiments.views.planning.feed", lambda _: None)
    for address, action, typed in forms(parent):
        action = action or address.partition("?")[0]
        fields = posted(soup(client.get(address)), action, typed)
        assert fields["once"], action
        before = made()
        if any(name.startswith("seen") for name in fields):
            cheap = {
                name: "0" if name.startswith("seen") else it
                for name, it in fields.items()
            }
            assert client.post(action, cheap).status_code == 422, action
            assert made() == before, action
        else:
            assert action == "/setup/first-picture/"
        first = client.post(action, fields)
        assert first.status_code == 303, (action, first.status_code)
        count = made()
        assert count > before, action
        second = client.post(action, fields)
        assert (second.status_code, second["Location"]) == (303, first["Location"])
        assert made() == count, action
        # Other words are another wish, and so is the same in another form.
        once = {**fields, "once": "another"}
        assert client.post(action, once)["Location"] != first["Location"], action


def test_a_refused_form_can_be_sent_again(client):
    fields = posted(soup(client.get("/")), "/generations/", STUDIO)
    assert client.post("/generations/", {**fields, "prompt": ""}).status_code == 422
    assert client.post("/generations/", fields).status_code == 303
    scripted = client.post("/generations/", fields, headers={"HX-Request": "true"})
    assert scripted.status_code == 204
    run = Generation.objects.get()
    assert scripted["HX-Redirect"] == run.get_absolute_url()
