"""The real application, with a studio in which little is drawn."""

from typing import Any

from PIL import Image

from playground.simulator.app import Application, Simulator
from playground.simulator.app import create_app as real_app
from playground.simulator.drawing import Studio
from playground.simulator.painter import PaintJob
from playground.simulator.painter.edits import edit
from playground.simulator.painter.encode import encode
from playground.simulator.painter.picture import draw, signed

SHARE = 8


class QuickStudio(Studio):
    def finished(self, job: PaintJob) -> bytes:
        if self.repeats or job.output_format in ("gif", "svg"):
            return super().finished(job)
        small = max(1, job.width // SHARE), max(1, job.height // SHARE)
        picture = (edit if job.sources else draw)(job, size=small)
        picture = picture.resize((job.width, job.height), Image.Resampling.NEAREST)
        return encode(signed(picture), job.output_format, job.output_compression)


def create_app(**options: Any) -> Application:
    made = real_app(**options)
    assert isinstance(made, Simulator)
    made._studio = QuickStudio(options["latency"], options["day"])
    return made
