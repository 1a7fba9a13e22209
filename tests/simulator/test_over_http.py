"""The simulator as a server of its own: real sockets, many calls at once."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx2
import openai
import pytest
from waitress import wasyncore

from playground.simulator.pace import Pace
from playground.simulator.server import make_server
from tests.simulator.conftest import DAY, MODEL, picture

GOOD = {"model": MODEL, "prompt": "A fox", "quality": "low", "size": "1024x1024"}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = make_server(latency=0.0, day=lambda: DAY, hang_s=5.0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}/v1"
    # Its own thread closes what it waits for: closed by another one it would fail.
    server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
    thread.join(30)
    server.task_dispatcher.shutdown(timeout=5)


def client(address: str, scenario: str = "ok", **options: object) -> openai.OpenAI:
    return openai.OpenAI(
        api_key=f"sim-{scenario}",
        base_url=address,
        max_retries=0,
        **options,  # type: ignore[arg-type]
    )


def test_the_official_client_works_unchanged(address):
    with client(address) as api:
        made = api.images.generate(**GOOD)
        edited = api.images.edit(
            image=("a.png", picture(), "image/png"),
            prompt="A hat",
            model=MODEL,
            quality="low",
        )
        answered = api.responses.create(
            model="gpt-5",
            input="A fox",
            tools=[{"type": "image_generation", "model": MODEL, "quality": "low"}],
        )

    assert made.data
    assert edited.data
    assert [item.type for item in answered.output][1] == "image_generation_call"


def test_events_leave_when_they_happen(address, monkeypatch):
    seen = threading.Event()
    in_time = []

    def until(pace: Pace, share: float) -> None:
        if share == 1:
            in_time.append(seen.wait(60))

    monkeypatch.setattr(Pace, "until", until)
    with client(address) as api:
        # The picture is drawn to its end when the preview has arrived.
        for _ in api.images.generate(**GOOD, stream=True, partial_images=1):
            seen.set()
    assert in_time == [True]


def test_the_headers_are_the_apis_own(address):
    headers = httpx2.get(f"{address}/nothing").headers

    assert headers["server"] == "cloudflare"
    assert headers["cf-cache-status"] == "DYNAMIC"


@pytest.mark.parametrize("scenario", ["dropped", "broken-stream", "unreachable"])
@pytest.mark.parametrize("stream", [False, True])
def test_a_lost_connection_is_really_lost(address, scenario, stream):
    with client(address, scenario) as api, pytest.raises(openai.APIConnectionError):
        list(api.images.generate(**GOOD, stream=stream))
    # The server itself is well.
    with client(address) as api:
        assert api.models.list().data


def test_a_client_that_does_not_wait_gives_up(address):
    with (
        client(address, "timeout", timeout=0.2) as api,
        pytest.raises(openai.APITimeoutError),
    ):
        api.images.generate(**GOOD)


def test_a_picture_waits_at_an_address_of_this_server(address):
    with client(address, "compatible-url") as api:
        answer = api.images.generate(**GOOD)

    assert answer.data
    url = answer.data[0].url or ""
    assert url.startswith(address.removesuffix("v1") + "files/")
    assert httpx2.get(url).content.startswith(b"\x89PNG")


def test_many_calls_at_once_wait_together_and_get_their_own_answers(
    address, monkeypatch
):
    together = threading.Barrier(24, timeout=60)
    monkeypatch.setattr(Pace, "until", lambda pace, share: together.wait())
    prompts = [f"Fox {number % 2}" for number in range(24)]
    with client(address) as api:

        def call(number: int) -> tuple[int, str]:
            answer = api.images.with_raw_response.generate(
                **{**GOOD, "prompt": prompts[number]}, user=f"caller-{number}"
            )
            identifier = answer.parse().safety_identifier or ""
            return int(identifier.removeprefix("caller-")), answer.request_id or ""

        with ThreadPoolExecutor(24) as pool:
            found = list(pool.map(call, range(24)))

    assert [number for number, _ in found] == list(range(24))
    assert len({request_id for _, request_id in found}) == 24
