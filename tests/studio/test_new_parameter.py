"""A parameter is declared once, and every surface has it."""

import base64
import json
from collections.abc import Iterator

import pytest

from playground.experiments.models import Experiment
from playground.imaging.parameters import PARAMETERS, Parameter, Wire
from playground.imaging.parameters.documents import documented
from playground.library.models import Generation, Image, Preset
from playground.providers import client as provider_client
from playground.providers.errors.refusals.parts import field_of
from tests import factories
from tests.experiments.planning import NEW, PLAN
from tests.pages import GOOD, HTMX, soup
from tests.parameters import declared
from tests.providers.servers import Server, picture, serving

pytestmark = pytest.mark.django_db

MOOD = Parameter(
    name="mood",
    label="Mood",
    hint="how the weather feels",
    kind="choice",
    group="more",
    # The package does not know it, the API would.
    wire=Wire(
        generations="extra_body.mood",
        edits="extra_body.mood",
        responses="tools.0.mood",
    ),
    legal=lambda model: ("calm", "wild"),
    left_out=lambda case, model: "calm",
    reads=lambda value: f"{value} weather",
)


@pytest.fixture(autouse=True)
def mood() -> Iterator[None]:
    with declared(MOOD):
        yield
    assert "mood" not in PARAMETERS


def answer(environ, start_response):
    b64 = base64.b64encode(picture()).decode()
    call = {"type": "image_generation_call", "id": "ig_1", "status": "completed"}
    body = (
        {"id": "resp_1", "output": [{**call, "result": b64}], "usage": None}
        if environ["PATH_INFO"].endswith("/responses")
        else {"created": 1_790_000_000, "data": [{"b64_json": b64}]}
    )
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(body).encode()]


@pytest.fixture
def server(settings) -> Iterator[Server]:
    """A server that takes anything, and remembers what it was sent."""
    recording = Server(behind=answer)
    with serving(recording) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        yield recording
    provider_client.close_connections()


@pytest.fixture
def pair(owner) -> tuple[Image, Image]:
    """Two pictures that differ in nothing else."""
    return factories.image(), factories.image(mood="wild")


def test_it_is_offered_without_a_second_word_for_the_same(client, owner):
    page = soup(client.get("/"))
    field = page.select_one("#mood-wild").closest("fieldset")
    assert "Mood" in field.select_one("legend").get_text()
    values = [option["value"] for option in field.select('[name="mood"]')]
    assert values == ["wild", ""]
    assert "calm weather (default)" in field.get_text()


def test_an_illegal_value_is_refused_at_its_field(post):
    response = post(mood="odd")
    assert response.status_code == 422
    assert "takes calm or wild" in soup(response).select_one("#mood-error").text
    assert not Generation.objects.exists()


@pytest.mark.parametrize(
    ("endpoint", "values"),
    [
        ("/v1/images/generations", {}),
        ("/v1/images/edits", {"image": True}),
        ("/v1/responses", {"route": "responses"}),
    ],
)
def test_it_is_sent_on_every_endpoint(run, owner, server, endpoint, values):
    if "image" in values:
        values = {"image": factories.source(author=owner).code}
    done = run(mood="wild", **values)
    assert done.state == "succeeded", done.error
    [seen] = [seen for seen in server.seen if seen.method == "POST"]
    assert seen.path == endpoint
    if endpoint.endswith("edits"):
        assert ("mood", None, None, b"wild") in seen.parts
    else:
        place = seen.json["tools"][0] if "tools" in seen.json else seen.json
        assert place["mood"] == "wild"


def test_it_is_varied_and_named_as_the_variable(client, pair):
    address = f"/images/{pair[0].code}/vary/"
    section = soup(client.get(address)).select_one('section[aria-label="Mood"]')
    values = [button["value"] for button in section.select('[name="value"]')]
    assert values == ["wild"]
    client.post(address, {"name": "mood", "value": "wild"})
    made = Generation.objects.get(parent=pair[0])
    assert (made.requested["mood"], made.variable) == ("wild", "mood")
    assert client.post(address, {"name": "mood", "value": "odd"}).status_code == 422


def test_an_experiment_varies_it_or_keeps_it_the_same(client, owner):
    varied = {**PLAN, "variable": "mood", "value.mood": ["", "wild"], "go": "1"}
    for plan in (varied, {**PLAN, "mood": "wild", "go": "1"}):
        assert client.post(NEW, plan).status_code == 303
    [one, other] = Experiment.objects.order_by("pk")
    assert (one.variable, one.values) == ("mood", ["", "wild"])
    assert other.request.mood == "wild"
    assert client.post(NEW, {**PLAN, "mood": "odd", "go": "1"}).status_code == 422


def test_it_is_compared(client, pair):
    address = f"/compare/?image={pair[0].code}&image={pair[1].code}"
    page = soup(client.get(address))
    assert "Exactly one variable differs: mood" in page.select_one("h1").get_text()
    row = page.select_one('tr.varies[data-row="mood"]')
    cells = [cell.get_text(strip=True) for cell in row.select("td")]
    assert cells == ["left out", "wild weather"]


@pytest.mark.parametrize("place", ["image", "run"])
def test_the_pages_of_picture_and_run_show_it(client, pair, place):
    shown = pair[1] if place == "image" else pair[1].generation
    page = soup(client.get(shown.get_absolute_url()))
    [row] = [dt.parent for dt in page.select(".facts dt") if dt.text == "Mood"]
    assert row.select_one("dd").get_text(strip=True) == "wild weather"


def test_it_is_in_the_json(client, pair):
    run = pair[1].generation
    told = client.get(f"/generations/{run.code}.json").json()
    assert told["requested"]["mood"] == "wild"
    told = client.get(f"/images/{pair[1].code}.json").json()
    assert told["parameters"]["mood"] == "wild"


@pytest.mark.parametrize("language", ["python", "javascript", "curl"])
def test_it_is_in_the_code(client, pair, language):
    page = soup(client.get(pair[1].get_absolute_url()))
    assert "mood" in page.select_one(f"#code-{language}").text
    assert "wild" in page.select_one(f"#code-{language}").text


def test_it_is_held_against_the_baseline(client, pair):
    client.post(f"/images/{pair[0].code}/baseline/")
    asked = {**GOOD, "quality": "auto", "size": "auto", "mood": "wild"}
    asked["prompt"] = pair[0].prompt
    page = soup(client.post("/compose/", asked, headers=HTMX))
    chip = page.select_one(".chip.diff").get_text(" ", strip=True)
    assert chip == "mood left out wild weather"


def test_it_can_be_locked_and_kept_as_a_preset(client, owner):
    posted = {**GOOD, "mood": "wild", "lock": "mood", "preset_name": "Storm"}
    client.post("/presets/", posted, headers=HTMX)
    preset = Preset.objects.get()
    assert preset.settings["mood"] == "wild"
    assert preset.locks == ["mood"]


def test_a_draft_keeps_it(client, owner):
    client.post("/compose/", {**GOOD, "mood": "wild"}, headers=HTMX)
    assert soup(client.get("/")).select_one("#mood-wild").has_attr("checked")


@pytest.mark.parametrize("param", ["mood", "tools[0].mood"])
def test_an_error_of_the_api_is_told_at_its_field(param):
    assert field_of(param) == "mood"


def test_its_row_of_the_documentation_can_be_written():
    assert documented(MOOD) == (
        "| `mood` | `extra_body.mood` | `extra_body.mood` | `tools.0.mood` |  |"
    )


def test_a_request_that_was_kept_before_reads_as_if_it_was_left_out(run):
    kept = run()
    Generation.objects.update(
        requested={key: it for key, it in kept.requested.items() if key != "mood"}
    )
    assert Generation.objects.get().request.mood is None
