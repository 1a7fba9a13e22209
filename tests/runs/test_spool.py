"""The spool: what was paid for is on disk before anything else happens."""

from pathlib import Path

import pytest
from django.conf import settings

from playground.imaging.outcome import Outcome, OutputImage, Resolved
from playground.library.models import Generation
from playground.runs.spool import spool_clear, spool_done, spool_read, spool_write
from tests.worker import generation_run

pytestmark = pytest.mark.django_db


def picture(data: bytes, **more: str) -> OutputImage:
    resolved = Resolved(
        model="gpt-image-2",
        size="1024x1024",
        quality="low",
        background=None,
        output_format="png",
    )
    return OutputImage(data=data, resolved=resolved, **more)


def test_an_answer_comes_out_as_it_went_in():
    outcome = Outcome(
        images=(
            picture(b"one\nwith a line\n"),
            picture(bytes(range(256)), revised_prompt="Zwei Wörter\n", item_id="ig_2"),
        ),
        usage={"input_tokens": 3, "output_tokens": 5},
        text="Said beside it.",
        response_id="resp_1",
        request_id="req_1",
        processing_ms=7,
        created=1_800_000_000,
        warnings=("A warning.",),
    )
    spool_write("abc", outcome)
    assert spool_read("abc") == outcome
    spool_clear("abc")
    assert spool_read("abc") is None


def test_what_is_not_kept_of_an_answer_without_its_recording_stays(data_dir):
    outcome = Outcome(images=(picture(b"one"), picture(b"two")))
    spool_write("abc", outcome)
    spool_done("abc", outcome, kept=1)
    (left,) = (data_dir / "spool").iterdir()
    assert left.name == "abc.unusable"
    assert left.read_bytes().endswith(b"onetwo")


def test_a_spool_that_cannot_be_written_does_not_cost_the_picture(client):
    client.post("/generations/", {"prompt": "a kite", "model": "gpt-image-2"})
    generation = Generation.objects.get()
    in_the_way = Path(settings.PLAYGROUND_DATA_DIR, "spool", f"{generation.code}.part")
    in_the_way.mkdir(parents=True)
    generation_run(generation.pk)
    generation.refresh_from_db()
    assert generation.state == "succeeded"
    assert generation.images.count() == 1
