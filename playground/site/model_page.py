"""What the Models page says: cards, prices and features of the catalogue on a day."""

import datetime
from dataclasses import dataclass

from playground.catalog import Catalog, Model, ProviderKind
from playground.imaging.rule_words import date_text, days_text, listed
from playground.site.model_cards import ModelCard, ModelCards
from playground.site.model_features import Comparison, compare_features
from playground.site.model_picks import Pick, picks
from playground.site.model_rates import RateRow, rates


@dataclass(frozen=True)
class Ending:
    """A day on which models are switched off, and what takes their place."""

    day: str
    soon: str
    models: str
    successors: str


@dataclass(frozen=True)
class Gone:
    """A model that was shut down, and on which day, in words."""

    model: Model
    day: str


class ModelPage:
    """The catalogue on one day, for one provider, ready to be shown."""

    def __init__(
        self, catalog: Catalog, day: datetime.date, provider: ProviderKind, default: str
    ) -> None:
        self._catalog = catalog
        self.day = day
        offered = catalog.offered(day, provider)
        self.models = [model for model in offered if not model.snapshot_of]
        self._snapshots = [model for model in offered if model.snapshot_of]
        self.default = catalog.default_model(day, provider, default)

    def cards(self) -> list[ModelCard]:
        """Snapshots are on the card of their model."""
        made = ModelCards(
            self._catalog, self.day, self.models, self._snapshots, self.default
        )
        return [made.card(model) for model in self.models]

    def picks(self) -> list[Pick]:
        return picks(self.models, self.default, self.day)

    def endings(self) -> list[Ending]:
        """The days to come on which models stop, the nearest first."""
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

    def rates(self) -> list[RateRow]:
        return rates(self._catalog, self.models, self.day)
