"""Reading ``models.toml`` and ``prices.toml``, strictly.

Whatever is misspelt, missing, of the wrong type or without a source stops the
start with the name of the place: a wrong figure here would be a wrong bill.
"""

import datetime
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from importlib.resources import files
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from playground.catalog.model import (
    EVERY_PROVIDER,
    Confidence,
    Fact,
    Model,
    Tier,
    model_values,
)
from playground.catalog.sizes import GifRule, SizeRule

CONFIDENCES = get_args(Confidence)
MODEL_FACTS: Mapping[str, type] = {
    "exists": bool,
    "role": str,
    "released": datetime.date,
    "shutdown": datetime.date,
}
# Written beside the facts, without a source.
_PLAIN = {
    "family": str,
    "label": str,
    "tier": str,
    "completeness": str,
    "snapshot_of": str,
    "successor": str,
    "served_by": list,
    "kept_on": list,
}
_WORKED_OUT = ("id", "generation", "unknown", "facts")
_IN_THE_FILE = {tuple: list, SizeRule: dict, GifRule: dict, Mapping: dict}


def _family_facts() -> dict[str, type]:
    """Every other field of ``Model``, with the type that its value has in the file."""
    found = {}
    for name, hint in get_type_hints(Model).items():
        if name in (*_WORKED_OUT, *_PLAIN, *MODEL_FACTS):
            continue
        kinds = [kind for kind in get_args(hint) if kind is not type(None)]
        kind = kinds[0] if isinstance(hint, UnionType) else hint
        kind = get_origin(kind) or kind
        found[name] = _IN_THE_FILE.get(kind, kind)
    return found


FAMILY_FACTS: Mapping[str, type] = _family_facts()
OPTIONAL_FACTS = (
    "suggested_sizes",
    "custom_size",
    "gif",
    "default_complexity",
    "always_high_fidelity",
)
WORDS: Mapping[str, tuple[str, ...]] = {
    "qualities": ("auto", "low", "medium", "high", "xhigh", "max"),
    "formats": ("png", "jpeg", "webp"),
    "preview_formats": ("gif", "svg"),
    "backgrounds": ("auto", "opaque", "transparent"),
    "uncertain_backgrounds": ("transparent",),
    "moderations": ("auto", "low"),
    "input_fidelity": ("low", "high"),
    "complexity": ("low", "medium", "high"),
}


class CatalogError(ValueError):
    """The catalogue's files contradict themselves or their form."""


def read_toml(name: str) -> dict[str, Any]:
    """Read one of the catalogue's files; figures come as ``Decimal``."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)


def demand(condition: object, place: str, message: str) -> None:
    """Raise ``CatalogError`` that names the place, unless the condition holds."""
    if not condition:
        raise CatalogError(f"{place}: {message}")


def known_keys(table: Mapping[str, Any], allowed: set[str], place: str) -> None:
    """Refuse keys that nobody reads: a misspelt one would have no effect."""
    strangers = sorted(set(table) - allowed)
    demand(not strangers, place, f"unknown keys {strangers}")


class Sources:
    """The ``[sources]`` of a file; every one has to be used."""

    def __init__(self, table: Mapping[str, str], file: str) -> None:
        self._table = table
        self._file = file
        self._unused = set(table)

    def resolve(self, entry: Mapping[str, Any], place: str) -> Fact:
        """Return the source and confidence that stand in ``entry``."""
        key, confidence = entry.get("source"), entry.get("confidence")
        demand(key in self._table, place, f"no such source: {key!r}")
        demand(confidence in CONFIDENCES, place, f"no such confidence: {confidence!r}")
        self._unused.discard(str(key))
        return Fact(source=self._table[str(key)], confidence=confidence)  # type: ignore[arg-type]

    def finish(self) -> None:
        """Raise ``CatalogError`` where a source stands there that no figure names."""
        demand(not self._unused, self._file, f"unused sources {sorted(self._unused)}")


def load_models(table: Mapping[str, Any]) -> dict[str, Model]:
    """Turn the content of ``models.toml`` into models, in the file's order."""
    known_keys(table, {"sources", "families", "models"}, "models.toml")
    sources = Sources(table["sources"], "models.toml")
    families = {
        name: _family(family, sources, f"families.{name}")
        for name, family in table["families"].items()
    }
    models = {
        model_id: _model(model_id, entry, families, sources)
        for model_id, entry in table["models"].items()
    }
    sources.finish()
    for model in models.values():
        for name in (model.successor, model.snapshot_of):
            demand(name is None or name in models, model.id, f"names unknown {name!r}")
        demand(
            not model.shutdown or model.successor,
            model.id,
            "stops without a successor",
        )
    return models


Facts = dict[str, tuple[Any, Fact]]


def _facts(
    table: Mapping[str, Any], types: Mapping[str, type], sources: Sources, place: str
) -> Facts:
    facts: Facts = {}
    for name, entry in table.items():
        here = f"{place}.{name}"
        demand(name in types, here, "no such fact")
        demand(isinstance(entry, dict), here, "must be { value, source, confidence }")
        known_keys(entry, {"value", "source", "confidence"}, here)
        value = entry.get("value")
        demand(type(value) is types[name], here, f"value must be {types[name]}")
        strangers = set(value) - set(WORDS[name]) if name in WORDS else set()
        demand(not strangers, here, f"unknown values {sorted(strangers)}")
        facts[name] = (value, sources.resolve(entry, here))
    return facts


def _family(
    table: Mapping[str, Any], sources: Sources, place: str
) -> tuple[str, Facts]:
    rest = dict(table)
    generation = rest.pop("generation", "")
    demand(isinstance(generation, str) and generation, place, "needs a generation")
    names_only = rest.pop("names_only", False)
    facts = _facts(rest, FAMILY_FACTS, sources, place)
    missing = set(FAMILY_FACTS) - set(facts) - set(OPTIONAL_FACTS)
    demand(names_only or not missing, place, f"lacks {sorted(missing)}")
    demand(
        names_only or ("gif" in facts) == ("gif" in facts["preview_formats"][0]),
        place,
        "gif rule and gif format go together",
    )
    return generation, facts


def _model(
    model_id: str,
    table: Mapping[str, Any],
    families: Mapping[str, tuple[str, Facts]],
    sources: Sources,
) -> Model:
    plain = {name: value for name, value in table.items() if name in _PLAIN}
    for name, value in plain.items():
        demand(type(value) is _PLAIN[name], model_id, f"{name} must be {_PLAIN[name]}")
    demand(plain.get("family") in families, model_id, "needs a known family")
    demand(plain.get("label"), model_id, "needs a label")
    demand(plain.get("tier") in get_args(Tier), model_id, "needs a tier")
    demand(
        plain.get("completeness") in ("complete", "partial"),
        model_id,
        "needs its completeness",
    )
    for name in ("served_by", "kept_on"):
        strangers = set(plain.get(name, ())) - set(EVERY_PROVIDER)
        demand(not strangers, model_id, f"{name}: no such provider {strangers}")
        if name in plain:
            plain[name] = tuple(plain[name])
    generation, shared = families[plain.pop("family")]
    own = _facts(
        {name: entry for name, entry in table.items() if name not in _PLAIN},
        {**MODEL_FACTS, **FAMILY_FACTS},
        sources,
        model_id,
    )
    demand("exists" in own and "role" in own, model_id, "needs exists and role")
    facts = {**shared, **own}
    _check_dates(model_id, own)
    values = model_values({name: fact[0] for name, fact in facts.items()})
    values.pop("exists")
    return Model(
        id=model_id,
        generation=generation,
        unknown=tuple(
            name for name, (_, fact) in facts.items() if fact.confidence == "not found"
        ),
        facts={name: fact for name, (_, fact) in facts.items()},
        **plain,
        **values,
    )


def _check_dates(model_id: str, facts: Facts) -> None:
    if "released" in facts and "shutdown" in facts:
        in_order = facts["released"][0] < facts["shutdown"][0]
        demand(in_order, model_id, "stops before it is released")
