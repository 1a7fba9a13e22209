"""One model of the catalogue: its dates, and what it can do."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from playground.catalog.sizes import GifRule, SizeFault, SizeRule, parse_size

State = Literal["upcoming", "current", "stopping", "gone"]
Tier = Literal["flagship", "everyday", "legacy"]
Completeness = Literal["complete", "partial", "unknown"]
Confidence = Literal["A", "B", "C", "not found"]
ProviderKind = Literal["openai", "compatible", "simulator"]
EVERY_PROVIDER: tuple[ProviderKind, ...] = ("openai", "compatible", "simulator")

# Limits of the API itself, the same for every model. The guide and the SDK differ
# on the weight of a mask (50 MB and 4 MB): the smaller one always works.
PROMPT_MAX_CHARS = 32_000
SOURCE_MAX_BYTES = 50 * 2**20
# On the Responses route a picture travels as a data URL, which may have this many
# characters: base64 makes three bytes of a file into four.
DATA_URL_MAX_CHARS = 20_971_520
SOURCE_FORMATS = ("png", "jpeg", "webp")
MASK_MAX_BYTES = 4 * 2**20
SAFETY_IDENTIFIER_MAX_CHARS = 128
# Not the API's: what is kept of a name. Gateways put a vendor and a version into it.
MODEL_NAME_MAX_CHARS = 100
COMPRESSED_FORMATS = ("jpeg", "webp")
TRANSPARENT_FORMATS = ("png", "webp")
SVG_EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
ACTIONS = ("auto", "generate", "edit")


def state_on(
    day: datetime.date, released: datetime.date | None, shutdown: datetime.date | None
) -> State:
    """Say what a day means for something that comes and goes on these days."""
    if released and day < released:
        return "upcoming"
    if shutdown is None:
        return "current"
    return "stopping" if day < shutdown else "gone"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Where a figure comes from, and how sure it is."""

    source: str
    confidence: Confidence


@dataclass(frozen=True, kw_only=True)
class Model:
    """What one model is and can do.

    ``snapshot_of`` names the model that this one is a fixed version of.
    ``released`` is ``None`` where the day is not known, ``shutdown`` where none is
    announced; on the day of its shutdown a model is gone. ``completeness`` is
    "partial" where something that matters is not published; ``unknown`` names it.
    ``uncertain_backgrounds`` are offered, but not promised. ``preview_formats``
    need access that OpenAI grants to a project. ``always_high_fidelity`` models keep
    sources closely by themselves, and take no ``input_fidelity``. ``auto_quality`` is what "auto"
    has been seen to become, ``default_complexity`` what is taken when none is sent.
    ``rate_limits`` maps a usage tier to tokens and images
    a minute. ``served_by`` lists the providers that have it, ``kept_on`` those that
    still have it after its shutdown. ``facts`` gives the source of each figure.
    """

    id: str
    label: str
    role: str
    generation: str
    tier: Tier
    completeness: Completeness
    released: datetime.date | None = None
    shutdown: datetime.date | None = None
    successor: str | None = None
    snapshot_of: str | None = None
    served_by: tuple[ProviderKind, ...] = EVERY_PROVIDER
    kept_on: tuple[ProviderKind, ...] = ()
    unknown: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    suggested_sizes: tuple[str, ...] = ()
    custom_size: SizeRule | None = None
    size_auto: bool = False
    qualities: tuple[str, ...] = ()
    auto_quality: str | None = None
    formats: tuple[str, ...] = ()
    preview_formats: tuple[str, ...] = ()
    backgrounds: tuple[str, ...] = ()
    uncertain_backgrounds: tuple[str, ...] = ()
    moderations: tuple[str, ...] = ()
    input_fidelity: tuple[str, ...] = ()
    always_high_fidelity: bool = False
    complexity: tuple[str, ...] = ()
    default_complexity: str | None = None
    markup: bool = False
    mask: bool = False
    max_n: int = 1
    max_partial_images: int = 0
    max_sources: int = 0
    gif: GifRule | None = None
    rate_limits: Mapping[str, tuple[int, int]] | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict, compare=False, repr=False)

    @property
    def all_formats(self) -> tuple[str, ...]:
        """Those in preview come last."""
        return self.formats + self.preview_formats

    @property
    def real_qualities(self) -> tuple[str, ...]:
        """The qualities in rising order, without "auto"."""
        return tuple(quality for quality in self.qualities if quality != "auto")

    def state(self, day: datetime.date) -> State:
        """What it is on a day: upcoming, current, stopping or gone."""
        return state_on(day, self.released, self.shutdown)

    def days_left(self, day: datetime.date) -> int | None:
        """Days until the shutdown, 0 from that day on; ``None`` without one."""
        return max(0, (self.shutdown - day).days) if self.shutdown else None

    def callable_on(
        self, day: datetime.date, provider: ProviderKind = "openai"
    ) -> bool:
        """Tell it of one provider: some keep a model when OpenAI has shut it down."""
        if provider not in self.served_by:
            return False
        match self.state(day):
            case "upcoming":
                return False
            case "gone":
                return provider in self.kept_on
            case _:
                return True

    def size_fault(
        self,
        size: str,
        *,
        output_format: str = "png",
        frame_count: int | None = None,
    ) -> SizeFault | None:
        """Say what is wrong with a size; ``None`` when the model makes it."""
        if size == "auto":
            return None if self.size_auto else "auto"
        if size in self.sizes and output_format != "gif":
            return None
        parsed = parse_size(size)
        if parsed is None:
            return "syntax"
        if output_format == "gif" and self.gif:
            return self._gif_fault(*parsed, frame_count or self.gif.default_frames)
        return self.custom_size.fault(*parsed) if self.custom_size else "named"

    def _gif_fault(self, width: int, height: int, frames: int) -> SizeFault | None:
        """Judge a frame: the pixel limits are those of the sheet it lies on."""
        assert self.gif  # noqa: S101 - for the type checker; the caller looked
        fault = self.custom_size.fault(width, height) if self.custom_size else None
        if fault in (None, "too_small"):
            return self.gif.fault(width, height, frames)
        return fault


def permissive(model_id: str) -> Model:
    """Describe a model that the catalogue does not know.

    A compatible server may have any model. Everything that the API knows is
    allowed, nothing is promised, and it has no price.
    """
    anything = SizeRule(
        step=1,
        max_edge=99_999,
        min_pixels=1,
        max_pixels=99_999**2,
        max_ratio=99_999,
        experimental_above_pixels=99_999**2,
    )
    gif = GifRule(
        min_frames=2,
        max_frames=64,
        default_frames=9,
        default_ms=200,
        step_ms=10,
        max_ms=655_350,
        max_edge=99_999,
        max_pixels=99_999**2,
        sheets=((64, 1, 1),),
    )
    return Model(
        id=model_id,
        label=model_id,
        role="Not in the catalogue: offered by the configured server",
        generation="",
        tier="everyday",
        completeness="unknown",
        served_by=("compatible",),
        unknown=("price",),
        sizes=("1024x1024", "1536x1024", "1024x1536"),
        custom_size=anything,
        size_auto=True,
        qualities=("auto", "low", "medium", "high", "xhigh", "max", "standard", "hd"),
        formats=("png", "jpeg", "webp"),
        preview_formats=("gif", "svg"),
        backgrounds=("auto", "opaque", "transparent"),
        moderations=("auto", "low"),
        input_fidelity=("low", "high"),
        complexity=("low", "medium", "high"),
        markup=True,
        mask=True,
        max_n=10,
        max_partial_images=3,
        max_sources=16,
        gif=gif,
    )


def model_values(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Turn the plain values of a model's facts into those of ``Model``."""
    values: dict[str, Any] = {}
    for name, value in facts.items():
        if name == "custom_size":
            values[name] = SizeRule(**value)
        elif name == "gif":
            sheets = tuple(tuple(sheet) for sheet in value["sheets"])
            values[name] = GifRule(**{**value, "sheets": sheets})
        elif name == "rate_limits":
            limits = {tier: (tpm, ipm) for tier, (tpm, ipm) in value.items()}
            values[name] = limits or None
        elif name in ("auto_quality", "default_complexity"):
            values[name] = value or None
        else:
            values[name] = tuple(value) if isinstance(value, list) else value
    return values
