"""What exists on a day, what it can do, and what it costs.

The figures stand in ``models.toml`` and ``prices.toml``, each with its source.
Everything here is a function of the date.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from playground.catalog.load import CatalogError, load_models, read_toml
from playground.catalog.load_prices import PriceData, load_prices
from playground.catalog.model import Fact, Model, ProviderKind, permissive
from playground.catalog.prices import Price, Rates
from playground.catalog.sizes import GifRule, SizeRule, parse_size
from playground.catalog.text_models import (
    TextModel,
    TextModels,
    TextRates,
    load_text_models,
    without_date,
)
from playground.catalog.tokens import Fidelity, InputTokens, OutputTokens

__all__ = [
    "Catalog",
    "CatalogError",
    "Fact",
    "GifRule",
    "Model",
    "Price",
    "ProviderKind",
    "Rates",
    "SizeRule",
    "TextModel",
    "TextRates",
    "catalog",
    "parse_size",
    "permissive",
    "without_date",
]

_TIERS = ("flagship", "legacy", "everyday")


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """All models, in the order of the file: newest first, snapshots after theirs."""

    models: Mapping[str, Model]
    data: PriceData
    texts: TextModels

    def get(self, model_id: str) -> Model | None:
        """None for a name that is not in the catalogue, as of a server's own models."""
        return self.models.get(model_id)

    def resolve(self, model_id: str, provider: ProviderKind) -> Model | None:
        """Return the model, on a compatible server a permissive one if unknown.

        One that has ended is there for whoever names it, though no menu offers it:
        servers give such names to models of their own.
        """
        known = self.models.get(model_id)
        if provider != "compatible" or not model_id.strip():
            return known
        if known is None:
            return permissive(model_id)
        if not known.served_by:
            return replace(permissive(model_id), label=known.label, role=known.role)
        return replace(known, kept_on=(*known.kept_on, "compatible"))

    def offered(self, day: datetime.date, provider: ProviderKind) -> list[Model]:
        """Return what can be called: newest flagship first, snapshots last."""
        there = [
            model for model in self.models.values() if model.callable_on(day, provider)
        ]
        return sorted(there, key=lambda model: model.snapshot_of is not None)

    def default_model(
        self, day: datetime.date, provider: ProviderKind, override: str = ""
    ) -> Model:
        """Return the newest flagship that is known completely on this day.

        ``override`` comes first where the provider has it on this day; otherwise
        it is passed over.
        """
        chosen = self.resolve(override, provider) if override else None
        if chosen and chosen.callable_on(day, provider):
            return chosen
        complete = [
            model
            for model in self.offered(day, provider)
            if model.completeness == "complete" and not model.snapshot_of
        ]
        if not complete:
            return next(iter(self.models.values()))
        return min(
            complete,
            key=lambda model: (
                _TIERS.index(model.tier),
                -(model.released or datetime.date.min).toordinal(),
            ),
        )

    def default_responses_model(self, day: datetime.date | None = None) -> str:
        """Return the text model that the Responses route takes by itself.

        Without a day it is the one that is preferred at last.
        """
        return self.texts.default(day) if day else self.texts.defaults[0]

    def text_model(self, name: str) -> TextModel | None:
        """Also by the name of a snapshot; None for one that is not in the catalogue."""
        return self.texts.get(name)

    def is_image_model(self, model_id: str) -> bool:
        """Whether this names an image model, known here or by its name."""
        return model_id in self.models or model_id.startswith(
            ("gpt-image", "dall-e", "chatgpt-image")
        )

    def price(self, model_id: str, day: datetime.date) -> Price | None:
        """Return the price row that holds on a day."""
        rows = [
            row for row in self.data.prices.get(model_id, ()) if row.valid_from <= day
        ]
        return rows[-1] if rows else None

    def per_image_table(
        self, model_id: str
    ) -> Mapping[str, Mapping[str, Decimal]] | None:
        """Return the published dollars a picture by quality and size, if any."""
        table = self.data.per_image.get(model_id)
        return table.usd if table else None

    def output_rule(self, model_id: str) -> OutputTokens | None:
        """How finished pictures count in tokens; None where that is not published."""
        return self.data.output_tokens.get(model_id)

    def output_tokens(self, model_id: str, size: str, quality: str) -> int | None:
        """Return the tokens of one finished picture; ``None`` where unknown."""
        rule = self.output_rule(model_id)
        return rule.count(size, quality) if rule else None

    def input_rule(self, model_id: str) -> InputTokens | None:
        """How sources count in tokens; None where that is not published."""
        return self.data.input_tokens.get(model_id)

    def input_image_tokens(
        self, model_id: str, width_px: int, height_px: int, fidelity: Fidelity = "low"
    ) -> int | None:
        """Return the tokens of one source picture; ``None`` without a known rule."""
        rule = self.input_rule(model_id)
        return rule.count(width_px, height_px, fidelity) if rule else None

    @property
    def partial_image_tokens(self) -> int:
        """Output tokens that each partial picture adds."""
        return self.data.partial_image_tokens


@cache
def catalog() -> Catalog:
    """Return the catalogue, read and validated once."""
    models = load_models(read_toml("models.toml"))
    prices = load_prices(read_toml("prices.toml"), models)
    return Catalog(
        models={
            name: replace(model, unknown=model.unknown + prices.unknown_of(name))
            for name, model in models.items()
        },
        data=prices,
        texts=load_text_models(read_toml("text_models.toml")),
    )
