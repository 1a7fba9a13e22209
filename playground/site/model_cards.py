"""The card of a model: its prices, what is not known of it, and where figures come from."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from playground.catalog import Catalog, Model
from playground.imaging.estimating import ROUNDING
from playground.imaging.money import usd_exact, usd_text
from playground.imaging.rule_words import QUALITY_NAMES, listed
from playground.site.model_prices import SIZE, until, usual_estimate, usual_prices

# What is not published, by the names the catalogue has for it.
UNKNOWN = {
    "output_tokens": "what a picture costs",
    "input_image_tokens": "what a source picture costs",
    "batch_price": "the batch price",
    "rate_limits": "how many pictures a minute",
    "auto_quality": "what quality auto becomes",
    "input_fidelity": "input fidelity",
    "uncertain_backgrounds": "transparent backgrounds",
    "preview_formats": "GIF and SVG",
    "complexity": "complexity",
    "markup": "markup",
}
CONFIDENCE = {
    "A": "first-party",
    "B": "two third parties agree, or one quotes OpenAI",
    "C": "one third party, or an inference",
    "not found": "nothing published",
}


class Sourced(Protocol):
    """A figure of the catalogue that tells where it comes from."""

    @property
    def source(self) -> str: ...

    @property
    def confidence(self) -> str: ...


@dataclass(frozen=True)
class Rung:
    """What one picture costs at one quality.

    ``length`` is out of 100, the dearest picture on the page.
    """

    quality: str
    usd: str
    length: float


@dataclass(frozen=True)
class Source:
    """Where figures come from: which, as ``figures`` says, and how sure they are."""

    text: str
    figures: str
    confidence: str


@dataclass(frozen=True)
class ModelCard:
    """Ready to be shown: texts are "" where there is nothing to say."""

    model: Model
    is_default: bool
    until: str
    rungs: tuple[Rung, ...]
    no_price: str
    list_prices: str
    snapshots: tuple[Model, ...]
    unknown: str
    sources: tuple[Source, ...]


class ModelCards:
    """Makes the cards of some models, whose prices are drawn beside each other."""

    def __init__(
        self,
        catalog: Catalog,
        day: datetime.date,
        models: Sequence[Model],
        snapshots: Sequence[Model],
        default: Model,
    ) -> None:
        self._catalog, self._day = catalog, day
        self._snapshots, self._default = snapshots, default
        self._top = max(
            (usd for model in models for _, usd in usual_prices(model, day) if usd),
            default=Decimal(1),
        )

    def card(self, model: Model) -> ModelCard:
        """Without rungs where no price of a picture is known."""
        rungs = tuple(self._rungs(model))
        return ModelCard(
            model=model,
            is_default=model.id == self._default.id,
            until=until(model, self._day),
            rungs=rungs if any(rung.usd != "unknown" for rung in rungs) else (),
            no_price=usual_estimate(model, "low", self._day).basis,
            list_prices=self._list_prices(model),
            snapshots=tuple(
                snapshot
                for snapshot in self._snapshots
                if snapshot.snapshot_of == model.id
            ),
            unknown=listed(UNKNOWN[name] for name in model.unknown if name in UNKNOWN),
            sources=tuple(self._sources(model)),
        )

    def _rungs(self, model: Model) -> Iterator[Rung]:
        for quality, usd in usual_prices(model, self._day):
            yield Rung(
                quality=QUALITY_NAMES[quality],
                usd=usd_text(usd),
                length=round(float((usd or 0) / self._top * 100), 2),
            )

    def _list_prices(self, model: Model) -> str:
        """Return OpenAI's list where it is not what the tokens come to."""
        table = self._catalog.per_image_table(model.id) or {}
        pairs = [
            (usd, table.get(quality, {}).get(SIZE))
            for quality, usd in usual_prices(model, self._day)
        ]
        if not any(usd and said and abs(usd - said) >= ROUNDING for usd, said in pairs):
            return ""
        return listed(usd_exact(said) for _, said in pairs)

    def _sources(self, model: Model) -> Iterator[Source]:
        """Gather the figures of a model by where they come from."""
        named: list[tuple[str, Sourced | None]] = [
            ("prices", self._catalog.price(model.id, self._day)),
            ("tokens of a picture", self._catalog.output_rule(model.id)),
            ("tokens of a source picture", self._catalog.input_rule(model.id)),
            *((name.replace("_", " "), fact) for name, fact in model.facts.items()),
        ]
        gathered: dict[tuple[str, str], list[str]] = {}
        for name, entry in named:
            if entry is not None:
                key = (entry.source, CONFIDENCE[entry.confidence])
                gathered.setdefault(key, []).append(name)
        for (source, confidence), names in gathered.items():
            yield Source(source, listed(names), confidence)
