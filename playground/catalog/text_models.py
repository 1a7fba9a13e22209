"""Text models that may stand at the top of the Responses route, and their prices."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from playground.catalog.load import CatalogError, Sources, demand, known_keys
from playground.catalog.model import Confidence, Fact, State, state_on

_RATES = {"input", "cached", "cache_write", "output"}
# From this many tokens of input on, the whole request is dearer.
LONG_INPUT_TOKENS = 272_000


@dataclass(frozen=True, kw_only=True)
class TextRates:
    """US dollars for a million tokens of words, from ``valid_from`` on.

    ``cached`` and ``cache_write`` are ``None`` where there is no such price: then such
    tokens cost as much as any other.
    """

    valid_from: datetime.date
    input: Decimal
    output: Decimal
    cached: Decimal | None = None
    cache_write: Decimal | None = None
    source: str
    confidence: Confidence

    def long(self) -> "TextRates":
        """Return the rates of a request with very long input."""
        return TextRates(
            valid_from=self.valid_from,
            input=self.input * 2,
            output=self.output * Decimal("1.5"),
            cached=None if self.cached is None else self.cached * 2,
            cache_write=None if self.cache_write is None else self.cache_write * 2,
            source=self.source,
            confidence=self.confidence,
        )


@dataclass(frozen=True, kw_only=True)
class TextModel:
    """One text model. ``released`` is ``None`` where the day is not known.

    Of one without ``prices`` it is only known when it is, or was, shut down.
    """

    id: str
    role: str
    released: datetime.date | None
    shutdown: datetime.date | None
    successor: str | None
    offered: bool
    long_input: bool
    prices: tuple[TextRates, ...]
    fact: Fact | None

    def state(self, day: datetime.date) -> State:
        """What it is on a day: upcoming, current, stopping or gone."""
        return state_on(day, self.released, self.shutdown)

    def rates(self, day: datetime.date, input_tokens: int = 0) -> TextRates | None:
        """Return the prices of a day, for a request of this length."""
        rows = [row for row in self.prices if row.valid_from <= day]
        if not rows:
            return None
        is_long = self.long_input and input_tokens > LONG_INPUT_TOKENS
        return rows[-1].long() if is_long else rows[-1]


@dataclass(frozen=True, kw_only=True)
class TextModels:
    """All of ``text_models.toml``, in its order."""

    models: Mapping[str, TextModel]
    defaults: tuple[str, ...]

    def get(self, name: str) -> TextModel | None:
        """Return the model of this name, also by the name of one of its snapshots."""
        return self.models.get(name) or self.models.get(without_date(name))

    def default(self, day: datetime.date) -> str:
        """Return the model that a request takes which names none.

        One that is about to stop is taken only where there is no other.
        """
        for state in ("current", "stopping"):
            for name in self.defaults:
                if self.models[name].state(day) == state:
                    return name
        return self.defaults[0]

    def offered(self, day: datetime.date) -> tuple[str, ...]:
        """Return what stands in menus on a day, the default first."""
        first = self.default(day)
        names = [
            model.id
            for model in self.models.values()
            if model.offered and model.state(day) in ("current", "stopping")
        ]
        return (first, *(name for name in names if name != first))

    def successor(self, name: str, day: datetime.date) -> str | None:
        """Return what to take instead, as long as that is there."""
        known = self.get(name)
        while known and known.successor:
            known = self.get(known.successor)
            if known and known.state(day) != "gone":
                return known.id
        return None


def load_text_models(table: Mapping[str, Any]) -> TextModels:
    """Raise ``CatalogError`` at the first fault: defaults must be known and priced."""
    known_keys(table, {"sources", "text_model", "defaults"}, "text_models.toml")
    sources = Sources(table["sources"], "text_models.toml")
    models: dict[str, TextModel] = {}
    for number, entry in enumerate(table["text_model"], 1):
        model = _model(entry, sources, f"text_model {number}")
        demand(model.id not in models, model.id, "stands there twice")
        models[model.id] = model
    sources.finish()
    for model in models.values():
        known = model.successor is None or model.successor in models
        demand(known, model.id, f"unknown successor {model.successor}")
    defaults = tuple(table["defaults"])
    demand(
        defaults and set(defaults) <= set(models), "defaults", "must be known models"
    )
    priced = all(models[name].prices for name in defaults)
    demand(priced, "defaults", "must have prices")
    return TextModels(models=models, defaults=defaults)


def _model(entry: Mapping[str, Any], sources: Sources, place: str) -> TextModel:
    allowed = {"id", "role", "released", "shutdown", "successor", "offered"}
    allowed |= {"long_input", "price", "source", "confidence"}
    known_keys(entry, allowed, place)
    demand(entry.get("id") and entry.get("role"), place, "needs id and role")
    for name in ("released", "shutdown"):
        right = name not in entry or type(entry[name]) is datetime.date
        demand(right, place, f"{name} must be a date")
    dated = "shutdown" in entry
    prices = tuple(_rates(row, sources, place) for row in entry.get("price", ()))
    led_on = "successor" in entry
    right = dated == led_on if prices else dated or not led_on
    demand(right, place, "a shutdown needs a successor")
    only_dated = dated and not entry.get("offered")
    demand(prices or only_dated, place, "needs a price, or a shutdown alone")
    days = [row.valid_from for row in prices]
    demand(days == sorted(set(days)), place, "rows must follow each other in time")
    return TextModel(
        id=entry["id"],
        role=entry["role"],
        released=entry.get("released"),
        shutdown=entry.get("shutdown"),
        successor=entry.get("successor"),
        offered=entry.get("offered", False),
        long_input=entry.get("long_input", False),
        prices=prices,
        fact=sources.resolve(entry, place) if dated else None,
    )


def _rates(row: Mapping[str, Any], sources: Sources, place: str) -> TextRates:
    known_keys(row, {"valid_from", "rates"}, place)
    valid_from, rates = row.get("valid_from"), row.get("rates", {})
    if type(valid_from) is not datetime.date:
        raise CatalogError(f"{place}: needs valid_from")
    known_keys(rates, _RATES | {"source", "confidence"}, place)
    demand({"input", "output"} <= set(rates), place, "needs input and output")
    for name in _RATES & set(rates):
        right = isinstance(rates[name], Decimal) and rates[name] > 0
        demand(right, place, f"{name} must be dollars such as 2.00")
    fact = sources.resolve(rates, place)
    return TextRates(
        valid_from=valid_from,
        source=fact.source,
        confidence=fact.confidence,
        **{name: rates[name] for name in _RATES & set(rates)},
    )


def without_date(name: str) -> str:
    """Return "gpt-5" for "gpt-5-2025-08-07"."""
    parts = name.rsplit("-", 3)
    dated = len(parts) == 4 and all(part.isdigit() for part in parts[1:])
    return parts[0] if dated else name
