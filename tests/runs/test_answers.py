"""What becomes of an answer that is odd, late or too large for the disk."""

import json
from collections import namedtuple
from typing import Any

import pytest

from playground.imaging.outcome import PartialImage
from playground.library.models import Generation
from playground.providers.errors import OutageError
from playground.providers.reading import pictures
from playground.runs import partials, room, sending, spool
from playground.runs.partials import PartialKeeper
from playground.runs.recording import Recording
from playground.runs.spool import spool_has_unread
from tests.factories import generation
from tests.providers.odd_bodies import b64
from tests.providers.servers import Server, answering, picture, serving
from tests.worker import generation_run

pytestmark = pytest.mark.django_db

LOCAL = {"model": "gpt-image-2", "quality": "low", "route": "images"}
TEAL, RED = picture("teal"), picture("red")


@pytest.fixture
def at(settings, run) -> Any:
    """Return a function that runs against a server that answers like this."""

    def act(
        body: Any, headers: dict[str, str] | None = None, **values: Any
    ) -> Generation:
        with serving(answering(body, headers=headers)) as address:
            settings.OPENAI_BASE_URL = f"{address}/v1"
            return run(**{**LOCAL, **values})

    return act


def page(client: Any, generation: Generation) -> str:
    return str(client.get(generation.get_absolute_url()).content.decode())


def words(generation: Generation) -> str:
    return " ".join([*generation.warnings, str(generation.error)])


# --- Put aside, and read again -----------------------------------------------------------


def test_what_cannot_be_read_is_put_aside_and_read_by_a_later_version(
    at, client, monkeypatch
):
    def not_yet(raw: bytes) -> bytes:
        raise pictures.Unreadable("A picture of the answer is damaged.")

    urlsafe = b64(TEAL).replace("/", "_").replace("+", "-") + " "
    with monkeypatch.context() as patch:
        patch.setattr(pictures, "_in_another_dress", not_yet)
        done = at({"data": [{"b64_json": urlsafe}]})
    assert (done.state, done.images.count()) == ("unknown", 0)
    assert "Read it again" in page(client, done)
    client.post(f"/generations/{done.code}/read-again/")
    done.refresh_from_db()
    assert done.state == "succeeded"
    assert done.images.count() == 1
    assert done.error is None
    assert not spool_has_unread(done.code)
    assert "Read it again" not in page(client, done)


def test_a_picture_beside_one_that_was_kept_is_added(at, client, monkeypatch):
    real = pictures._in_another_dress

    def not_yet(raw: bytes) -> bytes:
        raise pictures.Unreadable("A picture of the answer is damaged.")

    usage = {"input_tokens": 10, "output_tokens": 400}
    body = {
        "data": [{"b64_json": b64(TEAL)}, {"b64_json": b64(RED) + "\n "}],
        "usage": usage,
    }
    monkeypatch.setattr(pictures, "_in_another_dress", not_yet)
    done = at(body, n="2")
    assert done.images.count() == 1
    assert "damaged" in words(done)
    monkeypatch.setattr(pictures, "_in_another_dress", real)
    for _ in range(2):
        client.post(f"/generations/{done.code}/read-again/")
        assert done.images.count() == 2
    costs = [image.cost_usd for image in done.images.order_by("position")]
    assert sum(costs) == done.cost_usd
    assert not spool_has_unread(done.code)


def test_a_picture_at_an_address_is_tried_again_by_a_button(
    settings, run, client, monkeypatch
):
    monkeypatch.setattr("playground.providers.receiving.WAITS_S", ())
    server = Server()
    server.behind = None
    states = {"busy": True}

    def application(environ: dict[str, Any], start: Any) -> Any:
        if environ["PATH_INFO"].startswith("/v1/"):
            start("200 OK", [("Content-Type", "application/json")])
            return [json.dumps({"data": [{"url": "/files/fox.png"}]}).encode()]
        start("503 Busy" if states["busy"] else "200 OK", [])
        return [b"" if states["busy"] else TEAL]

    with serving(application) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        done = run(**LOCAL)
        assert done.state == "unknown"
        assert "503" in done.error["message"]
        assert done.error["details"]["addresses"] == ["/files/fox.png"]
        client.post(f"/generations/{done.code}/read-again/")
        done.refresh_from_db()
        assert done.state == "unknown"
        states["busy"] = False
        client.post(f"/generations/{done.code}/read-again/")
    done.refresh_from_db()
    assert (done.state, done.images.count()) == ("succeeded", 1)


def test_nothing_is_read_again_where_nothing_was_put_aside(at, client):
    done = at({"data": [{"b64_json": b64(TEAL)}]})
    response = client.post(f"/generations/{done.code}/read-again/", follow=True)
    assert b"not there any more" in response.content


# --- Told as it is -----------------------------------------------------------------------


def test_words_alone_are_a_failed_run_with_its_bill_and_can_be_answered(at, client):
    body = {
        "id": "resp_1",
        "object": "response",
        "status": "completed",
        "output": [{"id": "m", "type": "message", "content": [{"text": "Which fox?"}]}],
        "usage": {"input_tokens": 2950, "output_tokens": 66},
    }
    done = at(body, route="responses")
    assert done.state == "failed"
    assert done.text == "Which fox?"
    assert [line["label"] for line in done.receipt["lines"]] == [
        "gpt-6.1-sol: input",
        "gpt-6.1-sol: output",
    ]
    assert str(done.cost_usd) == "0.00656000"
    shown = page(client, done)
    assert "Which fox?" in shown
    assert "may have been charged" not in shown
    assert "An answer in words" in shown
    assert "Our fault" not in shown
    assert "What to change next" in shown
    response = client.post(f"/generations/{done.code}/continue/")
    assert response.status_code == 303
    assert done.code in client.get("/").content.decode()


def test_the_organisation_that_was_charged_is_kept_and_shown(at, client):
    done = at({"data": [{"b64_json": b64(TEAL)}]}, {"openai-organization": "org-blue"})
    assert done.organization == "org-blue"
    assert "org-blue" in page(client, done)


# --- The disk ------------------------------------------------------------------------------

Usage = namedtuple("Usage", "total used free")


def test_a_full_disk_is_told_before_anything_is_paid_for(settings, run, monkeypatch):
    server = answering({"data": []})
    monkeypatch.setattr(
        room.shutil, "disk_usage", lambda path: Usage(2**40, 0, 20_000_000)
    )
    with serving(server) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        done = run(**LOCAL, n="4")
    assert [seen for seen in server.seen if seen.method == "POST"] == []
    assert done.state == "failed"
    assert "20 MB are free" in done.error["message"]
    assert "nothing charged" in done.error["remedy"]


def test_an_answer_in_memory_waits_for_room(post, monkeypatch, data_dir):
    post()
    generation = Generation.objects.get()
    waits: list[float] = []
    full = {"is": True}
    finish = sending.generation_finish

    def fail(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    def once(*arguments: Any, **more: Any) -> None:
        if full["is"]:
            fail()
        finish(*arguments, **more)

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        full["is"] = len(waits) < 3

    # What an earlier try ended with is not this answer.
    earlier = OutageError("Away.", remedy="Wait.")
    assert spool.spool_write_error(generation.code, earlier, attempts=9)
    monkeypatch.setattr(Recording, "_write", fail)
    monkeypatch.setattr(sending, "spool_write", fail)
    monkeypatch.setattr(sending, "generation_finish", once)
    monkeypatch.setattr(sending.time, "sleep", sleep)
    generation_run(generation.pk)
    generation.refresh_from_db()
    assert generation.state == "succeeded"
    assert len(waits) == 3
    assert list((data_dir / "spool").iterdir()) == []


def test_an_answer_that_had_to_be_given_up_is_told_truly(post, monkeypatch, data_dir):
    def fail(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    post()
    generation = Generation.objects.get()
    monkeypatch.setattr(Recording, "_write", fail)
    monkeypatch.setattr(sending, "spool_write", fail)
    monkeypatch.setattr(sending, "generation_finish", fail)
    monkeypatch.setattr(sending.time, "sleep", lambda seconds: None)
    generation_run(generation.pk)
    generation.refresh_from_db()
    assert generation.state == "unknown"
    assert "disk is full" in generation.error["message"]
    assert generation.error["may_be_billed"]
    assert list((data_dir / "spool").iterdir()) == []


def test_previews_without_end_leave_no_files(settings, run, data_dir):
    frame = {"type": "image_generation.partial_image", "b64_json": b64(TEAL)}
    body = b"".join(f"data: {json.dumps(frame)}\n\n".encode() for _ in range(3000))
    server = Server(body, headers=[("Content-Type", "text/event-stream")])
    with serving(server) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        done = run(**LOCAL, partial_images="3")
    assert done.state == "unknown"
    left = [path for path in (data_dir / "files").rglob("*") if path.is_file()]
    assert len(left) == 1


def test_a_preview_that_is_no_picture_or_far_too_large_is_passed_over(monkeypatch):
    """To read some formats Pillow would start other programs."""
    postscript = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n"
    keeper = PartialKeeper(generation(state="sending"))
    for data in (postscript, b"", b"GIF89a", b"BM" + bytes(60)):
        keeper(PartialImage(data=data, image=0, index=0))
    monkeypatch.setattr(partials, "MAX_PIXELS", 64 * 64 - 1)
    keeper(PartialImage(data=TEAL, image=0, index=0))
    assert keeper.count == 0
    monkeypatch.undo()
    keeper(PartialImage(data=TEAL, image=0, index=0))
    assert keeper.count == 1
