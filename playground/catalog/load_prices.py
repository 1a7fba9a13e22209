"""Turning ``prices.toml`` into prices and token rules, as strictly as the models."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from playground.catalog.load import WORDS, CatalogError, Sources, demand, known_keys
from playground.catalog.model import Model
from playground.catalog.prices import PerImageTable, Price, Rates
from playground.catalog.sizes import parse_size
from playground.catalog.tokens import InputTokens, OutputTokens, Patches, Tiles

_RATES = {field.name for field in fields(Rates)} - {"source", "confidence"}
_QUALITIES = set(WORDS["qualities"]) - {"auto"}


@dataclass(frozen=True, kw_only=True)
class PriceData:
    """All of ``prices.toml``; the price rows of a model are oldest first."""

    prices: Mapping[str, tuple[Price, ...]]
    per_image: Mapping[str, PerImageTable]
    output_tokens: Mapping[str, OutputTokens]
    input_tokens: Mapping[str, InputTokens]
    partial_image_tokens: int

    def unknown_of(self, model_id: str) -> tuple[str, ...]:
        """Name what is not published about a model's price."""
        output, source = (
            self.output_tokens.get(model_id),
            self.input_tokens.get(model_id),
        )
        rows = self.prices.get(model_id, ())
        missing = {
            "output_tokens": output is not None and bool(output.unknown),
            "input_image_tokens": source is not None and bool(source.unknown),
            "batch_price": bool(rows) and rows[-1].batch is None,
        }
        return tuple(name for name, is_missing in missing.items() if is_missing)


def load_prices(table: Mapping[str, Any], models: Mapping[str, Model]) -> PriceData:
    """Raise ``CatalogError`` at the first fault, as where a model has no figures."""
    sections = {"price", "per_image", "output_tokens", "input_image_tokens"}
    known_keys(table, sections | {"sources", "partial_image"}, "prices.toml")
    sources = Sources(table["sources"], "prices.toml")
    partial = table["partial_image"]
    sources.resolve(partial, "partial_image")
    demand(type(partial.get("tokens")) is int, "partial_image", "needs tokens")
    data = PriceData(
        prices=_prices(table["price"], models, sources),
        per_image=_by_model(table["per_image"], models, sources, _per_image),
        output_tokens=_by_model(table["output_tokens"], models, sources, _output),
        input_tokens=_by_model(table["input_image_tokens"], models, sources, _input),
        partial_image_tokens=partial["tokens"],
    )
    sources.finish()
    for model in models.values():
        _check_complete(model, data)
    return data


def _check_complete(model: Model, data: PriceData) -> None:
    """A model that says it is complete has a price and a way to foretell it."""
    if not model.sizes:
        return
    demand(model.id in data.prices, model.id, "has no price")
    demand(model.id in data.input_tokens, model.id, "has no rule for sources")
    rule = data.output_tokens.get(model.id)
    if rule is None:
        raise CatalogError(f"{model.id}: has no rule for pictures")
    known = not rule.unknown
    demand(
        known == (model.completeness == "complete"),
        model.id,
        "is complete if and only if the tokens of its pictures are known",
    )
    for quality in model.real_qualities if known else ():
        for size in model.sizes:
            demand(rule.count(size, quality), model.id, f"no tokens: {quality} {size}")


def _by_model(
    entries: list[dict[str, Any]],
    models: Mapping[str, Model],
    sources: Sources,
    make: Any,
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for number, entry in enumerate(entries, 1):
        place = f"{make.__name__.strip('_')} {number}"
        made = make(entry, sources, place)
        for model_id in _models(entry, models, place):
            demand(model_id not in found, place, f"{model_id} stands there twice")
            found[model_id] = made
    return found


def _models(
    entry: Mapping[str, Any], models: Mapping[str, Model], place: str
) -> list[str]:
    names: list[str] = entry.get("models", [])
    demand(names, place, "needs models")
    demand(not set(names) - set(models), place, f"unknown models in {names}")
    return names


def _prices(
    entries: list[dict[str, Any]], models: Mapping[str, Model], sources: Sources
) -> dict[str, tuple[Price, ...]]:
    found: dict[str, list[Price]] = {}
    versions: set[str] = set()
    for number, entry in enumerate(entries, 1):
        place = f"price {number}"
        known_keys(
            entry, {"version", "models", "valid_from", "standard", "batch"}, place
        )
        version, valid_from = entry.get("version"), entry.get("valid_from")
        demand(version and version not in versions, place, "needs its own version")
        versions.add(str(version))
        demand(type(valid_from) is datetime.date, place, "needs valid_from")
        standard = _rates(entry.get("standard", {}), sources, f"{place} standard")
        batch = entry.get("batch")
        for model_id in _models(entry, models, place):
            rows = found.setdefault(model_id, [])
            in_order = not rows or rows[-1].valid_from < valid_from  # type: ignore[operator]
            demand(in_order, place, f"{model_id}: rows must follow each other in time")
            rows.append(
                Price(
                    model=model_id,
                    version=str(version),
                    valid_from=valid_from,  # type: ignore[arg-type]
                    batch=Rates(**_rates(batch, sources, f"{place} batch"))
                    if batch
                    else None,
                    **standard,
                )
            )
    return {model_id: tuple(rows) for model_id, rows in found.items()}


def _rates(entry: Mapping[str, Any], sources: Sources, place: str) -> dict[str, Any]:
    known_keys(entry, _RATES | {"source", "confidence"}, place)
    fact = sources.resolve(entry, place)
    rates = {name: entry[name] for name in _RATES & set(entry)}
    demand("image_out" in rates, place, "needs image_out")
    for name, value in rates.items():
        right = isinstance(value, Decimal) and value > 0
        demand(right, place, f"{name} must be dollars such as 5.00")
    return {"source": fact.source, "confidence": fact.confidence, **rates}


def _per_image(entry: Mapping[str, Any], sources: Sources, place: str) -> PerImageTable:
    known_keys(entry, {"models", "source", "confidence"} | _QUALITIES, place)
    fact = sources.resolve(entry, place)
    table = {quality: entry[quality] for quality in entry if quality in _QUALITIES}
    _check_table(table, Decimal, place)
    return PerImageTable(source=fact.source, confidence=fact.confidence, usd=table)


def _output(entry: Mapping[str, Any], sources: Sources, place: str) -> OutputTokens:
    known_keys(
        entry,
        {"models", "source", "confidence", "table", "formula", "auto_sizes", "unknown"},
        place,
    )
    fact = sources.resolve(entry, place)
    kinds = [kind for kind in ("table", "formula", "unknown") if kind in entry]
    demand(len(kinds) == 1, place, "needs one of table, formula, unknown")
    if "table" in entry:
        _check_table(entry["table"], int, place)
    formula = entry.get("formula", {})
    demand(not set(formula) - _QUALITIES, place, "unknown quality in the formula")
    auto_sizes = tuple(entry.get("auto_sizes", ()))
    demand(all(map(parse_size, auto_sizes)), place, "auto_sizes must be sizes")
    return OutputTokens(
        source=fact.source,
        confidence=fact.confidence,
        table=entry.get("table"),
        formula=formula or None,
        auto_sizes=auto_sizes,
        unknown=entry.get("unknown", ""),
    )


def _input(entry: Mapping[str, Any], sources: Sources, place: str) -> InputTokens:
    known_keys(
        entry, {"models", "source", "confidence", "tiles", "patches", "unknown"}, place
    )
    fact = sources.resolve(entry, place)
    kinds = [kind for kind in ("tiles", "patches", "unknown") if kind in entry]
    demand(len(kinds) == 1, place, "needs one of tiles, patches, unknown")
    rule: Tiles | Patches | None = None
    if "tiles" in entry:
        rule = Tiles(**entry["tiles"])
    if "patches" in entry:
        rule = Patches(**entry["patches"])
    return InputTokens(
        source=fact.source,
        confidence=fact.confidence,
        rule=rule,
        unknown=entry.get("unknown", ""),
    )


def _check_table(
    table: Mapping[str, Any], kind: type[int] | type[Decimal], place: str
) -> None:
    demand(table and not set(table) - _QUALITIES, place, "needs known qualities")
    for quality, sizes in table.items():
        for size, value in sizes.items():
            here = f"{place} {quality} {size}"
            demand(parse_size(size), here, "must be a size such as 1024x1024")
            demand(isinstance(value, kind) and value > 0, here, f"must be {kind}")
