"""From legal parameters to pictures: what "auto" becomes, painting, and usage."""

import datetime
import re
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from playground.catalog import catalog
from playground.catalog.model import TRANSPARENT_FORMATS
from playground.simulator import pace, painter, sizes, usage
from playground.simulator.pace import Latency, Pace
from playground.simulator.painter import PaintJob
from playground.simulator.parameters import Parameters
from playground.simulator.pictures import Picture
from playground.simulator.sizes import Size
from playground.simulator.usage import Usage

_CUT_OUT = re.compile(
    r"\b(transparent|cut-?out|sticker|no background|isolated)\b", re.IGNORECASE
)
_UNTOLD_QUALITY = "medium"


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """One call's drawing with every "auto" resolved."""

    wanted: Parameters
    prompt: str
    size: Size
    quality: str
    background: str
    sources: tuple[Picture, ...] = ()
    mask: Picture | None = None
    markup: Picture | None = None

    @property
    def size_name(self) -> str:
        """As the API writes it: "1024x1024"."""
        return f"{self.size[0]}x{self.size[1]}"

    def job(self, variation: int) -> PaintJob:
        """``variation`` tells draws of the same request apart."""
        wanted = self.wanted
        return PaintJob(
            prompt=self.prompt,
            width=self.size[0],
            height=self.size[1],
            quality=self.quality,
            background=self.background,
            output_format=wanted.output_format,
            output_compression=wanted.output_compression,
            variation=variation,
            frame_count=wanted.frame_count,
            frame_duration_ms=wanted.frame_duration_ms,
            sources=tuple(source.data for source in self.sources),
            mask=self.mask.data if self.mask else None,
            markup=self.markup.data if self.markup else None,
            fidelity=wanted.input_fidelity,
        )


def resolve(
    wanted: Parameters,
    prompt: str,
    *,
    sources: tuple[Picture, ...] = (),
    mask: Picture | None = None,
    markup: Picture | None = None,
) -> Drawing:
    """Decide what the request left to the model."""
    model = wanted.model
    first = sources[0].size if sources else None
    size = sizes.resolve(wanted.size, model, prompt, first)
    if wanted.moving and wanted.size is None and model.gif:
        frames = wanted.frame_count or model.gif.default_frames
        size = sizes.fit_frames(size, model, frames)
    return Drawing(
        wanted=wanted,
        # The painter and the answers need text that can be encoded.
        prompt=prompt.encode("utf-8", "replace").decode(),
        size=size,
        quality=wanted.quality or model.auto_quality or _UNTOLD_QUALITY,
        background=_background(wanted, prompt),
        sources=sources,
        mask=mask,
        markup=markup,
    )


def _background(wanted: Parameters, prompt: str) -> str:
    if wanted.background != "auto":
        return wanted.background
    possible = (
        "transparent" in wanted.model.backgrounds
        and wanted.output_format in TRANSPARENT_FORMATS
    )
    return "transparent" if possible and _CUT_OUT.search(prompt) else "opaque"


class Studio:
    """Draws, and says what drawing used and how long it takes.

    With a latency in seconds, something else is being measured and drawing must
    not be it: such a studio draws four variations of a request and then repeats
    them.
    """

    def __init__(self, latency: Latency, day: Callable[[], datetime.date]) -> None:
        self.latency = latency
        self.day = day
        self.repeats = not isinstance(latency, str)
        self._kept = lru_cache(maxsize=64)(painter.paint)
        self._kept_partial = lru_cache(maxsize=64)(painter.paint_partial)
        self._lock = threading.Lock()
        self._turn = 0

    def variation(self) -> int:
        """A new one each time; where drawing repeats itself, one of four in turn."""
        if not self.repeats:
            return secrets.randbits(32)
        self._turn = (self._turn + 1) % 4
        return self._turn

    def finished(self, job: PaintJob) -> bytes:
        """The bytes of a file; painted anew, but where drawing repeats itself."""
        if not self.repeats:
            return painter.paint(job)
        with self._lock:
            return self._kept(job)

    def partial(self, job: PaintJob, index: int, of: int) -> bytes:
        """The picture half done, ``index`` of ``of``."""
        if not self.repeats:
            return painter.paint_partial(job, index, of)
        with self._lock:
            return self._kept_partial(job, index, of)

    def pace(self, drawing: Drawing, *, slower: bool) -> Pace:
        """How long it takes, by tokens, pictures and model."""
        tokens = usage.output_tokens(
            drawing.wanted.model, drawing.size, drawing.quality
        )
        total = pace.seconds(
            self.latency,
            tokens=tokens,
            pictures=drawing.wanted.n,
            fast=drawing.wanted.model.tier == "everyday",
        )
        return Pace(max(total * 4, 0.5) if slower else total)

    def usage(self, drawing: Drawing, *, partials: int = 0) -> Usage:
        """Return what one picture of this drawing uses."""
        model = drawing.wanted.model
        price = catalog().price(model.id, self.day())
        inputs = [*drawing.sources, *([drawing.markup] if drawing.markup else [])]
        return Usage(
            text_in=usage.text_tokens(drawing.prompt),
            image_in=sum(
                usage.source_tokens(model, source.size, drawing.wanted.input_fidelity)
                for source in inputs
            ),
            image_out=usage.output_tokens(model, drawing.size, drawing.quality)
            + partials * catalog().partial_image_tokens,
            text_out=usage.written_tokens(
                model,
                drawing.prompt,
                edited=bool(drawing.sources),
                priced=price is not None and price.text_out is not None,
            ),
        )
