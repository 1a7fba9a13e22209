"""The gates of Setup: what is in order, what is missing, and what to do."""

import json
import socket
import time
from collections.abc import Iterator

import pytest

from playground.library.models import Generation
from playground.providers import probe as probing
from playground.providers.client import close_connections
from playground.providers.errors import AnswerError, LimitError, OutageError, SetupError
from playground.providers.models_api import RemoteModel
from playground.providers.probe import Probe, probe, proxy_for
from playground.runs.beat import beat
from playground.site import gates
from tests import factories
from tests.pages import soup
from tests.providers.servers import Server, raw_server, serving

pytestmark = pytest.mark.django_db

KEY = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789"
ORDER = [
    "A key is set",
    "The address is reached",
    "The key is accepted",
    "Organisation and project",
    "The key sees models",
    "Tier and limits",
    "Pictures can be kept",
    "A worker is alive",
    "Nothing waits for too long",
    "A first picture",
]


@pytest.fixture(autouse=True)
def fresh_connections() -> Iterator[None]:
    yield
    close_connections()


@pytest.fixture
def openai(settings, monkeypatch):
    """Return a function: what OpenAI answers to the free call."""
    settings.OPENAI_API_KEY = KEY

    def answers(**values) -> None:
        monkeypatch.setattr(gates, "probe", lambda: Probe(**values))

    answers(models=(RemoteModel("gpt-image-2"), RemoteModel("gpt-6.1-sol")))
    return answers


@pytest.fixture
def told(client, owner):
    """Return a function: each gate's state and words, by its name."""

    def read() -> dict[str, tuple[str, str]]:
        page = soup(client.get("/setup/gates/"))
        return {
            gate.select_one("h2").get_text(): (
                gate.select_one(".gate > .chip").get_text(),
                gate.select_one("div").get_text(" ", strip=True),
            )
            for gate in page.select(".gate")
        }

    return read


def test_the_page_is_there_at_once_and_asks_nothing(client, owner, monkeypatch):
    monkeypatch.setattr(gates, "probe", lambda: pytest.fail("asked"))
    page = soup(client.get("/setup/"))
    assert page.select_one("#gates")["hx-get"] == "/setup/gates/"
    part = client.get("/setup/")
    assert part.status_code == 200


def test_the_simulator_is_set_up(told):
    beat("one", concurrency=1)
    found = told()
    keyless = {"The key sees models": "Models are listed"}
    assert list(found) == [keyless.get(name, name) for name in ORDER]
    assert found["A key is set"][0] == found["The key is accepted"][0] == "not needed"
    assert found["The address is reached"][0] == "ok"
    assert {state for state, _ in found.values()} == {"ok", "not checked", "not needed"}


def test_all_is_well_with_openai(told, openai, settings):
    settings.PLAYGROUND_TIER = "2"
    openai(
        models=(RemoteModel("gpt-image-2.5-sunburst"), RemoteModel("gpt-5")),
        organization="org-ours",
        project="proj_ours",
    )
    beat("one", concurrency=1)
    factories.generation(provider="openai")
    found = told()
    assert {state for state, _ in found.values()} == {"ok"}
    assert "org-ours, project proj_ours" in found["Organisation and project"][1]
    models = found["The key sees models"][1]
    assert "gpt-image-2.5-sunburst" in models
    assert "gpt-5 (until 11 December 2026)" in models
    assert "20 pictures and 250,000 tokens a minute" in found["Tier and limits"][1]
    assert KEY not in json.dumps(found)


def test_a_key_that_is_refused(told, openai):
    openai(error=SetupError("The key is wrong.", remedy="Make one.", status=401))
    found = told()
    assert found["The address is reached"][0] == "ok"
    assert found["The key is accepted"][0] == "failed"
    assert "before you make new keys" in found["The key is accepted"][1]
    assert found["The key sees models"][0] == "not checked"


def test_a_limit_is_an_answer_too(told, openai):
    openai(error=LimitError("Too many.", remedy="Wait.", status=429))
    assert told()["The key is accepted"][0] == "failed"


def test_a_server_that_is_not_reached_names_the_proxy(told, openai, monkeypatch):
    monkeypatch.setenv("https_proxy", "http://me:secret@proxy.example:3128")
    monkeypatch.delenv("no_proxy", raising=False)
    openai(error=OutageError("No connection.", remedy="Look at the network."))
    state, words = told()["The address is reached"]
    assert state == "failed"
    assert "proxy.example:3128" in words
    assert "secret" not in words
    assert told()["The key is accepted"][0] == "not checked"


def test_without_a_key_nothing_is_said_of_the_address(told, openai, settings):
    settings.OPENAI_API_KEY = ""
    settings.OPENAI_BASE_URL = "https://api.openai.com/v1"
    openai(error=SetupError("It needs a key.", remedy="", code="missing_api_key"))
    found = told()
    assert found["A key is set"][0] == "failed"
    assert found["The address is reached"][0] == "not checked"
    assert found["The key is accepted"][0] == "not checked"


def test_what_is_no_list_of_models_was_never_charged(told, openai, monkeypatch):
    openai(error=AnswerError("Odd.", remedy="Charged?", code="unusable_answer"))
    found = told()
    assert found["The address is reached"][0] == "ok"
    state, words = found["The key is accepted"]
    assert state == "failed"
    assert "no list of models" in words
    assert "harged" not in words


def test_no_proxy_is_named_where_there_is_none(monkeypatch):
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert proxy_for("https://api.openai.com/v1") == ""
    assert proxy_for("") == ""


def test_another_organisation_than_the_one_set(told, openai, settings):
    settings.OPENAI_ORG_ID = "org-ours"
    openai(organization="org-theirs")
    state, words = told()["Organisation and project"]
    assert state == "failed"
    assert "answers for org-theirs" in words


def test_a_key_without_image_models_says_how_to_get_them(told, openai):
    openai(models=(RemoteModel("gpt-6.1-sol"),))
    state, words = told()["The key sees models"]
    assert state == "failed"
    assert "Wait up to 30 minutes." in words


def test_tier_comes_before_balance(told, openai):
    state, words = told()["Tier and limits"]
    assert state == "not checked"
    assert words.index("tier") < words.index("balance")


def test_a_missing_worker_is_a_failed_gate_with_its_remedy_open(client, owner):
    page = soup(client.get("/setup/gates/"))
    gate = page.saying("h2", "A worker is alive").closest("li")
    assert "failed" in gate.classes
    assert "manage.py work" in gate.select_one(".remedy").get_text()


def test_the_button_names_its_price_and_only_a_click_spends(client, openai, owner):
    page = soup(client.get("/setup/gates/"))
    button = page.select_one('form[action="/setup/first-picture/"] button')
    assert "≈ $0.0" in button.get_text()
    assert not Generation.objects.exists()
    answer = client.post("/setup/first-picture/")
    made = Generation.objects.get()
    assert answer.headers["Location"] == made.get_absolute_url()
    assert (made.request.size, made.request.quality) == ("1024x1024", "low")


def test_a_first_picture_that_failed_says_why_and_what_to_do(told, openai):
    error = {"message": "Your organization must be verified.", "remedy": "Verify it."}
    factories.generation(provider="openai", state="failed", error=error, cost_usd=None)
    state, words = told()["A first picture"]
    assert state == "failed"
    for said in ("Your organization must be verified.", "Verify it.", "30 minutes"):
        assert said in words


def test_the_free_call_reads_the_headers(settings):
    body = json.dumps({"object": "list", "data": [{"id": "gpt-image-2"}]}).encode()
    head = [
        ("Content-Type", "application/json"),
        ("openai-organization", "org-ours"),
        ("openai-project", "proj_ours"),
    ]
    server = Server(body=body, headers=head)
    with serving(server) as url:
        settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL = KEY, f"{url}/v1"
        found = probe()
    assert (found.organization, found.project) == ("org-ours", "proj_ours")
    assert [model.id for model in found.models] == ["gpt-image-2"]
    assert [seen.path for seen in server.seen] == ["/v1/models"]


def test_the_free_call_ends_in_time_however_slowly_an_answer_comes(
    settings, monkeypatch
):
    monkeypatch.setattr(probing, "PATIENCE_S", 0.3)
    patient = []

    def trickle(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")
        for _ in range(300):
            connection.sendall(b" ")
            time.sleep(0.1)
        patient.append(connection)

    settings.OPENAI_API_KEY = KEY
    with raw_server(trickle) as url:
        settings.OPENAI_BASE_URL = f"{url}/v1"
        found = probe()
        assert not patient
    assert found.error is not None


def test_the_free_call_never_raises(settings):
    settings.OPENAI_API_KEY = KEY
    settings.OPENAI_BASE_URL = "http://127.0.0.1:9/v1"
    found = probe()
    assert found.error is not None
    assert not found.reached
    assert KEY not in found.error.message
