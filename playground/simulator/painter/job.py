"""What the painter is asked for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PaintJob:
    """One picture to draw. The same job always gives the same bytes.

    `variation` is what makes two draws of one request differ. `sources`, `mask` and
    `markup` are whole image files; a mask marks the area to change by alpha 0.
    """

    prompt: str
    width: int
    height: int
    quality: str = "high"
    background: str = "opaque"
    output_format: str = "png"
    output_compression: int | None = None
    variation: int = 0
    frame_count: int | None = None
    frame_duration_ms: int | None = None
    sources: tuple[bytes, ...] = ()
    mask: bytes | None = None
    markup: bytes | None = None
    fidelity: str | None = None

    @property
    def detail(self) -> int:
        """How much is drawn: 0 (low) to 4 (max); unknown qualities count as high."""
        return DETAIL.get(self.quality, 2)

    @property
    def transparent(self) -> bool:
        """JPEG has no alpha, so there the request for it is not honoured."""
        return self.background == "transparent" and self.output_format not in (
            "jpeg",
            "jpg",
        )


DETAIL = {"low": 0, "medium": 1, "high": 2, "xhigh": 3, "max": 4}
