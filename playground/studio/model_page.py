"""What the Models page says: cards, prices and features of the catalogue on a day."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from playground.provider.catalog import Catalog, Model, Price, ProviderKind
from playground.provider.estimating import ROUNDING
from playground.provider.pricing import estimate, usd_exact, usd_text
from playground.provider.request import ImageRequest
from playground.provider.rule_words import (
    QUALITY_NAMES,
    date_text,
    days_text,
    format_name,
    listed,
)

SIZE = "1024x1024"
# What is not published, by the names the catalogue has for it.
UNKNOWN = {
    "output_tokens": "what a picture costs",
    "input_image_tokens": "what a source picture costs",
    "batch_price": "the batch price",
    "rate_limits": "how many pictures a minute",
    "auto_quality": "what quality auto becomes",
    "input_fidelity": "input_fidelity",
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
class Feature:
    """One row of the comparison; each cell is "yes", "no" or words."""

    label: str
    hint: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """Models that can do exactly the same, under one heading."""

    label: str
    names: str


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
                "the model with input_fidelity",
                lambda model: bool(model.input_fidelity),
            ),
        )
        found = []
        for wish, why, suits in wishes:
            model = next(filter(suits, self.models), None)
            if model:
                end = _until(model, self.day)
                found.append(Pick(wish, model, f"{why}; {end}" if end else why))
        return found

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

    # --- Features side by side -----------------------------------------------

    def columns(self) -> list[Column]:
        return [_column(group) for group in self._groups()]

    def features(self) -> list[Feature]:
        groups = [group[0] for group in self._groups()]
        return [
            Feature(label, hint, tuple(cell(model) for model in groups))
            for label, hint, cell in _FEATURES
        ]

    def _groups(self) -> list[list[Model]]:
        """Put models with the same features into one column, in their order."""
        groups: dict[tuple[str, ...], list[Model]] = {}
        for model in self.models:
            key = (model.generation, *(cell(model) for _, _, cell in _FEATURES))
            groups.setdefault(key, []).append(model)
        return list(groups.values())

    # --- Rates ---------------------------------------------------------------

    def rates(self) -> list[RateRow]:
        """Return the dollars for a million tokens; models with equal rates share."""
        rows: dict[RateRow, list[str]] = {}
        for model in self.models:
            price = self._catalog.price(model.id, self.day)
            if price:
                rows.setdefault(_rate_row(price), []).append(model.label)
        return [replace(row, label=listed(labels)) for row, labels in rows.items()]


def _column(models: list[Model]) -> Column:
    """Name a group: "2.5", "Sunburst, Flare"; or simply its one model."""
    generation = models[0].generation
    names = [model.label.removeprefix(f"{generation} ") for model in models]
    if len(models) > 1 and all(
        model.label != name for model, name in zip(models, names, strict=True)
    ):
        return Column(generation, ", ".join(names))
    return Column(models[0].label, ", ".join(model.label for model in models[1:]))


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


# --- The features that tell models apart -------------------------------------


def _sizes(model: Model) -> str:
    if model.custom_size is None:
        return f"{len(model.sizes)} sizes"
    return f"any, to {model.custom_size.max_edge}"


def _qualities(model: Model) -> str:
    names = model.real_qualities
    return f"{names[0]} to {names[-1]}"


def _transparent(model: Model) -> str:
    if "transparent" not in model.backgrounds:
        return "no"
    if "transparent" not in model.uncertain_backgrounds:
        return "yes"
    unsaid = model.facts["uncertain_backgrounds"].confidence == "not found"
    return "unknown" if unsaid else "preview"


def _flag(name: str) -> Callable[[Model], str]:
    def cell(model: Model) -> str:
        if getattr(model, name):
            return "yes"
        fact = model.facts.get(name)
        return "unknown" if fact and fact.confidence == "not found" else "no"

    return cell


def _previews(model: Model) -> str:
    if model.preview_formats:
        return "preview"
    fact = model.facts.get("preview_formats")
    return "unknown" if fact and fact.confidence == "not found" else "no"


def _pace(model: Model) -> str:
    if not model.rate_limits:
        return "unknown"
    images = [images for _, images in model.rate_limits.values()]
    return f"{min(images)} to {max(images)}"


_FEATURES: tuple[tuple[str, str, Callable[[Model], str]], ...] = (
    ("Sizes", "of one's own, in steps of 16 pixels", _sizes),
    ("Quality", "from the cheapest to the dearest", _qualities),
    ("Transparent background", "with PNG and WebP", _transparent),
    ("Markup", "notes and strokes on a source picture", _flag("markup")),
    ("Keeps the source closely", "input_fidelity", _flag("input_fidelity")),
    ("Planning effort", "complexity", _flag("complexity")),
    ("GIF and SVG", "where OpenAI has opened them", _previews),
    ("Pictures a minute", "by usage tier, 1 to 5", _pace),
)


def common_features(models: Iterable[Model]) -> str:
    """Say in a sentence what all models have, counted from the catalogue."""
    known = list(models)
    shared = [
        name for name in known[0].formats if all(name in m.formats for m in known)
    ]
    n = min(model.max_n for model in known)
    sources = min(model.max_sources for model in known)
    partials = min(model.max_partial_images for model in known)
    masks = "masks, " if all(model.mask for model in known) else ""
    return (
        f"All of them: {listed(map(format_name, shared))}, up to {n} pictures a call, "
        f"up to {sources} source pictures, {masks}and up to {partials} partial pictures "
        "on the way."
    )
