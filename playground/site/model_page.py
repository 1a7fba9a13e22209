"""What the Models page says: cards, prices and features of the catalogue on a day."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from playground.catalog import Catalog, Model, Price, ProviderKind
from playground.imaging.estimating import ROUNDING
from playground.imaging.pricing import estimate, usd_exact, usd_text
from playground.imaging.request import ImageRequest
from playground.imaging.rule_words import QUALITY_NAMES, date_text, days_text, listed
from playground.site.model_features import Comparison, compare_features

SIZE = "1024x1024"
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
    text: str
    figures: str
    confidence: str


@dataclass(frozen=True)
class ModelCard:
    model: Model
    is_default: bool
    until: str
    rungs: tuple[Rung, ...]
    no_price: str
    list_prices: str
    snapshots: tuple[Model, ...]
    unknown: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Ending:
    """A day on which models are switched off, and what takes their place."""

    day: str
    soon: str
    models: str
    successors: str


@dataclass(frozen=True)
class Pick:
    """What to use when."""

    wish: str
    model: Model
    why: str


@dataclass(frozen=True)
class Gone:
    model: Model
    day: str


@dataclass(frozen=True)
class RateRow:
    label: str
    cells: tuple[str, ...]
    batch_out: str
    since: str


class ModelPage:
    """The catalogue on one day, for one provider, ready to be shown."""

    def __init__(
        self, catalog: Catalog, day: datetime.date, provider: ProviderKind, default: str
    ) -> None:
        self._catalog = catalog
        self.day = day
        self._provider = provider
        offered = catalog.offered(day, provider)
        self.models = [model for model in offered if not model.snapshot_of]
        self._snapshots = [model for model in offered if model.snapshot_of]
        self.default = catalog.default_model(day, provider, default)
        self._top = max(
            (usd for model in self.models for _, usd in self._prices(model) if usd),
            default=Decimal(1),
        )

    # --- Cards ---------------------------------------------------------------

    def cards(self) -> list[ModelCard]:
        return [self._card(model) for model in self.models]

    def _card(self, model: Model) -> ModelCard:
        rungs = tuple(self._rungs(model))
        return ModelCard(
            model=model,
            is_default=model.id == self.default.id,
            until=_until(model, self.day),
            rungs=rungs if any(rung.usd != "unknown" for rung in rungs) else (),
            no_price=estimate(self._ask(model, "low"), day=self.day).basis,
            list_prices=self._list_prices(model),
            snapshots=tuple(
                snapshot
                for snapshot in self._snapshots
                if snapshot.snapshot_of == model.id
            ),
            unknown=listed(UNKNOWN[name] for name in model.unknown if name in UNKNOWN),
            sources=tuple(self._sources(model)),
        )

    def _ask(self, model: Model, quality: str) -> ImageRequest:
        return ImageRequest(prompt="", model=model.id, size=SIZE, quality=quality)

    def _prices(self, model: Model) -> list[tuple[str, Decimal | None]]:
        return [
            (quality, estimate(self._ask(model, quality), day=self.day).usd)
            for quality in model.real_qualities
        ]

    def _rungs(self, model: Model) -> Iterator[Rung]:
        for quality, usd in self._prices(model):
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
            for quality, usd in self._prices(model)
        ]
        if not any(usd and said and abs(usd - said) >= ROUNDING for usd, said in pairs):
            return ""
        return listed(usd_exact(said) for _, said in pairs)

    def _sources(self, model: Model) -> Iterator[Source]:
        """Gather the figures of a model by where they come from."""
        named: list[tuple[str, Sourced | None]] = [
            ("prices", self._catalog.price(model.id, self.day)),
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

    # --- What to use when, and until when ------------------------------------

    def picks(self) -> list[Pick]:
        """Answer the usual wishes with the first model that has what they need."""
        cheapest, usd = self._cheapest()
        wishes: tuple[tuple[str, str, Callable[[Model], bool]], ...] = (
            (
                "Not sure",
                "the newest flagship whose prices are all known",
                lambda model: model.id == self.default.id,
            ),
            (
                "Quick drafts",
                "made for speed, same settings and prices",
                lambda model: (
                    model.tier == "everyday" and model.completeness == "complete"
                ),
            ),
            (
                "Cheapest",
                f"{usd} for a picture at low; start there or at medium, and take high "
                "when polish matters",
                lambda model: model.id == cheapest,
            ),
            (
                "The newest there is",
                "each price is known only afterwards",
                lambda model: model.completeness == "partial",
            ),
            (
                "Moving pictures, drawings in lines",
                "GIF and SVG, where OpenAI has opened them for your project",
                lambda model: bool(model.preview_formats),
            ),
            (
                "Keeping a face as it is",
                "keeps every source picture closely by itself",
                lambda model: model.always_high_fidelity,
            ),
            (
                "Keeping a face as it is",
                "the model with input fidelity",
                lambda model: bool(model.input_fidelity),
            ),
        )
        # What stays comes before what is about to stop.
        models = sorted(
            self.models, key=lambda model: model.state(self.day) == "stopping"
        )
        found: list[Pick] = []
        for wish, why, suits in wishes:
            model = next(filter(suits, models), None)
            if any(pick.wish == wish for pick in found):
                continue
            if model:
                end = _until(model, self.day)
                found.append(Pick(wish, model, f"{why}; {end}" if end else why))
        return found

    def _cheapest(self) -> tuple[str, str]:
        """Return the model with the cheapest picture that is known, and its price.

        One that is about to stop is no advice.
        """
        prices = [
            (usd, model.tier == "flagship", model.id)
            for model in self.models
            if model.state(self.day) == "current"
            for _, usd in self._prices(model)
            if usd is not None
        ]
        if not prices:
            return "", ""
        usd, _, model_id = min(prices)
        return model_id, usd_text(usd)

    def endings(self) -> list[Ending]:
        days = sorted({model.shutdown for model in self._stopping() if model.shutdown})
        return [self._ending(day) for day in days]

    def _stopping(self) -> list[Model]:
        return [model for model in self.models if model.state(self.day) == "stopping"]

    def _ending(self, day: datetime.date) -> Ending:
        models = [model for model in self._stopping() if model.shutdown == day]
        successors = dict.fromkeys(
            self._catalog.models[model.successor].label
            for model in models
            if model.successor
        )
        return Ending(
            day=date_text(day),
            soon=days_text((day - self.day).days),
            models=listed(model.label for model in models),
            successors=listed(successors, "or"),
        )

    def gone(self) -> list[Gone]:
        """Return what this provider no longer has, newest end first."""
        found = [
            Gone(model, date_text(model.shutdown))
            for model in self._catalog.models.values()
            if model.state(self.day) == "gone"
            and model.shutdown
            and not model.snapshot_of
            and model not in self.models
        ]
        return sorted(
            found, key=lambda gone: gone.model.shutdown or self.day, reverse=True
        )

    def comparison(self) -> Comparison:
        return compare_features(self.models)

    # --- Rates ---------------------------------------------------------------

    def rates(self) -> list[RateRow]:
        """Return the dollars for a million tokens; models with equal rates share."""
        rows: dict[RateRow, list[str]] = {}
        for model in self.models:
            price = self._catalog.price(model.id, self.day)
            if price:
                rows.setdefault(_rate_row(price), []).append(model.label)
        return [replace(row, label=listed(labels)) for row, labels in rows.items()]


def _until(model: Model, day: datetime.date) -> str:
    if model.shutdown is None or model.state(day) != "stopping":
        return ""
    return f"until {date_text(model.shutdown)}, {model.days_left(day)} days left"


def _rate_row(price: Price) -> RateRow:
    rates = (
        price.text_in,
        price.text_cached_in,
        price.image_in,
        price.image_cached_in,
        price.image_out,
        price.text_out,
    )
    batch = price.batch.image_out if price.batch else None
    return RateRow(
        label="",
        cells=tuple(map(_dollars, rates)),
        batch_out=_dollars(batch),
        since=date_text(price.valid_from),
    )


def _dollars(value: Decimal | None) -> str:
    return "–" if value is None else f"${value:.2f}"
