"""Who answers, and the client that reaches them."""

import datetime
import threading

import pytest

from playground.imaging.outcome import InputFiles
from playground.imaging.request import ImageRequest
from playground.providers.client import client, connection, current_provider, get_ready
from playground.providers.errors import OutageError, ProviderError, SetupError
from playground.providers.models_api import RemoteModel, list_models
from playground.providers.run import run
from tests.providers.servers import Server, answering, serving

KEY = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789"
REQUEST = ImageRequest(prompt="a fox", model="gpt-image-2.5-flare", quality="low")


@pytest.mark.parametrize(
    ("base_url", "key", "kind", "label"),
    [
        ("", "", "simulator", "Simulator"),
        ("", KEY, "openai", "OpenAI"),
        ("https://api.openai.com/v1", KEY, "openai", "OpenAI"),
        ("https://eu.api.openai.com/v1", KEY, "openai", "OpenAI"),
        ("https://api.openai.com.elsewhere.invalid/v1", "", "compatible", None),
        ("http://127.0.0.1:8080/v1", "", "compatible", "127.0.0.1:8080"),
        (
            "https://studio.openai.azure.com/openai/v1/",
            KEY,
            "compatible",
            "studio.openai.azure.com",
        ),
    ],
)
def test_the_settings_say_who_answers(settings, base_url, key, kind, label):
    settings.OPENAI_BASE_URL, settings.OPENAI_API_KEY = base_url, key
    provider = current_provider()
    assert provider.kind == kind
    assert label in (provider.label, None)


def test_a_password_in_the_address_is_not_shown(settings):
    settings.OPENAI_BASE_URL = "https://anna:geheim@images.example/v1"
    provider = current_provider()
    assert "geheim" not in repr(provider)
    assert provider.base_url == "https://images.example/v1"


def test_openai_without_a_key_is_refused_before_anything_is_sent(settings):
    settings.OPENAI_BASE_URL = "https://api.openai.com/v1"
    with pytest.raises(SetupError) as caught:
        run(REQUEST, InputFiles())
    assert "OPENAI_API_KEY" in caught.value.remedy


@pytest.mark.parametrize("address", ["localhost:8080/v1", "ftp://images.example/v1"])
def test_an_address_that_is_none_is_explained(settings, address):
    settings.OPENAI_BASE_URL = address
    with pytest.raises(SetupError) as caught:
        run(REQUEST, InputFiles())
    assert "OPENAI_BASE_URL" in caught.value.message


def test_the_sdk_never_repeats_a_call_by_itself(settings):
    server = answering({"error": {"message": "oops", "type": "server_error"}}, "500 X")
    with serving(server) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        with pytest.raises(OutageError):
            run(REQUEST, InputFiles())
    assert len(server.seen) == 1


def test_one_client_serves_all_threads(settings):
    found = []
    threads = [threading.Thread(target=lambda: found.append(client())) for _ in "12345"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 5
    assert len(set(map(id, found))) == 1


def test_who_vouches_for_servers_is_read_once(settings, monkeypatch):
    settings.OPENAI_BASE_URL = "https://first.example/v1"
    first = connection().http
    settings.OPENAI_BASE_URL = "https://second.example/v1"
    monkeypatch.setattr("ssl.SSLContext.load_verify_locations", None)
    assert connection().http is not first


def test_each_scenario_of_the_simulator_has_its_key_and_shares_the_rest():
    usual, slow = connection(), connection(scenario="slow")
    assert usual.api.api_key == "sim-ok"
    assert slow.api.api_key == "sim-slow"
    assert usual.http is slow.http


def test_a_scenario_means_nothing_to_a_real_server(settings):
    settings.OPENAI_BASE_URL, settings.OPENAI_API_KEY = "http://127.0.0.1:9/v1", KEY
    assert connection(scenario="slow") is connection()
    assert client(scenario="slow").api_key == KEY


def test_the_key_goes_out_with_organisation_and_project(settings):
    settings.OPENAI_API_KEY = KEY
    settings.OPENAI_ORG_ID, settings.OPENAI_PROJECT_ID = "org-a", "proj_b"
    server = answering({"data": []})
    with serving(server) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        list_models()
    headers = server.seen[0].headers
    assert headers["authorization"] == f"Bearer {KEY}"
    assert headers["openai-organization"] == "org-a"
    assert headers["openai-project"] == "proj_b"


def test_azure_takes_the_same_requests_at_its_own_address(settings):
    settings.OPENAI_API_KEY = KEY
    server = answering({"data": []})
    with serving(server) as address:
        settings.OPENAI_BASE_URL = f"{address}/openai/v1/"
        with pytest.raises(ProviderError):
            run(REQUEST, InputFiles())
    assert server.seen[0].path == "/openai/v1/images/generations"
    assert server.seen[0].headers["authorization"] == f"Bearer {KEY}"
    assert server.seen[0].json["model"] == "gpt-image-2.5-flare"


def test_the_key_is_in_no_repr(settings):
    settings.OPENAI_BASE_URL, settings.OPENAI_API_KEY = "http://127.0.0.1:9/v1", KEY
    found = connection()
    assert KEY not in repr(found)
    assert KEY not in repr(current_provider())


def test_the_server_says_which_models_it_has_and_until_when(settings):
    rows = [
        {"id": "sd-cpp-local", "object": "model"},
        {"id": "gpt-image-1.5", "shutdown_date": "2026-12-01"},
        {"id": "b", "shutdown_date": None},
        "odd",
        {"name": "no id"},
    ]
    with serving(answering({"object": "list", "data": rows})) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        assert list_models() == (
            RemoteModel("sd-cpp-local"),
            RemoteModel("gpt-image-1.5", datetime.date(2026, 12, 1)),
            RemoteModel("b"),
        )


def test_the_simulator_lists_its_models_too():
    assert "gpt-image-2.5-flare" in [model.id for model in list_models()]


def test_a_list_of_models_that_is_a_web_page_is_explained(settings):
    page = Server(b"<html>hello</html>", headers=[("Content-Type", "text/html")])
    with serving(page) as address:
        settings.OPENAI_BASE_URL = address
        with pytest.raises(SetupError) as caught:
            list_models()
    assert "web page" in caught.value.message


def test_a_worker_gets_ready_also_without_a_key_and_the_call_says_what_is_wrong(
    settings,
):
    settings.OPENAI_BASE_URL, settings.OPENAI_API_KEY = "https://api.openai.com/v1", ""
    get_ready()
    with pytest.raises(SetupError, match="needs an API key"):
        connection()
