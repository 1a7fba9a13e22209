"""Vary offers all that counts as a variable, and exactly what the rules allow."""

from datetime import date

import pytest

from playground.catalog import catalog
from playground.imaging.context import RequestContext
from playground.imaging.parameters import PARAMETERS
from playground.imaging.routing import choose
from playground.imaging.rule_types import FileFacts
from playground.library.models import Generation
from playground.studio.varying import varied, vary_parameters
from tests.factories import image, request
from tests.pages import GOOD, HTMX, soup

DAY = date(2026, 11, 21)
NEWEST = "gpt-image-2.6-sunburst"
LEGACY = "gpt-image-1.5"
FILE = FileFacts(
    sha256="a" * 64, format="png", width_px=64, height_px=48, bytes=900, has_alpha=False
)
REQUESTS = {
    "as it starts": request(),
    "jpeg": request(output_format="jpeg", output_compression=50),
    "gif": request(model=NEWEST, output_format="gif", size="720x720"),
    "svg": request(model=NEWEST, output_format="svg"),
    "svg, its author": request(model=NEWEST, output_format="svg", svg_model="gpt-5.4"),
    "edit": request(model=LEGACY, sources=(FILE.sha256,)),
    "responses": request(route="responses", sources=(FILE.sha256,)),
    "complex": request(model=NEWEST, complexity="high"),
}


def context_for(asked) -> RequestContext:
    sources = [FILE] * len(asked.sources)
    return RequestContext(asked, day=DAY, provider="openai", sources=sources)


def offers(asked):
    context = context_for(asked)
    return {it.name: it for it in vary_parameters(context, choose(asked).route)}


def test_every_setting_that_is_a_variable_is_offered_where_it_is_legal():
    found = {name for asked in REQUESTS.values() for name in offers(asked)}
    settings = {each.name for each in PARAMETERS.settings if not each.is_circumstance}
    assert found == settings


@pytest.mark.parametrize("case", REQUESTS)
def test_what_is_offered_could_be_sent(case):
    context = context_for(REQUESTS[case])
    assert context.problems == ()
    for parameter in offers(REQUESTS[case]).values():
        for option in parameter.options:
            wanted = context.of(varied(context, parameter.name, option.value))
            assert wanted.problems == (), (parameter.name, option.value)


@pytest.mark.parametrize("case", REQUESTS)
def test_every_legal_value_is_offered(case):
    asked = REQUESTS[case]
    context, found = context_for(asked), offers(asked)
    for parameter in PARAMETERS.settings:
        name = parameter.name
        if parameter.is_circumstance or name in ("model", "route"):
            continue
        legal = [
            parameter.post(choice.value)
            for choice in context.choices(name)
            if choice.legal and choice.value != getattr(asked, name)
        ]
        if context.unavailable(name):
            assert name not in found
        else:
            options = found[name].options if name in found else ()
            assert [option.value for option in options] == legal, name


@pytest.mark.parametrize("case", REQUESTS)
def test_no_value_is_offered_that_means_the_same(case):
    asked = REQUESTS[case]
    context = context_for(asked)
    for name, offered in offers(asked).items():
        parameter = PARAMETERS[name]
        same = parameter.resolved_default(context.case)

        def meant(value, same=same):
            return same if value in (None, "") and same is not None else value

        values = [parameter.read(option.value) for option in offered.options]
        values.append(getattr(asked, name))
        meanings = [meant(value) for value in values]
        assert len(set(meanings)) == len(meanings), (name, values)


def test_complexity_has_no_second_word_for_high():
    chosen = offers(REQUESTS["complex"])["complexity"]
    assert [option.value for option in chosen.options] == ["low", "medium"]
    left_out = offers(request(model=NEWEST))["complexity"]
    assert [option.value for option in left_out.options] == ["low", "medium"]


def test_models_that_take_no_markup_are_not_offered_for_a_picture_with_markup():
    asked = request(model=NEWEST, sources=(FILE.sha256,), markup="b" * 64)
    models = [option.value for option in offers(asked)["model"].options]
    assert "gpt-image-2.6-flare" in models
    assert all(catalog().models[name].markup for name in models)
    assert len(models) < len(offers(request(model=NEWEST))["model"].options)


@pytest.mark.django_db
def test_of_a_model_that_is_gone_only_another_model_is_offered(client, owner):
    parent = image(model="dall-e-3", size="1024x1024")
    page = soup(client.get(f"/images/{parent.code}/vary/"))
    names = [field["value"] for field in page.select('.vary-parameters [name="name"]')]
    assert set(names) == {"model"}
    assert "cannot be made any more" in page.select_one(".note.warn").get_text()


@pytest.mark.django_db
def test_a_change_that_cannot_be_made_alone_is_named_and_the_others_run(client, owner):
    parent = image(size="1024x1024", quality="low")
    client.post(f"/images/{parent.code}/baseline/")
    asked = {
        **GOOD,
        "prompt": parent.prompt,
        "output_format": "webp",
        "output_compression": "50",
    }
    page = soup(client.post("/compose/", asked, headers=HTMX))
    foot = page.select_one("#composer-foot").get_text(" ", strip=True)
    assert "Compression cannot change alone: Only JPEG and WebP" in foot
    assert "1 run, ≈ $" in page.select_one('[name="one_by_one"]').get_text()
    client.post("/generations/", {**asked, "one_by_one": parent.code})
    [made] = Generation.objects.filter(parent=parent)
    assert made.variable == "output_format"
