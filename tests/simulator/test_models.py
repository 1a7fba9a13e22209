"""The list of models, and when each one ends."""

import datetime

import httpx2
from openai.types import Model

from playground.catalog import catalog
from playground.simulator.app import create_app
from tests.simulator.conftest import DAY, Raw


def test_the_list_holds_what_can_be_called_today(client):
    listed = {model.id: model for model in client().models.list()}

    offered = {model.id for model in catalog().offered(DAY, "simulator")}
    texts = catalog().texts.models.values()
    there = {model.id for model in texts if model.state(DAY) != "gone"}
    assert set(listed) == offered | there
    assert listed["gpt-image-1.5"].shutdown_date == "2026-12-01"
    assert listed["gpt-image-2"].shutdown_date is None
    assert not {"gpt-image-1", "gpt-4-turbo"} & set(listed)


def test_every_entry_is_strictly_of_the_sdks_type(raw):
    body = raw.get("/v1/models").json()

    assert list(body) == ["object", "data"]
    for entry in body["data"]:
        assert not Model.model_validate(entry, strict=True).model_extra


def test_one_model_can_be_asked_for(raw, client):
    assert client().models.retrieve("gpt-image-2").id == "gpt-image-2"
    answer = raw.get("/v1/models/dall-e-2")
    assert answer.status_code == 404
    assert answer.json()["error"]["message"] == "The model 'dall-e-2' does not exist."


def test_the_list_is_a_matter_of_the_day():
    app = create_app(day=lambda: datetime.date(2026, 9, 7))
    transport = httpx2.WSGITransport(app)
    with httpx2.Client(transport=transport, base_url="http://simulator") as http:
        names = {entry["id"] for entry in Raw(http).get("/v1/models").json()["data"]}

    assert "gpt-image-2" in names
    assert "gpt-image-2.5-flare" not in names
