"""What somebody typed oddly is read as what it means, or refused at its field."""

import pytest
from django.http import QueryDict

from playground.experiments.asking import asked_from
from playground.experiments.prompts import expand, one_line
from playground.studio.asking import n_from
from tests import factories
from tests.experiments.planning import PLAN, run_all

pytestmark = pytest.mark.django_db


def asked(owner, extends=None, **values):
    posted = QueryDict(mutable=True)
    for name, value in {**PLAN, **values}.items():
        posted.setlist(name, value if isinstance(value, list) else [value])
    return asked_from(posted, owner, extends=extends)


def test_a_number_is_one_value_however_it_is_written(owner):
    found = asked(
        owner,
        output_format="jpeg",
        variable="output_compression",
        **{"more.value.output_compression": "80, 080, +80, 8_0, 90"},
    )
    ticked = [value.text for value in found.plan.axis.ticked]
    typed = [text for text in ticked if "8" in text or "9" in text]
    assert sorted(typed) == ["80", "90"]


@pytest.mark.parametrize(("band", "wrong"), [("0.00001", True), ("0.12345", False)])
def test_a_band_is_one_that_a_verdict_takes(owner, band, wrong):
    found = asked(owner, band=band)
    assert ("band" in found.problems) == wrong
    if not wrong:
        low, high = found.equivalence
        assert low < 0.5 < high
        assert abs(low + high - 1) < 1e-9


def test_no_number_is_read_by_its_first_digits_alone(owner):
    many = "001" + 5000 * "0"
    assert (n_from(many), n_from("00510"), n_from("4")) == (1, 1, 4)
    for text in (many, "00000000145"):
        assert "draws" in asked(owner, draws=text).problems


def test_a_backslash_of_the_composer_stays_one():
    prompt = "a label C:\\new\nbelow {fox|hare}"
    assert expand(one_line(prompt)).prompts == (
        "a label C:\\new\nbelow fox",
        "a label C:\\new\nbelow hare",
    )


def test_a_taken_picture_in_the_trash_is_deleted_not_planned(client, owner):
    experiment = factories.experiment(draws=2)
    draw = experiment.draws.first()
    image = draw.generation.images.get()
    experiment.draws.filter(pk=draw.pk).update(generation=None, image=image)
    client.post(f"/images/{image.code}/trash/")
    page = client.get(experiment.get_absolute_url()).text
    assert "1 deleted" in page
    assert "1 planned" not in page


def test_a_budget_need_not_pay_for_pictures_that_are_there(client, owner, start, drain):
    plan = {"prompts": "a kite", "draws": "8", "value.quality": ["low", "medium"]}
    start(**{**plan, "draws": "2"})
    run_all(drain)
    poor = {**plan, "mode": "cheapest", "budget": "0.0001"}
    assert "budget" in asked(owner, **poor).problems
    assert "budget" not in asked(owner, **poor, reuse="1").problems
