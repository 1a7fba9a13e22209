"""Servers behind OPENAI_BASE_URL, over real HTTP, from the composer to the page."""

import threading
from typing import Any

import pytest

from playground.library.models import Generation, Image
from playground.providers import client as provider_client
from tests.pages import HTMX, soup
from tests.providers.servers import raw_server, serving
from tests.quick_simulator.app import create_app

pytestmark = pytest.mark.django_db
FIELDS = {**HTMX, "HX-Target": "composer-fields"}
LOCAL = {"model": "sd-cpp-local", "size": "1024x1024", "quality": "low"}


@pytest.fixture
def server(settings: Any) -> Any:
    """Serve the simulator; returns a function that chooses how it behaves."""
    with serving(create_app(latency="instant")) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"

        def behave(scenario: str) -> str:
            settings.OPENAI_API_KEY = f"sim-{scenario}"
            return address

        yield behave
    provider_client.close_connections()


def page_of(client: Any, run: Generation) -> str:
    page = soup(client.get(f"/generations/{run.code}/"))
    return page.select_one("main").get_text(" ", strip=True)


# --- Models of its own ------------------------------------------------------


def test_models_that_only_the_server_knows_are_offered_without_a_price(client, server):
    server("compatible")
    page = soup(client.get("/"))
    group = page.select_one('optgroup[label="Only on this server"]')
    names = [option["value"] for option in group.select("option")]
    assert names == ["sd-cpp-local", "flux.1-schnell"]
    assert "$" not in group.get_text()


def test_a_new_request_starts_with_a_model_that_the_server_has(client, server):
    server("compatible")
    assert soup(client.get("/")).select_one("#model option[selected]")["value"] == (
        "sd-cpp-local"
    )


def test_a_model_that_was_set_by_hand_comes_first(client, server, settings):
    settings.PLAYGROUND_DEFAULT_MODEL = "gpt-image-2"
    server("compatible")
    chosen = soup(client.get("/")).select_one("#model option[selected]")
    assert chosen["value"] == "gpt-image-2"


def test_setup_starts_with_it_too_and_speaks_of_no_organisation(client, server):
    server("compatible")
    client.post("/setup/first-picture/")
    made = Generation.objects.get()
    assert made.model == "sd-cpp-local"
    Generation.objects.update(state="failed", error={"message": "It is out of memory."})
    gate = soup(client.get("/setup/gates/")).select(".gate.failed")[-1].get_text(" ")
    assert "out of memory" in gate
    assert "Look at the run" in gate
    assert "openai.com" not in gate


def test_such_a_model_takes_any_setting_and_has_no_price(client, server):
    server("compatible")
    response = client.post(
        "/compose/",
        {**LOCAL, "size": "custom", "size_custom": "513x700", "prompt": "A fox"},
        headers=FIELDS,
    )
    page = soup(response)
    assert page.select(".error") == []
    assert page.select_one("#generate .price").text == "price unknown"
    for name in ("quality", "background", "n", "complexity", "safety_identifier"):
        assert page.select(f'[name="{name}"]:not([disabled])'), name


def test_a_server_that_lists_nothing_still_lets_the_known_models_be_used(
    client, server
):
    server("compatible-web-page")
    page = soup(client.get("/"))
    assert page.select_one('#model option[value="gpt-image-2.5-sunburst"]')


# --- Answers with less in them ----------------------------------------------


@pytest.mark.parametrize(
    "scenario", ["compatible", "compatible-url", "compatible-data-url"]
)
def test_a_picture_is_kept_and_its_price_is_unknown(client, server, run, scenario):
    server(scenario)
    done = run(**LOCAL)
    assert done.state == "succeeded", done.error
    image = Image.objects.get()
    assert image.width_px == 1024
    # Nobody said what it is: it was looked at.
    assert (image.size, image.output_format) == ("1024x1024", "png")
    assert done.cost_usd is None
    said = page_of(client, done)
    assert "does not say what was used" in said
    assert "unknown" in said
    assert "$0.00" not in said
    assert client.get(f"/images/{image.code}/file").getvalue()[:4] == b"\x89PNG"
    assert "unknown" in soup(client.get(f"/images/{image.code}/")).get_text()


def test_previews_that_a_server_does_not_send_cost_nothing(server, run):
    server("compatible")
    done = run(**LOCAL, partial_images="2")
    assert done.state == "succeeded", done.error
    assert done.partial_count == 0


def test_usage_alone_may_be_missing(client, server, run):
    server("no-usage")
    done = run()
    assert done.state == "succeeded"
    assert done.cost_usd is None
    assert "does not say what was used" in page_of(client, done)


def test_the_echo_alone_may_be_missing(server, run):
    server("no-echo")
    done = run()
    image = done.images.get()
    assert done.cost_usd is not None
    assert (image.size, image.quality) == ("1024x1024", "low")


# --- Answers that refuse, in forms of their own -----------------------------


@pytest.mark.parametrize(
    "scenario", ["compatible-error-text", "compatible-error-detail"]
)
def test_an_error_is_read_whatever_its_form(client, server, run, scenario):
    server(scenario)
    done = run(**LOCAL)
    assert done.state == "failed"
    assert done.error["message"]
    assert done.error["message"] in page_of(client, done)
    assert done.error["remedy"]


def test_a_web_page_is_told_as_a_wrong_address(client, server, run):
    server("compatible-web-page")
    done = run(**LOCAL)
    assert (done.state, done.error["category"]) == ("failed", "setup")
    assert "OPENAI_BASE_URL" in page_of(client, done)


def test_a_redirect_to_another_server_is_not_followed(client, server, run):
    server("compatible-redirect")
    done = run(**LOCAL)
    assert (done.state, done.error["category"]) == ("failed", "setup")
    assert "OPENAI_BASE_URL" in page_of(client, done)
    assert not Image.objects.exists()


def test_a_picture_on_another_server_is_not_loaded_and_may_be_charged(
    client, server, run
):
    server("compatible-foreign-url")
    done = run(**LOCAL)
    assert done.state == "failed"
    said = page_of(client, done)
    assert "elsewhere.invalid" in said
    assert "may have been charged" in said


# --- Answers that do not end ------------------------------------------------


def test_a_server_that_hangs_is_given_up_after_the_set_time(settings, client, run):
    settings.PLAYGROUND_TIMEOUT_S = 1
    done = threading.Event()
    with raw_server(lambda connection: done.wait(10) and None) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        given_up = run(**LOCAL)
        done.set()
    assert given_up.state == "unknown"
    said = page_of(client, given_up)
    assert "may have been charged" in said
    assert "did not answer in time" in said


@pytest.mark.parametrize("route", ["images", "responses"])
def test_what_arrived_of_a_stream_that_broke_off_is_kept_and_shown(
    client, server, run, route
):
    server("broken-stream")
    done = run(route=route, partial_images="2")
    assert done.state == "unknown", done.error
    assert done.error["may_be_billed"]
    assert done.partial_count == 1
    picture = client.get(f"/generations/{done.code}/partial/")
    assert picture.getvalue().startswith(b"RIFF")
    page = soup(client.get(f"/generations/{done.code}/"))
    assert page.select_one(f'main img[src^="/generations/{done.code}/partial/"]')
    assert "may have been charged" in page.select_one("main").get_text()
    # Asked for once more it is another run; nothing was sent again by itself.
    assert Generation.objects.count() == 1


# --- Azure ------------------------------------------------------------------


class AzureStyle:
    """Takes the v1 address of Azure, and notes how it was asked."""

    def __init__(self) -> None:
        self.app = create_app(latency="instant")
        self.asked: list[tuple[str, str]] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        path = environ["PATH_INFO"]
        self.asked.append((path, environ.get("HTTP_AUTHORIZATION", "")))
        environ["PATH_INFO"] = path.removeprefix("/openai")
        return self.app(environ, start_response)


def test_azures_v1_address_works(settings, run):
    azure = AzureStyle()
    settings.OPENAI_API_KEY = "azure-key-1"
    with serving(azure) as address:
        settings.OPENAI_BASE_URL = f"{address}/openai/v1/"
        done = run()
        edited = run(route="responses")
    assert (done.state, done.provider) == ("succeeded", "compatible")
    assert edited.state == "succeeded", edited.error
    paths = [path for path, _ in azure.asked]
    assert "/openai/v1/images/generations" in paths
    assert "/openai/v1/responses" in paths
    assert {key for _, key in azure.asked} == {"Bearer azure-key-1"}


def test_a_conversation_stays_with_the_one_of_two_servers_that_knows_it(
    client, post, run, server, settings
):
    server("ok")
    talk = run(route="responses", model="gpt-image-2.5-sunburst")
    with serving(create_app(latency="instant")) as other:
        settings.OPENAI_BASE_URL = f"{other}/v1"
        response = post(previous=talk.code)
    assert response.status_code == 422
    assert talk.provider_id.removeprefix("compatible:") in str(soup(response))
    assert Generation.objects.count() == 1
    assert talk.provider_words in page_of(client, talk).replace(
        "The server", "the server"
    )
